from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .disposal_case import DisposalCase


@tagged("post_install", "-at_install", "gaj")
class TestDisposalEntries(DisposalCase):
    """What finance books: D2, G8 to G10 and X3 to X5 of the rule book, to the cent."""

    def refused(self, text):
        return self.assertRaisesRegex(UserError, text)

    def run_month(self, year, month):
        with freeze_time(f"{year + month // 12}-{month % 12 + 1:02d}-01"):
            run = self.env["gaj.asset.depreciation.run"].with_user(self.users["finance"])
            run = run.create({"month": f"{year}-{month:02d}-01", "company_id": self.company.id})
            run.action_compute()
            run.action_post()

    def test_d2_a_desktop_scrapped_on_2028_05_20(self):
        with freeze_time("2026-03-20"):
            asset = self.booked("D1", 4800, 0, "2026-03-15", 72, "2026-03-20")
        self.run_month(2028, 3)
        with freeze_time("2028-05-20"):
            record = self.draft(asset)
            self.to_executing(record)
            self.as_(record, "manager").action_hand_over()
            finance = self.as_(record, "finance")
            with self.refused("depreciation from 2028-04 on is not posted yet"):
                finance.action_derecognise()
            self.assertEqual((asset.state, record.is_derecognised), ("pending_disposal", False))
        self.run_month(2028, 4)
        with freeze_time("2028-05-20"):
            finance.action_derecognise()
        self.assertEqual((asset.accumulated, asset.net_value, asset.months_done), (1733.33, 3066.67, 26))
        line = record.line_ids
        self.assertEqual((line.accumulated, line.net_value), (1733.33, 3066.67))
        self.assertEqual(
            self.entries(record),
            {
                "set_aside": ["Dr 190201 3066.67", "Dr 160202 1733.33", "Cr 160102 4800.00"],
                "set_aside_approved": ["Dr 5301 3066.67", "Cr 190201 3066.67"],
            },
        )
        before = asset.depreciation_line_ids
        # nothing in May 2028
        with freeze_time("2028-05-20"):
            self.booked("Other", 720, 0, "2028-05-01", 72, "2028-05-20")
        self.run_month(2028, 5)
        self.assertEqual(asset.depreciation_line_ids, before)

    def test_a_month_that_is_depreciated_already_is_no_month_to_leave(self):
        with freeze_time("2028-05-01"):
            asset = self.booked("Early bird", 4800, 1666.67, "2026-03-15", 72, "2028-04-10")
            record = self.draft(asset)
            self.to_executing(record)
            self.as_(record, "manager").action_hand_over()
        self.run_month(2028, 4)
        self.run_month(2028, 5)
        with freeze_time("2028-06-02"):
            finance = self.as_(record, "finance")
            finance.derecognised_on = "2028-05-20"
            with self.refused("has been depreciated for 2028-05 already"):
                finance.action_derecognise()
            finance.derecognised_on = "2028-06-02"
            finance.action_derecognise()
        self.assertEqual(asset.state, "disposed")

    def test_g8_a_lost_computer_is_made_good(self):
        with freeze_time("2026-04-10"):
            asset = self.booked("Computer", 5760, 240, "2026-01-15", 72, "2026-04-01")
            asset.sudo()._set_missing()
            record = self.draft(asset, kind="loss", ground="loss")
            record.action_apply()
        with freeze_time("2026-04-20"):
            self.appraised(record)
            self.sign(record)
            self.approved(record)
            self.as_(record, "manager").action_execute()
            finance = self.as_(record, "finance")
            finance.write({"set_aside_on": "2026-04-10", "derecognised_on": "2026-04-20", "proceeds": 1000})
            finance.action_derecognise()
            finance.action_settle()
            self.sign(record)
            self.remit(record)
        self.assertEqual(
            self.entries(record, record.remittance_ids),
            {
                "set_aside": ["Dr 190201 5520.00", "Dr 160202 240.00", "Cr 160102 5760.00"],
                "set_aside_approved": ["Dr 5301 5520.00", "Cr 190201 5520.00"],
                "compensation": ["Dr 1002 1000.00", "Cr 190202 1000.00"],
                "settle_net": ["Dr 190202 1000.00", "Cr 2103 1000.00"],
                "remit": ["Dr 2103 1000.00", "Cr 1002 1000.00"],
            },
        )
        days = {move.gaj_asset_event: str(move.date) for move in record.sudo().move_ids}
        self.assertEqual((days["set_aside"], days["set_aside_approved"]), ("2026-04-10", "2026-04-20"))

    def scrap(self, **money):
        """G9: cost 7,200, depreciated 5,900, scrapped on 04-15."""
        with freeze_time("2026-04-15"):
            asset = self.booked("Printer", 7200, 5900, "2021-04-15", 72, "2026-04-01")
            record = self.draft(asset)
            self.to_executing(record)
            self.settled(record, **money)
        return record

    def test_g9_a_printer_scrapped(self):
        record = self.scrap(proceeds=150, costs=50)
        with freeze_time("2026-04-15"):
            self.remit(record)
        self.assertEqual(
            self.entries(record, record.remittance_ids),
            {
                "set_aside": ["Dr 190201 1300.00", "Dr 160202 5900.00", "Cr 160102 7200.00"],
                "set_aside_approved": ["Dr 5301 1300.00", "Cr 190201 1300.00"],
                "salvage": ["Dr 1002 150.00", "Cr 190202 150.00"],
                "disposal_cost": ["Dr 190202 50.00", "Cr 1002 50.00"],
                "settle_net": ["Dr 190202 100.00", "Cr 2103 100.00"],
                "remit": ["Dr 2103 100.00", "Cr 1002 100.00"],
            },
        )

    def test_x3_costs_above_the_scrap_value(self):
        record = self.scrap(proceeds=50, costs=80)
        booked = self.entries(record)
        self.assertEqual(booked["settle_net"], ["Dr 5301 30.00", "Cr 190202 30.00"])
        self.assertEqual((record.due_amount, record.due_on), (0, False))
        with freeze_time("2026-04-16"):
            with self.refused("Nothing is due to the treasury"):
                self.remit(record, 1)
            self.as_(record, "finance").action_close()
        self.assertEqual(record.state, "closed")

    def test_taxes_count_like_costs(self):
        record = self.scrap(proceeds=150, costs=20, taxes=30)
        self.assertEqual(record.due_amount, 100)
        self.assertEqual(self.entries(record)["disposal_cost"], ["Dr 190202 50.00", "Cr 1002 50.00"])

    def test_scrap_value_that_comes_later(self):
        record = self.scrap(proceeds=150, is_receivable=True)
        self.assertEqual(self.entries(record)["salvage"], ["Dr 1218 150.00", "Cr 190202 150.00"])
        finance = self.as_(record, "finance")
        with freeze_time("2026-04-16"), self.refused("has not come in yet. Record its receipt first"):
            self.remit(record)
        with freeze_time("2026-05-06"):
            finance.action_receive()
            self.assertEqual((record.is_received, str(record.received_on)), (True, "2026-05-06"))
            with self.refused("has been taken already"):
                finance.action_receive()
            self.remit(record, date="2026-05-06")
        self.assertEqual(self.entries(record)["receivable_received"], ["Dr 1002 150.00", "Cr 1218 150.00"])

    @freeze_time("2026-04-16")
    def test_g10_a_car_sold_by_auction(self):
        car = self.booked("Car", 240000, 187500, "2020-01-16", 96, "2026-04-01", category_id=self.car.id)
        record = self.draft(car, kind="sale")
        self.to_executing(record, 70000)
        self.bid(record, 68000).action_award()
        self.sign(record)
        self.settled(record, costs=2000)
        self.sign(record)
        self.remit(record)
        self.assertEqual(
            self.entries(record, record.remittance_ids),
            {
                "sale": ["Dr 5301 52500.00", "Dr 160202 187500.00", "Cr 160102 240000.00"],
                "sale_proceeds": ["Dr 1002 68000.00", "Cr 1002 2000.00", "Cr 2103 66000.00"],
                "remit": ["Dr 2103 66000.00", "Cr 1002 66000.00"],
            },
        )

    @freeze_time("2026-04-16")
    def given(self, kind, **values):
        asset = self.booked("Thing", 50000, 20000, "2024-01-16", 72, "2026-04-01")
        record = self.draft(asset, kind=kind, receiver_id=self.school.id)
        self.to_executing(record)
        self.settled(record, costs=400, **values)
        return record

    def test_x4_given_without_payment(self):
        record = self.given("transfer_out")
        self.assertEqual(
            self.entries(record),
            {
                "transfer_out": ["Dr 3401 30000.00", "Dr 160202 20000.00", "Cr 160102 50000.00"],
                "disposal_cost": ["Dr 5301 400.00", "Cr 1002 400.00"],
            },
        )
        self.assertEqual((record.state, record.due_amount), ("settled", 0))

    def test_x5_donated(self):
        record = self.given("donation")
        self.assertEqual(
            self.entries(record),
            {
                "donation_out": ["Dr 5301 30000.00", "Dr 160202 20000.00", "Cr 160102 50000.00"],
                "disposal_cost": ["Dr 5301 400.00", "Cr 1002 400.00"],
            },
        )

    def test_a_gift_brings_no_money(self):
        with self.refused("brings no money"):
            self.given("donation", proceeds=5)

    @freeze_time("2026-04-16")
    def test_an_exchange_books_both_sides_at_once(self):
        asset = self.booked("Thing", 50000, 20000, "2018-01-16", 72, "2026-04-01")
        record = self.draft(asset, kind="exchange", receiver_id=self.school.id, new_category_id=self.sofa.id)
        self.to_executing(record, 32000)
        manager, finance = self.as_(record, "manager"), self.as_(record, "finance")
        manager.write({"published_on": "2026-04-16", "published_in": "City platform"})
        self.sign(record)
        manager.action_hand_over()
        self.sign(record)
        with self.refused("leaves the books at the settlement"):
            finance.action_derecognise()
        finance.write({"settled_on": "2026-04-16", "exchange_paid": 1000, "costs": 100})
        finance.action_settle()
        self.assertEqual(asset.state, "disposed")
        lines = self.entries(record)["exchange"]
        self.assertEqual(
            sorted(lines),
            sorted(
                [
                    "Dr 160105 33100.00",
                    "Dr 160202 20000.00",
                    "Cr 160102 50000.00",
                    "Cr 1002 1100.00",
                    "Cr 4609 2000.00",
                ]
            ),
        )

    @freeze_time("2026-04-16")
    def test_things_of_others_are_sold_for_their_owner(self):
        record = self.draft(self.env["gaj.asset"], kind="sale", is_custody=True, owner_id=self.school.id)
        record.line_ids.create({"disposal_id": record.id, "description": "Confiscated van", "custody_value": 2500})
        self.to_executing(record, 3000)
        self.assertEqual((record.is_supervised, record.total_cost), (False, 2500))
        self.bid(record, 3200).action_award()
        self.as_(record, "manager").action_hand_over()
        finance = self.as_(record, "finance")
        with self.refused("stand in no books"):
            finance.action_derecognise()
        finance.write({"costs": 3201, "cost_paper_ids": [Command.set(self.proof("finance").ids)]})
        with self.refused("cannot owe more than they brought"):
            finance.action_settle()
        finance.costs = 200
        finance.action_settle()
        self.remit(record)
        self.assertEqual((record.due_amount, record.state), (3000, "remitted"))
        self.assertEqual(
            self.entries(record, record.remittance_ids),
            {
                "custody_in": ["Dr 1891 2500.00", "Cr 2901 2500.00"],
                "custody_out": ["Dr 2901 2500.00", "Cr 1891 2500.00"],
                "sale_proceeds": ["Dr 1002 3200.00", "Cr 1002 200.00", "Cr 2901 3000.00"],
                "remit": ["Dr 2901 3000.00", "Cr 1002 3000.00"],
            },
        )

    @freeze_time("2026-04-16")
    def test_things_of_others_have_no_card(self):
        asset = self.booked("Ours", 10, 10, "2010-01-16", 72, "2026-04-01")
        record = self.draft(asset, kind="sale", is_custody=True, owner_id=self.school.id)
        with self.refused("things of others have a description and no card"):
            record.action_apply()

    @freeze_time("2026-04-16")
    def test_a_card_outside_the_books_is_not_booked_out(self):
        asset = self.make_assets(["Outside"], acquisition_date="2010-01-01", life_months=72)
        record = self.draft(asset)
        self.to_executing(record)
        self.as_(record, "manager").action_hand_over()
        with self.refused("has not entered the books yet"):
            self.as_(record, "finance").action_derecognise()

    @freeze_time("2026-04-16")
    def test_days_before_the_approval_or_in_the_future_are_refused(self):
        asset = self.booked("Thing", 10, 10, "2010-01-16", 72, "2026-04-01")
        record = self.draft(asset)
        self.to_executing(record)
        self.as_(record, "manager").action_hand_over()
        finance = self.as_(record, "finance")
        for values, text in [
            ({"derecognised_on": "2026-04-15"}, "lies before the approval"),
            ({"derecognised_on": "2026-04-17"}, "lies in the future"),
            ({"derecognised_on": "2026-04-16", "set_aside_on": "2026-04-15"}, "lies between the application"),
        ]:
            finance.write({"set_aside_on": False, **values})
            with self.subTest(values=values), self.refused(text):
                finance.action_derecognise()
        finance.set_aside_on = False
        finance.action_derecognise()
        with self.refused("is not changed by you now|have left the books already"):
            finance.action_derecognise()

    def test_the_price_is_the_winning_bid(self):
        with freeze_time("2026-04-16"):
            asset = self.booked("Thing", 10, 10, "2010-01-16", 72, "2026-04-01")
            record = self.draft(asset, kind="sale")
            self.to_executing(record, 100)
            self.bid(record, 120).action_award()
            self.as_(record, "manager").action_hand_over()
            finance = self.as_(record, "finance")
            finance.action_derecognise()
            finance.proceeds = 119
            with self.refused("The winning bid was 120.00"):
                finance.action_settle()

    @freeze_time("2026-04-16")
    def test_only_finance_books(self):
        asset = self.booked("Thing", 10, 10, "2010-01-16", 72, "2026-04-01")
        record = self.draft(asset)
        self.to_executing(record)
        self.as_(record, "manager").action_hand_over()
        for role in ("clerk", "manager", "leader", "discipline", "auditor"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.as_(record, role).action_derecognise()

    @freeze_time("2026-04-16")
    def test_the_money_of_a_sale_comes_in_once(self):
        car = self.booked("Car", 240000, 187500, "2020-01-16", 96, "2026-04-01", category_id=self.car.id)
        record = self.draft(car, kind="sale")
        self.to_executing(record, 70000)
        self.bid(record, 68000).action_award()
        self.sign(record)
        with self.refused("is booked when it is in the bank"):
            self.settled(record, is_receivable=True)

    @freeze_time("2026-04-16")
    def test_costs_of_an_exchange_above_the_money_received(self):
        asset = self.booked("Thing", 50000, 20000, "2018-01-16", 72, "2026-04-01")
        record = self.draft(asset, kind="exchange", receiver_id=self.school.id, new_category_id=self.sofa.id)
        self.to_executing(record, 32000)
        manager, finance = self.as_(record, "manager"), self.as_(record, "finance")
        manager.write({"published_on": "2026-04-16", "published_in": "City platform"})
        self.sign(record)
        manager.action_hand_over()
        self.sign(record)
        finance.write({"settled_on": "2026-04-16", "proceeds": 100, "costs": 100.01})
        with self.refused("more than the difference received"):
            finance.action_settle()
        finance.write({"costs": 100, "cost_paper_ids": [Command.set(self.proof("finance").ids)]})
        finance.action_settle()
        self.assertEqual((record.state, record.due_amount), ("settled", 0))

    @freeze_time("2026-04-16")
    def test_the_day_out_of_the_books_stays(self):
        record = self.draft(self.booked("Printer", 7200, 5900, "2020-01-16", 72, "2026-04-01"))
        self.to_executing(record)
        self.as_(record, "manager").action_hand_over()
        finance = self.as_(record, "finance")
        finance.action_derecognise()
        for name in ("derecognised_on", "set_aside_on"):
            with self.refused("the day of the entry stays"):
                finance.write({name: "2026-04-15"})
