from freezegun import freeze_time
from odoo.tests import tagged

from odoo.addons.gaj_assets.tests import test_acceptance_kinds, test_disposal_entries

from .gov_case import GovChart


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-06-30 02:00:00")
class TestGetting(GovChart, test_acceptance_kinds.TestAcceptanceKinds):
    """Each way of getting books on this chart what it books without it, and its budget entry beside it."""

    allow_inherited_tests_method = True

    def test_g1_ten_computers_paid_by_the_treasury(self):
        order = self.order((self.computer, 10, 5760))
        self.accept(self.receive(order))
        bill = self.bill(order)
        self.assertEqual(self.budget(bill), [])
        payment = self.pay_bill(bill)
        self.assertEqual(self.balance("160102"), 57600.00)
        self.assertEqual(self.budget(payment.move_id), ["Dr 7101 [31002] 57600.00", "Cr 6001 57600.00"])

    def test_g3_g5_what_getting_costs_is_other_expenditure(self):
        desks = self.get("transfer_in", {"category_id": self.chair.id, "quantity": 20, "price": 25000, "freight": 600})
        self.accept(desks)
        self.assertEqual(self.budget(self.book(desks)), ["Dr 7901 [31002] 600.00", "Cr 800102 600.00"])
        donated = self.get("donation", {"price": 12000, "freight": 300})
        self.accept(donated)
        self.assertEqual(self.budget(self.book(donated)), ["Dr 7901 [31002] 300.00", "Cr 800102 300.00"])

    def test_g4_x2_fees_of_depreciated_and_nominal_things(self):
        for kind, line, amount in [
            ("transfer_in", {"price": 10000, "taken_over": 10000, "freight": 200}, "200.00"),
            ("donation", {"freight": 100, "evidence_note": "Neither voucher nor price"}, "100.00"),
        ]:
            batch = self.get(kind, line)
            self.accept(batch)
            self.assertEqual(self.budget(self.book(batch)), [f"Dr 7901 [30299] {amount}", f"Cr 800102 {amount}"])


@tagged("post_install", "-at_install", "gaj")
class TestGivingAway(GovChart, test_disposal_entries.TestDisposalEntries):
    """Each way of disposal books on this chart what it books without it; only costs above proceeds are expenditure."""

    allow_inherited_tests_method = True

    def budget_of(self, record):
        return self.budget(record.sudo().move_ids | record.remittance_ids.sudo().move_ids)

    def test_g8_a_lost_computer_is_made_good(self):
        result = super().test_g8_a_lost_computer_is_made_good()
        self.assertEqual(self.budget_of(self.last()), [])
        return result

    def test_g9_moves_no_money_of_the_budget(self):
        record = self.scrap(proceeds=150, costs=50)
        with freeze_time("2026-04-15"):
            self.remit(record)
        self.assertEqual(self.budget_of(record), [])

    def test_x3_the_excess_is_other_expenditure(self):
        record = self.scrap(proceeds=50, costs=80)
        self.assertEqual(self.budget_of(record), ["Dr 7901 [30299] 30.00", "Cr 800102 30.00"])

    def test_x4_given_without_payment(self):
        result = super().test_x4_given_without_payment()
        self.assert_fee_is_other_expenditure()
        return result

    def test_x5_donated(self):
        result = super().test_x5_donated()
        self.assert_fee_is_other_expenditure()
        return result

    def test_g10_a_car_sold_by_auction(self):
        result = super().test_g10_a_car_sold_by_auction()
        self.assertEqual(self.budget_of(self.last()), [])
        return result

    def assert_fee_is_other_expenditure(self):
        self.assertEqual(self.budget_of(self.last()), ["Dr 7901 [30299] 400.00", "Cr 800102 400.00"])

    def last(self):
        return self.env["gaj.asset.disposal"].search([], order="id desc", limit=1)
