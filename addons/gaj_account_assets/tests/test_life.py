from freezegun import freeze_time
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.gaj_assets.tests import test_improvement, test_shortage, test_surplus
from odoo.addons.gaj_assets.tests.acquisition_case import AcquisitionCase
from odoo.addons.gaj_assets.tests.depreciation_case import DepreciationCase

from .gov_case import GovChart


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2027-06-30 02:00:00")
class TestPaidLater(GovChart, AcquisitionCase):
    """What is paid long after it was bought, and what a thing in use costs: G2, X1 and X7."""

    def bill_of(self, account, amount, **values):
        """Return a bill of one line on ``account``, made and posted by finance."""
        account = self.env["account.account"].search([("code", "=", account), ("company_ids", "in", self.company.ids)])
        line = {"name": "As agreed", "account_id": account.id, "price_unit": amount, "tax_ids": False}
        bill = (
            self.env["account.move"]
            .with_user(self.users["finance"])
            .create(
                {
                    "move_type": "in_invoice",
                    "partner_id": self.vendor.id,
                    "invoice_date": "2027-06-01",
                    "invoice_line_ids": [Command.create(line)],
                    **values,
                }
            )
        )
        bill.action_post()
        return bill

    def air_conditioning(self):
        """Return bill and payment of G2: 100,000.00, of which 5 % are withheld for twelve months."""
        order = self.order((self.computer, 1, 100000.00))
        card = self.accept(self.receive(order))
        bill = self.bill(order, post=False)
        deposit = self.env["account.account"].search([("code", "=", "230701"), ("company_ids", "in", self.company.ids)])
        bill.with_user(self.users["finance"]).invoice_line_ids = [
            Command.create(
                {"name": "Quality deposit 5 %", "account_id": deposit.id, "price_unit": -5000, "tax_ids": False}
            )
        ]
        bill.with_user(self.users["finance"]).action_post()
        return card, bill, self.pay_bill(bill).move_id

    def test_g2_a_quality_deposit_is_no_expenditure_while_it_is_withheld(self):
        card, bill, payment = self.air_conditioning()
        self.assertEqual(card.cost, 100000.00)
        self.assertEqual(self.both(bill | payment), ["Dr 160102 100000.00", "Cr 230701 5000.00", "Cr 4001 95000.00"])
        self.assertEqual(self.budget(bill), [])
        self.assertEqual(self.budget(payment), ["Dr 7101 [31002] 95000.00", "Cr 6001 95000.00"])

    def test_x1_the_deposit_released_counts_as_what_it_was_withheld_from(self):
        card, bought, _payment = self.air_conditioning()
        bill = self.bill_of("230701", 5000.00)
        (bought | bill).line_ids.filtered(lambda line: self.code(line) == "230701").reconcile()
        payment = self.pay_bill(bill).move_id
        self.assertEqual(self.both(bill | payment), ["Dr 230701 5000.00", "Cr 4001 5000.00"])
        self.assertEqual(self.budget(bill), [])
        self.assertEqual(self.budget(payment), ["Dr 7101 [31002] 5000.00", "Cr 6001 5000.00"])
        self.assertEqual((card.cost, self.balance("230701")), (100000.00, 0))

    def test_x7_an_ordinary_repair_is_expenditure_and_no_value(self):
        card = self.make_assets(["Printer"], custodian_id=self.people["user"].id)
        request = (
            self.env["maintenance.request"]
            .with_user(self.users["user"])
            .create({"name": "Paper jam", "gaj_asset_id": card.id, "gaj_cost": 2000})
        )
        bill = self.bill_of("5001", 2000.00, gaj_process_id=self.process("repair").id, ref=request.name)
        payment = self.pay_bill(bill).move_id
        self.assertEqual(self.both(bill | payment), ["Dr 5001 2000.00", "Cr 4001 2000.00"])
        self.assertEqual(self.budget(bill), [])
        self.assertEqual(self.budget(payment), ["Dr 7101 [30213] 2000.00", "Cr 6001 2000.00"])
        self.assertEqual((card.repair_cost, card.cost), (2000.00, 4800.00))

    def process(self, key):
        return self.env["gaj.account.process"]._by_key(key)


