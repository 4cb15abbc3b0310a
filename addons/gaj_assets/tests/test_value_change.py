from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .depreciation_case import DepreciationCase


@tagged("post_install", "-at_install", "gaj")
class TestValueChange(DepreciationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.building = cls.env.ref("gaj_assets.category_a01010100")

    def a_building(self, day, **values):
        return self.in_books(
            day, name="Building", category_id=self.building.id, life_months=600, in_service_date=False, **values
        )

    def test_d5_renovated_building(self):
        asset = self.a_building("2026-01-01", cost=6000000, accumulated=720000, acquisition_date="2020-01-01")
        self.assertEqual(asset.months_done, 72)
        change = self.change(asset, "2026-01-20", kind="improvement", works=540000, new_life_months=648)
        self.assertEqual((change.months_left, change.segment_id.base), (576, 5820000))
        self.assertEqual((asset.cost, asset.accumulated, asset.life_months), (6540000, 720000, 648))
        self.run_months((2026, 1), (2026, 3))
        self.assertEqual(self.amounts(asset), ["10104.17", "10104.16", "10104.17"])
        self.assertEntry(change.sudo().move_ids, "Dr 160101 540000.00", "Cr 4001 540000.00")

    def test_d6_final_value_of_a_provisional_one(self):
        asset = self.a_building("2026-01-05", cost=5000000, value_type="provisional", acquisition_date="2026-01-05")
        self.run_months((2026, 1), (2026, 12))
        self.assertEqual(asset.accumulated, 100000)
        self.change(asset, "2027-01-15", kind="final_value", new_cost=5236000, counterpart="payable_provisional")
        self.run_months((2027, 1), (2027, 3))
        self.assertEqual(self.amounts(asset)[12:], ["8734.69", "8734.70", "8734.69"])
        self.assertEqual((asset.value_type, asset.segment_ids[-1].months), ("cost", 588))

    def test_the_provisional_payable_can_be_settled_at_once(self):
        asset = self.a_building("2026-01-05", cost=5000000, value_type="provisional", acquisition_date="2026-01-05")
        change = self.change(asset, "2026-01-15", kind="final_value", new_cost=4900000, is_settled=True)
        move = change.sudo().move_ids
        self.assertEqual(move.gaj_asset_event, "provisional_settled")
        self.assertEqual(sum(move.line_ids.mapped("debit")), 5000000)

    def test_d11_longer_life(self):
        asset = self.in_books("2026-03-20")
        self.run_months((2026, 3), (2026, 5))
        late = self.in_books("2028-05-01", name="D11", accumulated=1733.33)
        self.assertEqual(late.months_done, 26)
        with self.refused("Let finance post the depreciation until 2028-04 first"):
            self.change(asset, "2028-05-10", kind="life_change", new_life_months=96)
        self.run_month(2028, 4)
        change = self.change(late, "2028-05-10", kind="life_change", new_life_months=96)
        self.assertFalse(change.sudo().move_ids)
        self.assertEqual((change.segment_id.base, change.segment_id.months), (3066.67, 70))
        self.run_months((2028, 5), (2028, 7))
        self.assertEqual(self.amounts(late), ["43.81", "43.81", "43.81"])

    def test_a_correction_moves_cost_category_and_dates(self):
        asset = self.in_books("2026-03-20")
        change = self.change(
            asset,
            "2026-03-25",
            kind="correction",
            new_cost=1800,
            new_category_id=self.chair.id,
            new_life_months=180,
            new_acquisition_date="2026-03-10",
            counterpart="prior_year",
        )
        self.assertEqual((asset.cost, asset.category_id, asset.life_months), (1800, self.chair, 180))
        self.assertEqual(asset.acquisition_date, date(2026, 3, 10))
        move = change.sudo().move_ids
        furniture = move.line_ids.filtered(lambda line: self.code(line) == "160105")
        self.assertEqual(sum(furniture.mapped("balance")), 1800)
        self.assertEqual(sum((move.line_ids - furniture).mapped("balance")), -1800)
        self.run_month(2026, 3)
        self.assertEqual(self.amounts(asset), ["10.00"])

    def test_a_correction_of_the_depreciation(self):
        asset = self.in_books("2026-07-01", acquisition_date="2024-03-15", accumulated=1500)
        change = self.change(
            asset, "2026-07-10", kind="correction", new_accumulated=1866.67, counterpart="accumulated_surplus"
        )
        self.assertEntry(change.sudo().move_ids, "Dr 3001 366.67", "Cr 160202 366.67")
        self.run_month(2026, 7)
        self.assertEqual(self.amounts(asset), ["66.67"])
        self.assertEqual(asset.accumulated, 1933.34)

    def test_a_change_in_a_posted_month_counts_from_the_next(self):
        asset = self.in_books("2026-03-20")
        self.run_month(2026, 3)
        with freeze_time("2026-04-02"):
            change = self.change(asset, "2026-03-31", book=False, kind="life_change", new_life_months=96)
            self.assertIn("from 2026-04 on", change.outcome)
            change.action_submit()
            change.with_user(self.users["leader"]).action_approve()
            change.with_user(self.users["finance"]).action_book()
        self.assertEqual((change.segment_id.month_from, change.segment_id.months), (date(2026, 4, 1), 95))

    def test_what_was_missed_before_the_card_was_confirmed_is_caught_up_on_the_new_value(self):
        self.run_months((2026, 1), (2026, 2))
        asset = self.in_books("2026-03-05", acquisition_date="2026-01-10")
        self.change(asset, "2026-03-10", kind="correction", new_cost=7200)
        self.run_month(2026, 3)
        self.assertEqual(self.amounts(asset), ["300.00"])

    def test_the_bill_brings_another_cost(self):
        asset, same = self.in_books("2026-03-20"), self.in_books("2026-03-20", name="Same")
        changes = self.env["gaj.asset.value.change"]._gaj_from_bill({asset: 4900, same: 4800}, "2026-03-25", "BILL/1")
        self.assertEqual((changes.asset_id, asset.cost, changes.state), (asset, 4900, "booked"))
        self.assertFalse(changes.sudo().move_ids)
        self.run_month(2026, 3)
        self.assertEqual(self.amounts(asset), ["68.06"])

    def test_who_takes_which_step(self):
        asset = self.in_books("2026-03-20")
        leader, finance = self.users["leader"], self.users["finance"]
        with freeze_time("2026-03-25"):
            change = self.change(asset, "2026-03-25", book=False, kind="life_change", new_life_months=96)
            with self.refused("Asset Manager", AccessError):
                change.with_user(finance).action_submit()
            change.action_submit()
            with self.refused("Approving Leader", AccessError):
                change.with_user(finance).action_approve()
            with self.refused("starts from: Approved"):
                change.with_user(finance).action_book()
            change.with_user(leader).action_approve()
            with self.refused("Finance", AccessError):
                change.action_book()
            change.with_user(finance).action_book()
            with self.refused("starts from: Approved"):
                change.with_user(finance).action_book()
        for role in ("finance", "leader", "auditor"):
            self.assertEqual(change.with_user(self.users[role]).name, change.name)
            with self.assertRaises(AccessError):
                change.with_user(self.users[role]).create({"asset_id": asset.id, "reason": "x"})
        with self.assertRaises(AccessError):
            change.with_user(self.users["clerk"]).read(["name"])

    def test_who_wrote_it_does_not_approve_it(self):
        asset = self.in_books("2026-03-20")
        self.users["manager"].group_ids = [(4, self.env.ref("gaj_base.group_gaj_leader").id)]
        change = self.change(asset, "2026-03-25", book=False, kind="life_change", new_life_months=96)
        with freeze_time("2026-03-25"):
            change.action_submit()
            with self.refused("somebody else must approve it"):
                change.action_approve()

    def test_what_cannot_be_true_is_named(self):
        asset = self.in_books("2026-03-20", accumulated=1000, acquisition_date="2025-01-01")
        draft = self.make_assets(["Draft"])
        for card, values, text in [
            (draft, {"kind": "life_change"}, "is not in the books"),
            (asset, {"kind": "final_value", "new_cost": 5000}, "is not provisional"),
            (asset, {"kind": "improvement"}, "write what the works cost"),
            (asset, {"kind": "correction", "new_cost": 999.99}, "less than the depreciation"),
            (asset, {"kind": "life_change", "new_life_months": 14}, "no month of its life is left"),
            (asset, {"kind": "life_change"}, "nothing would change"),
            (asset, {"kind": "improvement", "works": 10, "replaced": 5}, "by way of construction"),
            (
                asset,
                {"kind": "improvement", "works": 10, "replaced": 3810.01, "is_through_construction": True},
                "more than the carrying amount",
            ),
        ]:
            with self.subTest(text), self.refused(text):
                self.change(card, "2026-03-25", **values)
        with freeze_time("2026-03-25"), self.refused("lies in the future"):
            change = self.change(asset, "2026-03-25", book=False, kind="life_change", new_life_months=96)
            change.date = "2026-03-26"
            change.action_submit()

    def test_after_submission_it_stays(self):
        asset = self.in_books("2026-03-20")
        change = self.change(asset, "2026-03-25", kind="life_change", new_life_months=96)
        with self.refused("has been submitted and stays"):
            change.write({"new_life_months": 97})
        with self.refused("by its steps only"):
            change.write({"state": "draft"})
        with self.refused("kept as evidence"):
            change.unlink()
        other = self.change(asset, "2026-03-25", book=False, kind="life_change", new_life_months=97)
        with freeze_time("2026-03-25"):
            other.action_submit()
            other.action_back_to_draft()
            other.new_life_months = 98
            other.action_submit()
            other.action_cancel()
        self.assertEqual((other.state, asset.life_months), ("cancelled", 96))
        with self.refused("starts as a draft"):
            other.create({"asset_id": asset.id, "reason": "x", "state": "booked"})

    def test_a_run_with_a_change_on_top_stays(self):
        asset = self.in_books("2026-03-20")
        run = self.run_month(2026, 3)
        self.change(asset, "2026-04-02", kind="life_change", new_life_months=96)
        with freeze_time("2026-04-03"), self.refused("has been used by a value change"):
            run.action_undo()

    def test_a_card_out_of_the_books_is_not_changed(self):
        asset = self.in_books("2026-03-20")
        asset._gaj_take_out_of_books("2026-03-25")
        with self.assertRaises(UserError):
            self.change(asset, "2026-03-26", kind="life_change", new_life_months=96)

    def waiting(self, asset, day, **values):
        """Return a change of ``day`` that is approved, and not booked when the next month is depreciated."""
        change = self.change(asset, day, book=False, **values)
        with freeze_time(day):
            change.action_submit()
            change.with_user(self.users["leader"]).action_approve()
        return change

    def test_a_month_depreciated_before_the_booking_stays(self):
        changes = {
            "correction": {"new_cost": 5000},
            "life_change": {"new_life_months": 96},
            "improvement": {"works": 200},
        }
        assets = [self.in_books("2026-03-20", name=kind) for kind in changes]
        self.run_month(2026, 3)
        waiting = [self.waiting(asset, "2026-04-05", kind=asset.name, **changes[asset.name]) for asset in assets]
        self.run_month(2026, 4)
        for change in waiting:
            with self.subTest(change.kind), freeze_time("2026-05-02"):
                self.assertEqual((change.old_accumulated, change.asset_id.accumulated), (133.33, 133.33))
                change.with_user(self.users["finance"]).action_book()
                self.assertEqual(change.asset_id.accumulated, 133.33)
                entry = change._gaj_entry("value_change")
                self.assertEqual(
                    self.lines(entry) if entry else [],
                    [] if change.kind == "life_change" else ["Dr 160102 200.00", "Cr 4001 200.00"],
                )

    def test_a_correction_of_the_depreciation_is_not_booked_on_another_one(self):
        asset = self.in_books("2026-03-20")
        self.run_month(2026, 3)
        change = self.waiting(asset, "2026-04-05", kind="correction", new_accumulated=100)
        self.run_month(2026, 4)
        with freeze_time("2026-05-02"):
            with self.refused("approved when the depreciation was 66.67; by now it is 133.33"):
                change.with_user(self.users["finance"]).action_book()
            change.action_back_to_draft()
            change.action_submit()
            change.with_user(self.users["leader"]).action_approve()
            change.with_user(self.users["finance"]).action_book()
        self.assertEntry(change._gaj_entry("value_change"), "Dr 160202 33.33", "Cr 4001 33.33")
        self.assertEqual(asset.accumulated, 100)

    def test_nothing_changes_before_the_card_is_in_the_books(self):
        asset = self.in_books("2026-05-10")
        with self.refused("entered the books on 2026-05-10 only"):
            self.change(asset, "2026-05-09", kind="correction", new_cost=5000)
        with freeze_time("2026-05-12"):
            change = self.env["gaj.asset.value.change"]._gaj_from_bill({asset: 4900}, "2026-05-05", "Early bill")
        self.assertEqual(change.date, date(2026, 5, 10))
        self.assertEqual(asset._gaj_value_on("2026-05-09")[asset].cost, 0)

    def test_a_late_bill_of_a_fully_depreciated_card(self):
        asset = self.in_books("2026-03-20", life_months=1)
        self.run_month(2026, 3)
        with freeze_time("2026-04-12"):
            self.env["gaj.asset.value.change"]._gaj_from_bill({asset: 4800.03}, "2026-04-12", "Late bill")
        self.run_month(2026, 4)
        self.assertEqual(self.amounts(asset), ["4800.00", "0.03"])

    def test_a_card_of_a_wrong_category_begins_to_be_depreciated(self):
        books = self.env.ref("gaj_assets.category_a04000000", raise_if_not_found=False) or self.env[
            "gaj.asset.category"
        ].search([("is_depreciable", "=", False)], limit=1)
        asset = self.in_books("2026-03-20", category_id=books.id)
        self.change(asset, "2026-04-05", kind="correction", new_category_id=self.desktop.id, new_life_months=72)
        self.run_month(2026, 4)
        self.assertEqual((asset.method, self.amounts(asset)), ("straight_line", ["66.67"]))
