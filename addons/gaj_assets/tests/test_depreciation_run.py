from datetime import date

from freezegun import freeze_time
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from .depreciation_case import DepreciationCase


@tagged("post_install", "-at_install", "gaj")
class TestDepreciationRun(DepreciationCase):
    def setUp(self):
        super().setUp()
        self.asset = self.in_books("2026-03-20")

    def test_one_entry_for_the_month_by_department(self):
        self.env["gaj.asset.category"].browse(self.chair.id).sudo()
        chairs = [
            self.in_books(
                "2026-03-20",
                name=f"C{n}",
                category_id=self.chair.id,
                cost=180,
                life_months=180,
                department_id=self.other.id,
            )
            for n in range(3)
        ]
        run = self.run_month(2026, 3)
        move = run.sudo().move_ids
        self.assertEqual(len(move), 1)
        self.assertEqual((move.state, move.date, move.gaj_asset_event), ("posted", date(2026, 3, 31), "depreciation"))
        debit = move.line_ids.filtered("debit")
        self.assertEqual(sorted(debit.mapped("debit")), [3.00, 66.67])
        self.assertEqual(sum(debit.mapped("debit")), run.amount)
        self.assertEqual(len(chairs) + 1, run.line_count)

    def test_the_entry_carries_the_analytic_account_of_the_department(self):
        plan = self.env["account.analytic.plan"].create({"name": "Departments"})
        account = self.env["account.analytic.account"].create({"name": "Section", "plan_id": plan.id})
        self.section.gaj_analytic_account_id = account
        move = self.run_month(2026, 3).sudo().move_ids
        self.assertEqual(move.line_ids.filtered("debit").analytic_distribution, {str(account.id): 100.0})

    def test_totals_by_department_and_category(self):
        self.in_books("2026-03-20", name="Other", department_id=self.other.id)
        run = self.run_month(2026, 3, post=False)
        self.assertEqual(
            {total.department_id: (total.assets, total.amount) for total in run.department_total_ids},
            {self.section: (1, 66.67), self.other: (1, 66.67)},
        )
        self.assertEqual(
            [(total.category_id, total.assets, total.amount) for total in run.category_total_ids],
            [(self.desktop, 2, 133.34)],
        )
        self.assertEqual(run.amount, 133.34)

    def test_running_again_changes_nothing(self):
        run = self.run_month(2026, 3)
        before = (run.line_ids.ids, self.asset.accumulated, run.sudo().move_ids.ids)
        run.action_post()
        self.assertEqual((run.line_ids.ids, self.asset.accumulated, run.sudo().move_ids.ids), before)
        with self.refused("this step starts from"):
            run.action_compute()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.run_month(2026, 3)

    def test_a_month_that_nothing_is_due_in_is_posted_without_entry(self):
        self.asset._gaj_take_out_of_books("2026-03-25")
        run = self.run_month(2026, 3)
        self.assertEqual((run.state, run.amount, len(run.sudo().move_ids)), ("posted", 0, 0))

    def test_a_card_changed_since_the_preview_is_told(self):
        run = self.run_month(2026, 3, post=False)
        self.in_books("2026-03-25", name="New")
        with freeze_time("2026-04-01"):
            with self.refused("Compute it again"):
                run.action_post()
            run.action_compute()
            run.action_post()
        self.assertEqual(run.line_count, 2)

    def test_a_locked_month_is_booked_in_the_first_open_one(self):
        self.company.sudo().fiscalyear_lock_date = "2026-03-31"
        run = self.run_month(2026, 3)
        self.assertIn("the entry is dated 2026-04-30", run.remarks)
        self.assertEqual((run.date, run.sudo().move_ids.date), (date(2026, 4, 30), date(2026, 4, 30)))
        self.assertEqual(run.line_ids.month, date(2026, 3, 1))
        self.assertEqual(self.asset._gaj_value_on("2026-04-29")[self.asset].accumulated, 0)
        self.assertEqual(float(self.asset._gaj_value_on("2026-04-30")[self.asset].accumulated), 66.67)

    def test_a_month_is_not_skipped_silently(self):
        self.run_month(2026, 3)
        run = self.run_month(2026, 6)
        self.assertEqual((run.first_missed, run.catch_up_count), (date(2026, 4, 1), 1))
        self.assertIn("No run was made of 2026-04 to 2026-05", run.remarks)
        self.assertEqual((run.line_ids.catch_up, run.line_ids.amount, self.asset.months_done), (2, 200.00, 4))
        with self.refused("posted months stay"):
            self.run_month(2026, 5)

    def test_an_open_run_stands_in_the_way_of_the_next(self):
        march = self.run_month(2026, 3, post=False)
        with self.refused("is not posted yet"):
            self.run_month(2026, 4)
        march.unlink()
        self.assertEqual(self.run_month(2026, 4).line_ids.catch_up, 1)

    def test_a_month_in_the_future_is_refused(self):
        runs = self.env["gaj.asset.depreciation.run"].with_user(self.users["finance"])
        with freeze_time("2026-03-31"):
            run = runs.create({"month": "2026-04-10"})
            with self.refused("lies in the future"):
                run.action_compute()
        with freeze_time("2026-04-01"):
            run.action_compute()
        self.assertEqual(run.month, date(2026, 4, 1))

    def test_expense_follows_the_department_on_the_last_day(self):
        """Custody that changed after the month's end leaves the expense of the month where it was."""
        self.move_to(self.other, "2026-04-01")
        run = self.run_month(2026, 3)
        self.assertEqual(run.line_ids.department_id, self.section)
        self.move_to(self.bureau, "2026-04-30")
        self.assertEqual(self.run_month(2026, 4).line_ids.department_id, self.bureau)
        self.assertEqual(self.asset.department_id, self.bureau)

    def move_to(self, department, day):
        with freeze_time(day):
            self.env["gaj.asset.transfer"]._gaj_confirmed_move(self.asset, "Test", department=department)

    def test_the_last_month_can_be_taken_back(self):
        march, april = self.run_month(2026, 3), self.run_month(2026, 4)
        with freeze_time("2026-05-02"):
            with self.refused("Only the last month"):
                march.action_undo()
            april.action_undo()
        self.assertEqual((april.state, april.reversed_on), ("reversed", date(2026, 5, 2)))
        self.assertEqual((self.asset.accumulated, self.asset.months_done), (66.67, 1))
        self.assertEqual(self.asset.depreciated_month, date(2026, 3, 1))
        moves = april.sudo().move_ids
        self.assertEqual(sum(moves.line_ids.filtered("analytic_distribution").mapped("balance")), 0)
        self.assertEqual(len(moves), 2)
        again = self.run_month(2026, 4)
        self.assertEqual((again.line_ids.amount, self.asset.accumulated), (66.66, 133.33))
        self.assertEqual(float(self.asset._gaj_value_on("2026-05-01")[self.asset].accumulated), 199.99)
        self.assertEqual(float(self.asset._gaj_value_on("2026-05-02")[self.asset].accumulated), 133.33)

    def test_the_first_month_can_be_taken_back(self):
        run = self.run_month(2026, 3)
        with freeze_time("2026-04-02"):
            run.action_undo()
        self.assertEqual((self.asset.accumulated, self.asset.months_done), (0, 0))
        self.assertFalse(self.asset.depreciated_month)

    def test_a_month_whose_values_were_used_stays(self):
        run = self.run_month(2026, 3)
        with freeze_time("2026-04-02"):
            self.asset._gaj_take_out_of_books("2026-04-02")
            with self.refused("has been used by a value change or a disposal"):
                run.action_undo()

    def test_the_state_moves_by_steps_only(self):
        run = self.run_month(2026, 3)
        for values in ({"state": "draft"}, {"amount": 1}, {"date": "2026-01-01"}):
            with self.refused("by its steps only"):
                run.write(values)
        with self.refused("starts as a draft"):
            run.create({"month": "2026-05-01", "state": "posted"})
        with self.refused("keeps its month"):
            run.write({"month": "2026-05-01"})
        with self.refused("is posted and kept"):
            run.unlink()
        for values in ("create", "write", "unlink"):
            with self.assertRaises(UserError):
                getattr(run.line_ids.sudo(), values)(*([] if values == "unlink" else [{}]))

    def test_the_number_of_queries_does_not_grow(self):
        def queries(year, month):
            run = self.run_month(year, month, post=False)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with freeze_time(date(year + month // 12, month % 12 + 1, 1)):
                run.action_compute()
                run.action_post()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        self.run_month(2026, 3)
        queries(2026, 4)  # what is read once after the start is no cost of a run
        few = queries(2026, 5)
        with freeze_time("2026-06-20"):
            assets = self.make_assets([f"M{n}" for n in range(60)], acquisition_date="2026-06-01")
            assets._gaj_put_in_books("2026-06-20")
        queries(2026, 6)  # the same again: making cards has emptied caches
        self.assertEqual(queries(2026, 7), few)
        self.assertEqual(self.env["gaj.asset.depreciation.run"].search([], limit=1).line_count, 61)

    def early(self, day="2026-03-20"):
        """Return the computed run of March, made on ``day``."""
        with freeze_time(day):
            runs = self.env["gaj.asset.depreciation.run"].with_user(self.users["finance"])
            run = runs.create({"month": "2026-03-01", "company_id": self.company.id})
            run.action_compute()
        return run

    def test_a_month_is_posted_from_its_last_day_on(self):
        run = self.early()
        with freeze_time("2026-03-20"):
            run.invalidate_recordset()
            self.assertTrue(run.is_before_end)
            self.assertIn("The month ends on 2026-03-31 only", run.remarks)
        with freeze_time("2026-03-30"), self.refused("the month ends on 2026-03-31"):
            run.action_post()
        self.assertEqual((run.state, run.posted_on), ("computed", False))
        with freeze_time("2026-03-31"):
            run.action_post()
        self.assertEqual((run.state, run.posted_on, run.is_before_end), ("posted", date(2026, 3, 31), False))
        self.assertFalse(run.remarks)

    def test_an_early_month_is_confirmed_and_shows_what_moved_since(self):
        run = self.early()
        with freeze_time("2026-03-20"):
            run.is_early_confirmed = True
            run.action_post()
        self.assertIn("Posted on 2026-03-20, before the month ended: 0 of its assets", run.remarks)
        with freeze_time("2026-03-31"):
            self.env["gaj.asset.transfer"]._gaj_confirmed_move(self.asset, "Test", department=self.other)
        with freeze_time("2026-04-01"):
            self.env["gaj.asset.transfer"]._gaj_confirmed_move(self.asset, "Back", department=self.section)
        run.invalidate_recordset(["remarks"])
        self.assertIn("1 of its assets moved to another department in the rest of the month", run.remarks)
        self.assertEqual(run.sudo().line_ids.department_id, self.section)
        with self.refused("starts from: Draft, To Check"):
            run.is_early_confirmed = False
        with self.refused("set by the system or by a step"):
            run.posted_on = "2026-03-31"

    def test_what_moves_on_the_day_of_the_posting_is_counted_when_it_came_after_it(self):
        before = self.in_books("2026-03-20", name="Before")
        run = self.early("2026-03-21")
        moved = self.env["gaj.asset.transfer"]._gaj_confirmed_move
        with freeze_time("2026-03-21"):
            moved(before, "In the morning", department=self.other)
            run.is_early_confirmed = True
            run.action_compute()
            run.action_post()
            self.assertIn("2026-03-21, before the month ended: 0 of its assets", run.remarks)
            moved(self.asset, "In the afternoon", department=self.other)
        run.invalidate_recordset(["remarks"])
        self.assertIn("1 of its assets moved to another department", run.remarks)
        with freeze_time("2026-03-31"):
            moved(self.asset, "Back in time", department=self.section)
        run.invalidate_recordset(["remarks"])
        self.assertIn("0 of its assets moved to another department", run.remarks)

    def test_what_moves_on_the_last_day_after_the_posting_is_counted(self):
        run = self.early("2026-03-31")
        with freeze_time("2026-03-31"):
            run.action_post()
            self.assertFalse(run.remarks)
            self.env["gaj.asset.transfer"]._gaj_confirmed_move(self.asset, "At night", department=self.other)
        run.invalidate_recordset(["remarks"])
        self.assertIn("1 of its assets were with another department on 2026-03-31", run.remarks)
        with freeze_time("2026-04-01"):
            self.env["gaj.asset.transfer"]._gaj_confirmed_move(self.asset, "Later", department=self.section)
        run.invalidate_recordset(["remarks"])
        self.assertIn("1 of its assets were with another department on 2026-03-31", run.remarks)