@tagged("post_install", "-at_install", "gaj")
class TestDepreciation(GovChart, DepreciationCase):
    def test_g6_four_months(self):
        """The run of each month is one entry, and no expenditure.

        To the cent the runs follow what is worn off up to the month, rounded (100,000.00 over 60 months: 1,666.67, then
        1,666.66), not the rounded twelfth of a year each month: March is 5,471.66, a cent below equal months.
        """
        car, printer, *computers = self.opening()
        self.assert_run(1, "3400.00", ["Cr 160202 3400.00"])
        self.in_books("2026-02-10", name="Air-Conditioning", cost=100000, **self.since("2026-02-10", 60))
        self.assert_run(2, "5066.67", ["Cr 160202 5066.67"])
        self.in_books(
            "2026-03-05", name="Desks", cost=25600, category_id=self.chair.id, **self.since("2026-03-05", 128)
        )
        self.in_books("2026-03-20", name="Donated", cost=12300, **self.since("2026-03-20", 60))
        self.assert_run(3, "5471.66", ["Cr 160202 5271.66", "Cr 160205 200.00"])
        with freeze_time("2026-04-16"):
            for gone in (car, printer, computers[0]):
                gone._gaj_take_out_of_books("2026-04-16")
        self.in_books("2026-04-10", name="Found", cost=3600, **self.since("2026-04-10", 36))
        self.assert_run(4, "2891.67", ["Cr 160202 2691.67", "Cr 160205 200.00"])

    def opening(self):
        """Return car, printer and ten computers: the first two were in the books before the year began."""
        car_category = self.env.ref("gaj_assets.category_a02030501").id
        car = self.in_books(
            "2026-01-01",
            name="Car",
            cost=240000,
            accumulated=180000,
            category_id=car_category,
            **self.since("2020-01-01", 96),
        )
        printer = self.in_books(
            "2026-01-01", name="Printer", cost=7200, accumulated=5600, **self.since("2021-05-01", 72)
        )
        computers = [
            self.in_books("2026-01-15", name=f"Computer {n}", cost=5760, **self.since("2026-01-15", 72))
            for n in range(10)
        ]
        return car, printer, *computers

    def since(self, day, months):
        return {"acquisition_date": day, "in_service_date": day, "life_months": months}

    def assert_run(self, month, amount, credits_):
        move = self.run_month(2026, month).sudo().move_ids
        self.assertEntry(move, f"Dr 5001 {amount}", *credits_)
        self.assertEqual(self.budget(move), [])


@tagged("post_install", "-at_install", "gaj")
class TestFound(GovChart, test_surplus.TestSurplus):
    """G7: what a count found books on this chart what it books without it."""

    allow_inherited_tests_method = True

    def registered(self, spent="7101 [31002]", **values):
        """Return the surplus as the case does; what earlier years left moves no money of this year's budget."""
        record = super().registered(**values)
        moves = record.sudo().move_ids | record.asset_id.acceptance_id.sudo().move_ids
        self.assertEqual(len(moves), 2)
        value = f"{record.value:.2f}"
        bought = [] if record.is_earlier_year else [f"Dr {spent} {value}", f"Cr 6001 {value}"]
        self.assertEqual(self.budget(moves), bought)
        return record

    def test_one_of_this_year_in_an_institution(self):
        self.company.gaj_entity_kind = "institution"
        self.assertEqual(self.registered("7201 [31002]", is_earlier_year=False).value, 3600)

    def test_one_of_this_year_counts_under_the_class_of_its_category(self):
        self.desktop.gaj_economic_class_id = self.env.ref("gaj_account.economic_31013")
        self.assertEqual(self.registered("7101 [31013]", is_earlier_year=False).value, 3600)


@tagged("post_install", "-at_install", "gaj")
class TestLost(GovChart, test_shortage.TestShortage):
    """G8: what was lost, and what its custodian pays for it on behalf of the treasury, is no money of the budget."""

    allow_inherited_tests_method = True

    def step(self, record, step, *args):
        result = super().step(record, step, *args)
        moves = record.sudo().move_ids
        self.assertEqual(self.budget(moves), [])
        self.assertLessEqual(set(moves.mapped("gaj_budget_state")), {"none"})
        return result

    def test_g8_one_computer_is_lost_and_1000_is_remitted(self):
        result = super().test_g8_one_computer_is_lost_and_1000_is_remitted()
        record = self.env["gaj.asset.shortage"].search([], order="id desc", limit=1)
        self.assertEqual(record.sudo().move_ids.mapped("gaj_budget_state"), ["none"] * 5)
        return result


@tagged("post_install", "-at_install", "gaj")
class TestImproved(GovChart, test_improvement.TestImprovement):
    """X6: each stage books on this chart what it books without it; what is paid for the works is major repair."""

    allow_inherited_tests_method = True

    def pay(self, change, day, amount, book=True, **values):
        payment = super().pay(change, day, amount, book, **values)
        if book:
            fund = {"bank": "800102"}.get(payment.paid_from, "6001")
            self.assertEqual(
                self.budget(payment.sudo().move_ids), [f"Dr 7101 [31006] {amount:.2f}", f"Cr {fund} {amount:.2f}"]
            )
        return payment

    def step(self, change, day, step):
        result = super().step(change, day, step)
        self.assertEqual((len(change.sudo().move_ids) > 0, self.budget(change.sudo().move_ids)), (True, []))
        return result

    def test_a_payment_taken_back_takes_its_expenditure_back(self):
        change = self.approved(self.a_building(), replaced=0)
        self.step(change, "2026-01-20", "action_begin")
        payment = self.pay(change, "2026-01-20", 500000)
        with freeze_time("2026-01-22"):
            payment.action_take_back()
        lines = payment.sudo().move_ids.gaj_budget_move_ids.line_ids
        self.assertEqual({self.code(line) for line in lines}, {"7101", "6001"})
        for code in ("7101", "6001"):
            there = lines.filtered(lambda line, code=code: self.code(line) == code)
            self.assertEqual(sum(there.mapped("balance")), 0)
