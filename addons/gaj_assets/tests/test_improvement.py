from datetime import date

import psycopg2
from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .depreciation_case import DepreciationCase


@tagged("post_install", "-at_install", "gaj")
class TestImprovement(DepreciationCase):
    """A building is improved by way of construction in progress: begun, paid, completed, each with its own entry."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category = cls.env.ref("gaj_assets.category_a01010100")

    def a_building(self, day="2026-01-01", **values):
        defaults = {
            "name": "Building",
            "category_id": self.category.id,
            "life_months": 600,
            "in_service_date": False,
            "cost": 3000000,
            "accumulated": 600000,
            "acquisition_date": "2016-01-01",
        }
        return self.in_books(day, **{**defaults, **values})

    def approved(self, asset, day="2026-01-20", **values):
        """Return an improvement through construction that is approved, as finance sees it."""
        defaults = {"kind": "improvement", "works": 500000, "replaced": 100000, "is_through_construction": True}
        with freeze_time(day):
            change = (
                self.env["gaj.asset.value.change"]
                .with_user(self.users["manager"])
                .create({"asset_id": asset.id, "date": day, "reason": "Works", **defaults, **values})
            )
            change.action_submit()
            change.with_user(self.users["leader"]).action_approve()
        return change.with_user(self.users["finance"])

    def step(self, change, day, step):
        with freeze_time(day):
            getattr(change, step)()

    def pay(self, change, day, amount, book=True, **values):
        with freeze_time(day):
            payments = self.env["gaj.asset.works.payment"].with_user(self.users["finance"])
            payment = payments.create({"change_id": change.id, "name": "Voucher", "amount": amount, **values})
            if book:
                payment.action_book()
        return payment

    def worth(self, asset, day):
        value = asset._gaj_value_on(day)[asset]
        return float(value.cost), float(value.accumulated)

    def test_x6_each_stage_has_its_entry_and_day(self):
        asset = self.a_building()
        change = self.approved(asset)
        self.step(change, "2026-01-20", "action_begin")
        self.assertEntry(
            change._gaj_entry("improvement_started"),
            "Dr 1613 2400000.00",
            "Dr 160201 600000.00",
            "Cr 160101 3000000.00",
        )
        self.assertEqual((change.state, asset.out_of_books_on), ("under_way", date(2026, 1, 20)))
        first = self.pay(change, "2026-02-10", 300000)
        second = self.pay(change, "2026-04-08", 200000, paid_from="bank")
        self.assertEntry(first._gaj_entry("improvement_works"), "Dr 1613 300000.00", "Cr 4001 300000.00")
        self.assertEntry(second._gaj_entry("improvement_works"), "Dr 1613 200000.00", "Cr 1002 200000.00")
        self.step(change, "2026-03-05", "action_replace")
        self.assertEntry(change._gaj_entry("improvement_replaced"), "Dr 190201 100000.00", "Cr 1613 100000.00")
        self.step(change, "2026-04-15", "action_complete")
        self.assertEntry(change._gaj_entry("improvement_completed"), "Dr 160101 2800000.00", "Cr 1613 2800000.00")
        self.step(change, "2026-05-06", "action_write_off")
        self.assertEntry(change._gaj_entry("set_aside_approved"), "Dr 5301 100000.00", "Cr 190201 100000.00")
        days = change.sudo().move_ids.mapped("date") + (first | second).sudo().move_ids.mapped("date")
        self.assertEqual(
            sorted(days),
            [date(2026, m, d) for m, d in [(1, 20), (2, 10), (3, 5), (4, 8), (4, 15), (5, 6)]],
        )
        self.assertEqual((change.state, change.date), ("booked", date(2026, 4, 15)))
        self.assertEqual((asset.cost, asset.accumulated, asset.net_value), (2800000, 0, 2800000))
        self.assertEqual((change.segment_id.cost_change, change.segment_id.accumulated_change), (-200000, -600000))

    def test_x6_paid_at_once(self):
        asset = self.a_building()
        change = self.approved(asset)
        self.step(change, "2026-01-20", "action_begin")
        payment = self.pay(change, "2026-01-25", 500000)
        self.assertEntry(payment._gaj_entry("improvement_works"), "Dr 1613 500000.00", "Cr 4001 500000.00")
        self.step(change, "2026-01-26", "action_replace")
        self.step(change, "2026-01-31", "action_complete")
        self.assertEqual((asset.cost, asset.accumulated, asset.out_of_books_on), (2800000, 0, False))
        totals = {}
        for line in (change.sudo().move_ids | payment.sudo().move_ids).line_ids:
            totals[self.code(line)] = totals.get(self.code(line), 0) + line.balance
        self.assertEqual(
            {code: total for code, total in totals.items() if total},
            {"160101": -200000, "160201": 600000, "4001": -500000, "190201": 100000},
        )
        action = change.sudo().action_open_entries()
        self.assertEqual(self.env["account.move"].search_count(action["domain"]), 4)
        self.assertEqual(change.sudo().move_count, 4)

    def test_no_month_of_the_works_is_depreciated(self):
        asset = self.a_building(cost=6000000, accumulated=720000, acquisition_date="2020-01-01")
        self.assertEqual(asset.months_done, 72)
        self.run_month(2026, 1)
        change = self.approved(asset, "2026-02-03", works=550000, replaced=0)
        self.step(change, "2026-02-03", "action_begin")
        self.assertFalse(self.run_month(2026, 2).line_ids)
        self.pay(change, "2026-03-05", 550000)
        self.assertFalse(self.run_month(2026, 3).line_ids)
        self.step(change, "2026-04-10", "action_complete")
        self.run_months((2026, 4), (2026, 5))
        # 5,280,000 + 550,000 - 10,000 of January, over the 600 - 73 months that are left: the gap takes none of them
        self.assertEqual(change.segment_id.base, 5820000)
        self.assertEqual((change.segment_id.months, change.segment_id.month_from), (527, date(2026, 4, 1)))
        self.assertEqual(self.amounts(asset), ["10000.00", "11043.64", "11043.65"])
        self.assertEqual((asset.months_done, asset.accumulated), (75, 22087.29))
        for day, worth in {
            "2026-02-02": (6000000, 730000),
            "2026-02-03": (0, 0),
            "2026-04-09": (0, 0),
            "2026-04-10": (5820000, 0),
            "2026-04-30": (5820000, 11043.64),
        }.items():
            self.assertEqual(self.worth(asset, day), worth, day)

    def test_a_month_that_is_posted_is_not_the_month_of_the_beginning(self):
        asset = self.a_building()
        self.run_month(2026, 1)
        change = self.approved(asset, "2026-02-03")
        with freeze_time("2026-02-04"):
            change.book_on = "2026-01-31"
            with self.refused("has been depreciated for 2026-01 already"):
                change.action_begin()

    def test_what_is_missing_for_the_completion_is_named(self):
        change = self.approved(self.a_building())
        with freeze_time("2026-01-20"), self.refused("starts from: Works Under Way"):
            change.action_complete()
        with freeze_time("2026-01-20"), self.refused("is not booked at once. Begin the works first"):
            change.action_book()
        with freeze_time("2026-01-20"), self.refused("works are paid from their beginning"):
            self.pay(change, "2026-01-20", 1)
        self.step(change, "2026-01-20", "action_begin")
        with freeze_time("2026-02-20"):
            with self.refused("nothing was paid for the works yet"):
                change.action_complete()
            payment = self.pay(change, "2026-02-20", 500000, book=False)
            with self.refused("a payment of the works is not booked yet"):
                change.action_complete()
            payment.action_book()
            with self.refused("still stands in the construction"):
                change.action_complete()
            with self.refused("no replaced part that still waits"):
                change.action_write_off()
            change.action_replace()
            with self.refused("no replaced part that is still to be taken out"):
                change.action_replace()
            change.book_on = "2026-02-19"
            with self.refused("Choose a day from 2026-02-20 to 2026-02-20"):
                change.action_complete()
            change.book_on = "2026-02-21"
            with self.refused("cannot be booked on 2026-02-21"):
                change.action_complete()
            change.book_on = False
            change.action_complete()
            change.action_write_off()
            with self.refused("no replaced part that still waits"):
                change.action_write_off()
            with self.refused("starts from: Works Under Way"):
                change.action_complete()
            with self.refused("What comes later is a value change of its own"):
                self.pay(change, "2026-02-20", 1)

    def test_more_than_was_approved_is_remarked(self):
        change = self.approved(self.a_building(), replaced=0)
        self.step(change, "2026-01-20", "action_begin")
        self.pay(change, "2026-01-20", 500000)
        self.assertFalse(change.works_remark)
        self.pay(change, "2026-01-20", 0.01)
        self.assertIn("0.01 more has been paid than the 500,000.00", change.works_remark)
        self.step(change, "2026-01-20", "action_complete")
        self.assertEqual(change.new_cost, 2900000.01)

    def test_a_booked_payment_stays_or_is_taken_back(self):
        change = self.approved(self.a_building(), replaced=0)
        self.step(change, "2026-01-20", "action_begin")
        payment = self.pay(change, "2026-01-20", 500000)
        with self.refused("stays as it is"):
            payment.amount = 1
        with self.refused("kept as evidence"):
            payment.unlink()
        with freeze_time("2026-01-22"):
            with self.refused("starts from: Draft"):
                payment.action_book()
            with self.refused("Take those entries back first"):
                change.action_take_back_begin()
            payment.action_take_back()
            self.assertEqual((payment.state, change.works_paid), ("reversed", 0))
            self.assertEqual(sum(payment.sudo().move_ids.line_ids.mapped("balance")), 0)
            change.action_take_back_begin()
        self.assertEqual((change.state, change.begun_on), ("approved", False))
        self.assertTrue(change.asset_id.is_in_books)
        with self.assertRaises(psycopg2.IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.pay(change, "2026-01-20", -1, book=False)
        self.run_month(2026, 1)
        self.assertEqual(self.amounts(change.asset_id), ["5000.00"])

    def test_a_card_under_works_is_not_changed_or_begun_twice(self):
        asset = self.a_building()
        change, other = self.approved(asset), self.approved(asset, works=1)
        self.step(change, "2026-01-20", "action_begin")
        with freeze_time("2026-01-21"), self.refused("is not in the books"):
            other.action_begin()
        with freeze_time("2026-01-21"), self.refused(f"under way with value change {change.name}"):
            asset._gaj_refuse_under_improvement()
        with self.refused("starts from"):
            change.with_user(self.users["manager"]).action_cancel()
        with self.refused("kept as evidence"):
            change.with_user(self.users["manager"]).unlink()

    def test_only_finance_takes_the_stages(self):
        change = self.approved(self.a_building())
        for role in ("manager", "leader", "auditor"):
            with self.subTest(role=role), self.refused("Finance", AccessError):
                change.with_user(self.users[role]).action_begin()
        self.step(change, "2026-01-20", "action_begin")
        payment = self.pay(change, "2026-01-20", 500000, book=False)
        for role in ("manager", "leader", "auditor"):
            with self.subTest(role=role):
                self.assertEqual(payment.with_user(self.users[role]).amount, 500000)
                for step in ("action_replace", "action_complete", "action_take_back_begin"):
                    with self.refused("Finance", AccessError):
                        getattr(change.with_user(self.users[role]), step)()
                with self.refused("Finance", AccessError):
                    payment.with_user(self.users[role]).action_book()
                with self.assertRaises(AccessError):
                    payment.with_user(self.users[role]).write({"amount": 1})
        with self.assertRaises(AccessError):
            change.write({"reason": "Other"})
        with self.refused("by its steps only"):
            change.write({"begun_on": "2026-01-01"})

    def test_the_days_of_the_works_follow_each_other(self):
        change = self.approved(self.a_building())
        self.step(change, "2026-01-20", "action_begin")
        early = self.pay(change, "2026-02-01", 1, date="2026-01-19", book=False)
        with freeze_time("2026-02-01"):
            with self.refused("cannot be booked on 2026-01-19"):
                early.action_book()
            early.date = "2026-02-02"
            with self.refused("cannot be booked on 2026-02-02"):
                early.action_book()
            early.unlink()
        self.step(change, "2026-03-05", "action_replace")
        self.pay(change, "2026-04-08", 200000)
        with freeze_time("2026-04-30"):
            change.book_on = "2026-04-07"
            with self.refused("cannot be booked on 2026-04-07"):
                change.action_complete()
            change.book_on = "2026-04-08"
            change.action_complete()
        self.assertEqual((change.state, change.date), ("booked", date(2026, 4, 8)))

    def test_a_beginning_is_not_taken_back_once_a_part_is_out(self):
        change = self.approved(self.a_building())
        self.step(change, "2026-01-20", "action_begin")
        self.step(change, "2026-01-25", "action_replace")
        with freeze_time("2026-01-26"), self.refused("a part is taken out already"):
            change.action_take_back_begin()

    def test_works_taken_back_are_paid_no_more(self):
        change = self.approved(self.a_building())
        self.step(change, "2026-01-20", "action_begin")
        payment = self.pay(change, "2026-01-22", 1000, book=False)
        self.step(change, "2026-01-25", "action_take_back_begin")
        with freeze_time("2026-01-26"), self.refused("works are paid from their beginning to their completion"):
            payment.action_book()

    def test_no_month_of_the_life_is_left_for_the_finished_works(self):
        asset = self.a_building()
        change = self.approved(asset, replaced=0, new_life_months=asset.months_done + 1)
        self.step(change, "2026-01-20", "action_begin")
        self.pay(change, "2026-01-21", 500000)
        # the life was corrected while the works went on: what was approved ends before it begins
        change.sudo().with_context(skip_validation_check=True).write({"new_life_months": asset.months_done})
        with freeze_time("2026-01-22"), self.refused("no month of its life is left for what remains"):
            change.action_complete()
        self.assertEqual((change.state, asset.out_of_books_on), ("under_way", date(2026, 1, 20)))
        change.sudo().with_context(skip_validation_check=True).write({"new_life_months": asset.months_done + 1})
        self.step(change, "2026-01-22", "action_complete")
        self.assertEqual((change.segment_id.base, change.segment_id.months), (2900000, 1))
