from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from .test_year_closing import OTHER, ClosingCase


@tagged("post_install", "-at_install", "gaj")
class TestYearClosingRefused(ClosingCase):
    """What stands in the way of a closing, each with its way out."""

    def test_only_the_chief_accountant_closes(self):
        self.books_of("2026")
        closing = self.year()
        for user in (self.accountant, self.readonly):
            with self.assertRaises(AccessError):
                closing.with_user(user).action_close()
            with self.assertRaises(AccessError):
                closing.with_user(user).create({"year": "2025"})
            self.assertIn("91,236.39", closing.with_user(user).preview)
        closing.with_user(self.manager).action_close()
        self.assertEqual(closing.closed_by_id, self.manager)
        self.assertEqual(closing.move_ids.create_uid, self.manager)
        for user in (self.accountant, self.readonly):
            with self.assertRaises(AccessError):
                closing.with_user(user).action_undo()
        closing.with_user(self.manager).action_undo()
        self.assertEqual(closing.state, "open")

    def test_a_year_that_has_not_ended_asks_first(self):
        self.books_of("2027")
        closing = self.year("2027")
        self.assert_refused(closing, "2027 has not ended", "Close All the Same")
        with freeze_time("2027-12-31"):
            self.assert_refused(closing, "has not ended")
        with freeze_time("2028-01-01"):
            self.env.invalidate_all()
            self.assertFalse(closing.warnings)
        closing.all_the_same = True
        closing.action_close()
        self.assertEqual(closing.state, "closed")
        self.assertFalse(closing.all_the_same)

    def test_property_pending_disposal_asks_first(self):
        self.post("2026-12-01", [("190201", 1300, 0), ("1601", 0, 1300)])
        closing = self.year()
        self.assert_refused(closing, "190201", "1,300.00")
        closing.all_the_same = True
        closing.action_close()
        self.assertIn("190201", closing.leftovers)

    def test_advances_not_settled_ask_first(self):
        self.post("2026-12-01", [("121801", 3000, 0), ("1002", 0, 3000)])
        self.post("2026-12-01", [("121802", 7, 0), ("1002", 0, 7)])
        closing = self.year()
        self.assert_refused(closing, "121801", "3,000.00")
        self.assertNotIn("121802", closing.warnings)

    def test_unposted_entries_are_listed(self):
        self.books_of("2026")
        draft = self.entry("2026-12-31", [("5001", 1, 0), ("1214", 0, 1)], ref="Fuel of December")
        draft.name = False
        self.entry("2027-01-01", [("5001", 1, 0), ("1214", 0, 1)], ref="Not of this year")
        closing = self.year()
        self.assert_refused(closing, "2026 that are not posted: 1 (Fuel of December)")
        action = closing.action_view_open_moves()
        self.assertEqual(self.env["account.move"].search(action["domain"]), draft)
        for number in range(5):
            self.entry("2026-12-01", [("5001", 1, 0), ("1214", 0, 1)], ref=f"Draft {number}").name = False
        self.assert_refused(closing, "not posted: 6 (Draft 0, Draft 1, Draft 2, Draft 3, Draft 4…)")
        self.env["account.move"].search(action["domain"]).unlink()
        closing.action_close()

    def test_entries_to_be_decided_are_listed(self):
        self.company.write({"gaj_parallel": True, "gaj_no_answer": "park"})
        parked = self.post("2026-06-01", [("2302", 80, 0, {"partner": self.partner}), ("1002", 0, 80)])
        self.assertEqual(parked.gaj_budget_state, "parked")
        closing = self.year()
        self.assert_refused(closing, "no budget entry yet", parked.name)
        self.assertEqual(self.env["account.move"].search(closing.action_view_open_moves()["domain"]), parked)
        parked.line_ids.filtered("debit").gaj_economic_class_id = self.economic("30201")
        parked.action_gaj_derive_again()
        closing.action_close()
        self.assertEqual(self.balances("7101", "820203"), [0, 80])

    def test_a_later_year_closed_keeps_this_one_as_it_is(self):
        self.books_of("2025")
        first, second = self.year("2025"), self.year("2026")
        first.action_close()
        self.post("2026-12-30", [("5001", 100, 0), ("1214", 0, 100)])
        second.action_close()
        late = self.post("2025-12-30", [("5001", 100, 0), ("1214", 0, 100)])
        for step in (first.action_close, first.action_undo):
            with self.assertRaisesRegex(UserError, "2026 is closed already. Undo"):
                step()
        second.action_undo()
        with self.assertRaisesRegex(UserError, "years before 2026 are not closed.*5001 100.00|5001.*100.00"):
            second.action_close()
        first.action_close()
        second.action_close()
        self.assertEqual((first.surplus, second.surplus), (91136.39, -100))
        self.assertEqual(late.state, "posted")
        self.assertEqual(self.balances("4", "5"), [0, 0])

    def test_expenditure_without_a_source_is_named(self):
        self.post(
            "2026-03-01", [("7101", 5, 0, {**OTHER, "gaj_funding_source": False}), ("800102", 0, 5)], "gaj_budget"
        )
        self.assert_refused(self.year(), "7101", "funding source")

    def test_a_locked_period_is_explained(self):
        self.books_of("2026")
        closing = self.year()
        self.company.fiscalyear_lock_date = "2026-12-31"
        self.assert_refused(closing, "locked until")
        self.company.fiscalyear_lock_date = "2026-12-30"
        closing.action_close()
        self.company.fiscalyear_lock_date = "2026-12-31"
        with self.assertRaisesRegex(UserError, "locked until"):
            closing.action_undo()

    def test_missing_accounts_and_journals_are_named(self):
        self.books_of("2026")
        closing = self.year()
        closing.budget_journal_id = False
        self.assert_refused(closing, "Choose the journals")
        closing.budget_journal_id = self.journal("gaj_closing_budget")
        self.account("8501").code = "9501"
        self.assert_refused(closing, "lacks the accounts 8501")

    def test_a_year_is_four_digits_and_closed_once(self):
        for year in ("26", "20 26", "year", "１２３４", "0001"):
            with self.assertRaisesRegex(ValidationError, "four digits"):
                self.year(year)
        closing = self.year("2026")
        with self.assertRaisesRegex(ValidationError, "four digits"):
            closing.year = "x"
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.year("2026")

    def test_a_closing_with_entries_keeps_its_year_and_stays(self):
        self.books_of("2026")
        closing = self.year()
        closing.action_close()
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            closing.unlink()
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            closing.year = "2025"
        self.year("2025").unlink()

    def test_closing_entries_are_changed_by_their_closing_only(self):
        self.books_of("2026")
        closing = self.year()
        closing.action_close()
        entry = closing.move_ids[0].with_user(self.manager)
        forced = entry.with_context(force_delete=True)
        for step in (entry.button_draft, entry.button_cancel, forced.unlink, entry._reverse_moves):
            with self.assertRaisesRegex(UserError, "belongs to the closing of 2026"):
                step()
        self.assertEqual(set(closing.move_ids.mapped("state")), {"posted"})

    def test_nobody_marks_an_entry_as_closing_by_hand(self):
        closing = self.year()
        manager = self.env["account.move"].with_user(self.manager)
        lines = [("5001", 1, 0), ("1214", 0, 1)]
        entry = self.entry("2026-01-02", lines).with_user(self.manager)
        for values in ({"gaj_closing": True}, {"gaj_closing_id": closing.id}, {"gaj_closing_step": "income"}):
            with self.assertRaisesRegex(UserError, "Only the year-end closing"):
                entry.write(values)
            with self.assertRaisesRegex(UserError, "Only the year-end closing"):
                manager.create({"move_type": "entry", **values})

    def test_another_company_is_left_alone(self):
        self.books_of("2026")
        other = self.make_company("Another Unit")
        closing = self.env["gaj.year.closing"].with_company(other).create({"year": "2026"})
        self.assertIn("nothing to close", closing.preview)
        with self.assertRaises(AccessError):
            closing.with_user(self.manager).with_context(allowed_company_ids=self.company.ids).read(["year"])
