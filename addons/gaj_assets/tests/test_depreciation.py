from datetime import date
from decimal import Decimal

from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .depreciation_case import DepreciationCase


@tagged("post_install", "-at_install", "gaj")
class TestDepreciation(DepreciationCase):
    def test_d1_month_by_month(self):
        asset = self.in_books("2026-03-20", in_service_date="2026-03-15")
        self.run_months((2026, 3), (2026, 12))
        self.assertEqual(self.amounts(asset)[:5], ["66.67", "66.66", "66.67", "66.67", "66.66"])
        self.assertEqual(asset.accumulated, 666.67)
        self.assertEqual((asset.net_value, asset.months_done), (4133.33, 10))
        self.assertEqual(asset.depreciated_month, date(2026, 12, 1))

    def test_d2_disposed_in_may(self):
        asset = self.in_books("2028-05-01", accumulated=1666.67, in_service_date="2026-03-15")
        # 25 months are over by the end of March 2028: April is the 26th
        asset2 = self.in_books("2026-03-20", name="Late", in_service_date="2026-03-15")
        self.run_month(2028, 4)
        self.assertEqual((asset2.accumulated, asset2.net_value, asset2.months_done), (1733.33, 3066.67, 26))
        with freeze_time("2028-05-20"):
            asset2._gaj_take_out_of_books("2028-05-20")
        run = self.run_month(2028, 5)
        self.assertEqual(run.line_ids.asset_id, asset)
        self.assertEqual((asset2.accumulated, asset2.months_done), (1733.33, 26))

    def test_the_month_of_disposal_does_not_count_also_on_its_last_day(self):
        asset = self.in_books("2026-03-20")
        self.run_month(2026, 3)
        with freeze_time("2026-04-30"):
            asset._gaj_take_out_of_books("2026-04-30")
        self.assertFalse(self.run_month(2026, 4).line_ids)

    def test_leaving_on_the_first_of_the_next_month_leaves_the_month_before(self):
        asset = self.in_books("2026-03-20")
        self.run_month(2026, 3)
        with freeze_time("2026-05-01"), self.refused("from 2026-04 on is not posted"):
            asset._gaj_take_out_of_books("2026-05-01")
        self.run_month(2026, 4)
        with freeze_time("2026-05-01"):
            asset._gaj_take_out_of_books("2026-05-01")
        with self.refused("left the books on 2026-05-01 already"):
            asset._gaj_take_out_of_books("2026-05-02")

    def test_d3_d4_d10_first_and_last_months(self):
        desk = self.in_books("2026-01-05", cost=2999.99, life_months=180, acquisition_date="2026-01-05", name="Desk")
        copier = self.in_books("2026-01-05", cost=35000, life_months=72, acquisition_date="2026-01-05", name="Copier")
        small = self.in_books("2026-01-05", cost=100, life_months=72, acquisition_date="2026-01-05", name="Small")
        one = self.in_books(
            "2026-01-05", cost=1, value_type="nominal", acquisition_date="2026-01-05", name="At nominal amount"
        )
        self.run_months((2026, 1), (2026, 6))
        self.assertEqual(self.amounts(desk)[:3], ["16.67", "16.66", "16.67"])
        self.assertEqual(self.amounts(copier)[:2], ["486.11", "486.11"])
        self.assertEqual(self.amounts(small), ["1.39", "1.39", "1.39", "1.39", "1.38", "1.39"])
        self.assertEqual((self.amounts(one), one.accumulated, one.method), ([], 0, "none"))

    def test_d7_a_vehicle_by_kilometres(self):
        car = self.in_books(
            "2026-01-05",
            name="Car",
            cost=180000,
            method="units",
            units_total=300000,
            units_name="km",
            acquisition_date="2026-01-05",
        )
        usage = self.env["gaj.asset.usage"].with_user(self.users["manager"])
        with freeze_time("2026-01-31"):
            usage.create({"asset_id": car.id, "month": "2026-01-31", "quantity": 2150})
        self.run_month(2026, 1)
        self.assertEqual(self.amounts(car), ["1290.00"])
        run = self.run_month(2026, 2, post=False)
        self.assertIn("have no usage in 2026-02", run.remarks)
        with freeze_time("2026-03-02"):
            usage.create({"asset_id": car.id, "month": "2026-02-01", "quantity": 1000})
            with self.refused("have changed since"):
                run.action_post()
            run.action_compute()
            run.action_post()
        # usage that became known late counts in the next run
        with freeze_time("2026-03-05"):
            usage.create({"asset_id": car.id, "month": "2026-02-01", "quantity": 50})
            usage.create({"asset_id": car.id, "month": "2026-03-01", "quantity": 100})
        self.run_month(2026, 3)
        self.assertEqual(self.amounts(car), ["1290.00", "600.00", "90.00"])

    def test_usage_says_what_is_wrong(self):
        car = self.in_books("2026-01-05", name="Car", method="units", units_total=10, acquisition_date="2026-01-05")
        usage = self.env["gaj.asset.usage"].with_user(self.users["manager"])
        with freeze_time("2026-01-31"):
            for values, text in [
                ({"month": "2026-02-01"}, "lies in the future"),
                ({"quantity": -1}, "less than nothing"),
                ({"month": "2025-12-01"}, "depreciated in these books from 2026-01 on"),
                ({"asset_id": self.make_assets("X").id}, "not depreciated by units"),
            ]:
                with self.refused(text):
                    usage.create({"asset_id": car.id, "month": "2026-01-01", "quantity": 5, **values})
        with freeze_time("2026-01-31"):
            row = usage.create({"asset_id": car.id, "month": "2026-01-01", "quantity": 5})
        with self.refused("Record the difference"):
            row.sudo().write({"quantity": 6})
        with self.refused("Record the difference"):
            row.sudo().unlink()

    def test_units_without_their_total_are_refused(self):
        with self.refused("their total is missing"):
            self.in_books("2026-01-05", method="units", acquisition_date="2026-01-05")

    def test_d8_a_late_card_catches_up(self):
        self.run_month(2026, 1)
        self.run_month(2026, 2)
        asset = self.in_books("2026-03-05", acquisition_date="2026-01-10", in_service_date="2026-01-10")
        run = self.run_month(2026, 3)
        self.assertEqual((run.amount, run.catch_up_count), (200.00, 1))
        self.assertEqual((run.line_ids.amount, run.line_ids.catch_up), (200.00, 2))
        self.assertIn("1 assets catch up months", run.remarks)
        self.assertFalse(run.first_missed)
        self.assertEqual(asset.months_done, 3)

    def test_a_card_confirmed_after_the_month_waits_for_the_next_run(self):
        asset = self.in_books("2026-04-01", acquisition_date="2026-03-15")
        self.assertFalse(self.run_month(2026, 3).line_ids)
        self.assertEqual(self.run_month(2026, 4).line_ids.asset_id, asset)
        self.assertEqual(asset.accumulated, 133.33)

    def test_d9_opening_depreciation(self):
        asset = self.in_books(
            "2026-07-01", acquisition_date="2024-03-15", in_service_date="2024-03-15", accumulated=1500
        )
        segment = asset.segment_ids
        self.assertEqual((segment.months, segment.base, asset.months_done), (44, 3300, 28))
        self.assertIn("1,500.00", segment.note)
        self.assertIn("1,866.67", segment.note)
        self.run_months((2026, 7), (2026, 8))
        self.assertEqual(self.amounts(asset), ["75.00", "75.00"])
        self.assertEqual(asset.accumulated, 1650)

    def test_an_opening_balance_warns_before_the_cards_enter_the_books(self):
        with freeze_time("2026-07-01"):
            values = {"acquisition_date": "2024-03-15", "in_service_date": "2024-03-15", "life_months": 72}
            asset = self.make_assets(["D9"], accumulated=1500, **values)
            self.make_assets(["Agrees"], accumulated=1866.67, **values)
            opening = self.env["gaj.asset.opening"].with_user(self.users["finance"]).create({"date": "2026-07-01"})
            self.assertIn("1 cards", opening.depreciation_remarks)
            self.assertIn("stated 1,500.00, by straight line 1,866.67", opening.depreciation_remarks)
            opening.action_book()
            self.assertFalse(opening.depreciation_remarks)
        self.assertEqual((asset.segment_ids.months, asset.segment_ids.base), (44, 3300))
        self.run_month(2026, 7)
        self.assertEqual(self.amounts(asset), ["75.00"])

    def test_an_opening_that_agrees_needs_no_remark(self):
        asset = self.in_books("2026-07-01", acquisition_date="2024-03-15", accumulated=1866.67)
        self.assertFalse(asset.segment_ids.note)

    def test_an_old_card_taken_over_without_depreciation(self):
        late = self.in_books("2026-07-01", acquisition_date="2026-05-15", name="Late")
        taken_over = self.in_books("2026-07-01", opening=True, acquisition_date="2026-05-15", name="Taken over")
        self.run_month(2026, 7)
        self.assertEqual(self.amounts(late), ["200.00"])
        self.assertEqual(self.amounts(taken_over), ["68.57"])  # 4,800.00 over 70 months

    def test_a_surplus_counts_from_the_month_of_its_booking(self):
        found = self.in_books(
            "2026-04-20", acquisition_type="surplus", acquisition_date="2024-01-01", cost=3600, life_months=36
        )
        self.run_month(2026, 4)
        self.assertEqual(self.amounts(found), ["100.00"])

    def test_fully_depreciated_stops_and_stays_in_use(self):
        asset = self.in_books("2026-03-20", cost=100, life_months=2)
        self.run_months((2026, 3), (2026, 5))
        self.assertEqual(self.amounts(asset), ["50.00", "50.00"])
        self.assertEqual((asset.net_value, asset.state), (0, "in_use"))

    def test_what_is_not_depreciated(self):
        names = {
            "gaj_assets.category_a03000000": "Relic",
            "gaj_assets.category_a04000000": "Archive",
            "gaj_assets.category_a06000000": "Tree",
            "gaj_assets.category_a01030000": "Land",
        }
        assets = self.env["gaj.asset"]
        for xml_id, name in names.items():
            assets |= self.in_books("2026-03-20", name=name, category_id=self.env.ref(xml_id).id)
        below = self.env["gaj.asset.category"].create({"code": "A03010000", "name": "Below relics"})
        assets |= self.in_books("2026-03-20", name="Vase", category_id=below.id)
        assets |= self.in_books("2026-03-20", name="No life", life_months=0, category_id=below.id)
        self.assertFalse(self.run_month(2026, 3).line_ids)
        self.assertEqual(set(assets.mapped("method")), {"none"})

    def test_a_missing_card_goes_on_until_it_is_taken_out(self):
        asset = self.in_books("2026-03-20")
        asset._set_missing()
        self.run_month(2026, 3)
        self.assertEqual(asset.accumulated, 66.67)
        with freeze_time("2026-04-10"):
            asset._gaj_take_out_of_books("2026-04-10")
        self.run_month(2026, 4)
        self.assertEqual(asset.accumulated, 66.67)
        # found again: it returns and catches up
        asset._gaj_put_in_books("2026-05-10")
        self.run_month(2026, 5)
        self.assertEqual(asset.accumulated, 200.00)

    def test_drafts_and_cards_of_others_are_left_out(self):
        self.make_assets("A", state="draft")
        other = self.make_enterprise()
        mine = self.in_books("2026-03-20")
        self.assertEqual(self.run_month(2026, 3).line_ids.asset_id, mine)
        self.assertFalse(self.run_month(2026, 3, company=other).line_ids)

    def test_putting_in_twice_changes_nothing(self):
        asset = self.in_books("2026-03-20")
        asset._gaj_put_in_books("2026-05-20")
        self.assertEqual((len(asset.segment_ids), asset.booking_date), (1, date(2026, 3, 20)))

    def test_the_number_of_queries_to_put_in_books_does_not_grow(self):
        def queries(count):
            assets = self.make_assets([f"Q{count} {number}" for number in range(count)], accumulated=10)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            assets._gaj_put_in_books("2026-03-20")
            return self.env.cr.sql_log_count - before

        queries(2)
        few = queries(3)
        self.assertEqual(queries(60), few)

    def test_values_of_a_day(self):
        asset = self.in_books("2026-03-20")
        never = self.make_assets("N", accumulated=100)
        self.run_months((2026, 3), (2026, 4))
        value = (asset | never)._gaj_value_on
        self.assertEqual(value("2026-03-19")[asset], (0, 0, 0))
        self.assertEqual(value("2026-03-20")[asset], (4800, 0, 4800))
        self.assertEqual(value("2026-04-29")[asset], (4800, Decimal("66.67"), Decimal("4733.33")))
        self.assertEqual(value("2026-04-30")[asset], (4800, Decimal("133.33"), Decimal("4666.67")))
        self.assertEqual(value("2026-04-30")[never], (4800, 100, 4700))
        with freeze_time("2026-05-20"):
            asset._gaj_take_out_of_books("2026-05-20")
        self.assertEqual(value("2026-05-19")[asset], (4800, Decimal("133.33"), Decimal("4666.67")))
        self.assertEqual(value("2026-05-20")[asset], (0, 0, 0))

    def test_what_is_in_the_books_does_not_change_by_hand(self):
        asset = self.in_books("2026-03-20")
        by_hand = asset.with_user(self.users["manager"])
        for name, value in [
            ("cost", 5000),
            ("category_id", self.chair.id),
            ("acquisition_date", "2026-03-01"),
            ("in_service_date", "2026-03-16"),
            ("life_months", 96),
            ("accumulated", 10),
            ("method", "none"),
            ("value_type", "provisional"),
        ]:
            with self.subTest(name), self.refused("Write a value change"):
                by_hand.write({name: value})
        by_hand.write({"cost": 4800, "name": "Renamed"})
        self.assertEqual(asset.name, "Renamed")
        with self.refused("is in the books, so its card is kept"):
            by_hand.unlink()
        with self.refused("cannot be changed"):
            asset.segment_ids.write({"base": 1})
        with self.refused("cannot be deleted"):
            asset.segment_ids.unlink()

    def test_who_may_see_and_make_what(self):
        asset = self.in_books("2026-03-20")
        run = self.run_month(2026, 3)
        for role in ("manager", "leader", "auditor"):
            self.assertEqual(run.with_user(self.users[role]).line_ids.asset_id, asset)
            with self.assertRaises(AccessError):
                run.with_user(self.users[role]).create({"month": "2026-04-01"})
            with self.assertRaises(AccessError):
                run.with_user(self.users[role]).action_undo()
        clerk = self.users["clerk"]
        self.assertEqual(asset.with_user(clerk).depreciation_line_ids.amount, 66.67)
        elsewhere = self.in_books("2026-03-20", name="Elsewhere", department_id=self.other.id)
        self.run_month(2026, 4)
        lines = self.env["gaj.asset.depreciation.line"].with_user(clerk).search([])
        self.assertEqual(lines.asset_id, asset)
        self.assertFalse(self.env["gaj.asset.segment"].with_user(clerk).search([("asset_id", "=", elsewhere.id)]))
        with self.assertRaises(AccessError):
            self.env["gaj.asset.depreciation.line"].with_user(self.users["user"]).search([])
