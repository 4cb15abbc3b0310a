from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import StocktakeCase

OVERDUE = "gaj_assets.mail_activity_stocktake_overdue"


@tagged("post_install", "-at_install", "gaj")
class TestStocktakeKinds(StocktakeCase):
    """Planned, annual and extra stocktakes, and who is told when one is not finished in time."""

    def test_a_plan_tells_the_counters_and_then_starts(self):
        counters = self.users["user"] | self.users["clerk"]
        stocktake = self.make_stocktake(counter_ids=[(6, 0, counters.ids)])
        with self.assertRaisesRegex(UserError, "has no plan yet"):
            stocktake.action_schedule()
        with freeze_time("2026-10-01"):
            stocktake.write({"date_from": "2026-11-02", "date_to": "2026-11-20"})
            with self.assertRaises(AccessError):
                stocktake.with_user(self.users["clerk"]).action_schedule()
            stocktake.action_schedule()
        self.assertEqual(stocktake.state, "scheduled")
        told = self.env["mail.message"].search([("model", "=", stocktake._name), ("res_id", "=", stocktake.id)])
        self.assertLessEqual(set(counters.partner_id.ids), set(told.notified_partner_ids.ids))
        self.assertFalse(stocktake.can_count)
        stocktake.action_start()
        self.assertEqual((stocktake.state, stocktake.expected_count), ("counting", 6))

    def test_a_plan_ends_after_its_beginning_and_within_the_year(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.make_stocktake(kind="extra", date_from="2026-11-20", date_to="2026-11-02").flush_recordset()
        with self.assertRaisesRegex(ValidationError, "must be finished by 2026-12-31"):
            self.make_stocktake(kind="annual", date_from="2026-12-20", date_to="2027-01-01")
        stocktake = self.make_stocktake(kind="annual", date_from="2026-12-20", date_to="2026-12-31")
        self.assertEqual(str(stocktake.date_deadline), "2026-12-31")

    def test_an_extra_one_says_why(self):
        stocktake = self.make_stocktake(kind="extra", extra_reason=False)
        for step in ("action_start",):
            with self.assertRaisesRegex(UserError, "has no reason yet"):
                getattr(stocktake, step)()
        for reason in ("merger", "split", "disaster", "handover"):
            stocktake = self.make_stocktake(kind="extra", extra_reason=reason)
            stocktake.action_start()
            self.assertEqual(stocktake.state, "counting")

    def test_the_kind_stays_once_begun(self):
        stocktake = self.make_stocktake()
        stocktake.action_start()
        with self.assertRaisesRegex(ValidationError, "its kind cannot change"):
            stocktake.write({"kind": "annual"})

    def test_cancelled_before_reconciling_only(self):
        for steps in ([], ["action_start"]):
            stocktake = self.make_stocktake()
            for step in steps:
                getattr(stocktake, step)()
            stocktake.action_cancel()
            self.assertEqual(stocktake.state, "cancelled")
        stocktake = self.make_stocktake()
        stocktake.action_start()
        stocktake.action_finish_counting()
        with self.assertRaisesRegex(UserError, "this step starts from"):
            stocktake.action_cancel()

    def test_what_the_system_notes_is_not_written_by_hand(self):
        stocktake = self.make_stocktake()
        for name, value in [("is_automatic", True), ("reminded_on", "2026-01-01"), ("escalated_on", "2026-01-01")]:
            with self.subTest(name), self.assertRaises(UserError):
                stocktake.write({name: value})
            with self.subTest(name), self.assertRaises(UserError):
                self.make_stocktake(**{name: value})

    def overdue(self, stocktake):
        activity = self.env.ref(OVERDUE)
        return stocktake.activity_ids.filtered(lambda one: one.activity_type_id == activity).user_id

    def test_the_manager_is_told_then_the_leaders_each_once(self):
        stocktakes = self.env["gaj.asset.stocktake"]
        with freeze_time("2026-11-01"):
            stocktake = self.make_stocktake(kind="annual")
        with freeze_time("2026-12-31"):
            self.assertFalse(stocktake.is_overdue)
            stocktakes._cron_remind()
            self.assertFalse(self.overdue(stocktake))
        stocktake.invalidate_recordset()
        with freeze_time("2027-01-01"):
            self.assertTrue(stocktake.is_overdue)
            self.assertIn(stocktake, stocktakes.search([("is_overdue", "=", True)]))
            stocktakes._cron_remind()
            stocktakes._cron_remind()
            self.assertEqual(self.overdue(stocktake), self.users["manager"])
            self.assertEqual(len(stocktake.activity_ids), 1)
        with freeze_time("2027-01-07"):
            stocktakes._cron_remind()
            self.assertNotIn(self.users["leader"], self.overdue(stocktake))
        with freeze_time("2027-01-08"):
            stocktakes._cron_remind()
            stocktakes._cron_remind()
            self.assertIn(self.users["leader"], self.overdue(stocktake))
            told = len(stocktake.activity_ids)
            self.overdue(stocktake)
            stocktakes._cron_remind()
            self.assertEqual(len(stocktake.activity_ids), told)
            stocktake.action_cancel()
            self.assertFalse(stocktake.activity_ids)
            self.assertFalse(stocktake.is_overdue)

    def made(self):
        return self.env["gaj.asset.stocktake"].search(
            [("kind", "=", "annual"), ("company_id", "=", self.company.id), ("is_automatic", "=", True)]
        )

    def test_the_system_makes_the_annual_one_in_autumn_and_only_once(self):
        stocktakes = self.env["gaj.asset.stocktake"]
        stocktakes.search([]).state = "cancelled"
        with freeze_time("2026-09-30"):
            stocktakes._cron_annual()
            self.assertFalse(self.made())
        with freeze_time("2026-10-01"):
            stocktakes._cron_annual()
            stocktakes._cron_annual()
        stocktake = self.made()
        self.assertEqual((len(stocktake), stocktake.state, stocktake.has_second_count), (1, "draft", True))
        self.assertEqual(str(stocktake.date_deadline), "2026-12-31")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            stocktake.copy({"period": stocktake.period, "is_automatic": True})
            self.env.flush_all()

    def test_the_last_day_of_the_year_is_not_late_yet(self):
        stocktakes = self.env["gaj.asset.stocktake"]
        stocktakes.search([]).state = "cancelled"
        for day, planned, overdue in (("2026-12-31", "2026-12-31", False), ("2027-01-01", "2026-12-31", True)):
            with self.subTest(day=day), freeze_time(day):
                stocktakes._cron_annual()
                made = self.annual(2026)
                made.invalidate_recordset(["is_overdue"])
                self.assertEqual((str(made.date_to), made.is_overdue), (planned, overdue))

    def annual(self, year):
        return self.env["gaj.asset.stocktake"].search(
            [
                ("kind", "=", "annual"),
                ("company_id", "=", self.company.id),
                ("period", "=", f"{year}-01-01"),
                ("state", "!=", "cancelled"),
                ("space_ids", "=", False),
            ]
        )

    def test_one_room_is_not_the_stocktake_of_the_year(self):
        stocktakes = self.env["gaj.asset.stocktake"]
        stocktakes.search([]).state = "cancelled"
        with freeze_time("2027-11-02"):
            for scope in ("space_ids", "department_ids", "category_ids"):
                chosen = {"space_ids": self.room_302, "department_ids": self.section, "category_ids": self.desktop}
                self.make_stocktake(kind="annual", **{"space_ids": False, scope: [(6, 0, chosen[scope].ids)]})
            stocktakes._cron_annual()
            self.assertEqual(len(self.annual(2027).filtered("is_automatic")), 1)
            stocktakes._cron_annual()
            self.assertEqual(len(self.annual(2027).filtered("is_automatic")), 1)
        with freeze_time("2028-11-02"):
            whole = self.make_stocktake(kind="annual", space_ids=False)
            stocktakes._cron_annual()
            self.assertEqual(self.annual(2028), whole)

    def test_a_cancelled_one_comes_back_and_is_asked_for(self):
        stocktakes = self.env["gaj.asset.stocktake"]
        stocktakes.search([]).state = "cancelled"
        manager = self.users["manager"]
        with freeze_time("2028-11-02"):
            stocktakes._cron_annual()
            first = self.annual(2028)
            with self.assertRaisesRegex(UserError, "made by the system"):
                first.with_user(manager).unlink()
            first.with_user(manager).action_cancel()
            stocktakes._cron_annual()
            second = self.annual(2028)
            self.assertTrue(second and second != first and second.is_automatic)
        with freeze_time("2028-12-31"):
            second.with_user(manager).action_cancel()
        with freeze_time("2029-01-20"):
            stocktakes._cron_annual()
            third = self.annual(2028)
            self.assertEqual((len(third), third.state, str(third.date_deadline)), (1, "draft", "2028-12-31"))
            stocktakes._cron_annual()
            stocktakes._cron_remind()
            self.assertEqual(self.annual(2028), third)
            told = self.overdue(third)
            self.assertIn(self.users["leader"], told)
            self.assertIn(third.user_id, told)

    def test_the_second_count_of_the_annual_one_is_not_switched_off(self):
        stocktake = self.make_stocktake(kind="annual")
        self.assertTrue(stocktake.has_second_count)
        with self.assertRaisesRegex(ValidationError, "is counted a second time"), self.env.cr.savepoint():
            stocktake.has_second_count = False
        with self.assertRaisesRegex(ValidationError, "is counted a second time"), self.env.cr.savepoint():
            self.make_stocktake(kind="annual", has_second_count=False)
        stocktake.action_start()
        stocktake.action_finish_counting()
        self.assertEqual(stocktake.state, "second_count")
        extra = self.make_stocktake(has_second_count=True)
        extra.action_start()
        with self.assertRaisesRegex(UserError, "“Second Count” does not change"):
            extra.has_second_count = False
