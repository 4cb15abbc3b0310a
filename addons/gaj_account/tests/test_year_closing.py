from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from .common import GovCase

FISCAL = {"gaj_funding_source": "fiscal", "gaj_nature": "basic", "economic": "30206", "functional": "2010303"}
OTHER = {**FISCAL, "gaj_funding_source": "other"}
EARMARKED = {**FISCAL, "gaj_funding_source": "nonfiscal_special"}


class ClosingCase(GovCase):
    """A unit whose books are written by hand in both ledgers, so that each closing stands for itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.gaj_parallel = False
        cls.startClassPatcher(freeze_time("2027-01-10"))

    @classmethod
    def year(cls, year="2026", **values):
        return cls.env["gaj.year.closing"].create({"year": year, **values})

    @classmethod
    def books_of(cls, year):
        """Book a surplus of 91,236.39 and a budget surplus of −3,513.60, the figures of scenario G."""
        cls.post(
            f"{year}-04-30",
            [
                ("5001", 64010.01, 0),
                ("5301", 59320, 0),
                ("5901", 200, 0),
                ("4001", 0, 202680),
                ("4603", 0, 12000),
                ("4604", 0, 86.40),
                ("1601", 91236.39, 0),
            ],
        )
        cls.post(f"{year}-03-05", [("1601", 25000, 0), ("3401", 0, 25000)])
        cls.post(f"{year}-01-01", [("800102", 200000, 0), ("820203", 0, 200000)], "gaj_budget")
        cls.post(
            f"{year}-04-30",
            [
                ("7101", 202680, 0, FISCAL),
                ("7101", 2500, 0, OTHER),
                ("7901", 1100, 0, OTHER),
                ("6001", 0, 202680, FISCAL),
                ("6609", 0, 86.40, OTHER),
                ("800102", 0, 3513.60),
            ],
            "gaj_budget",
        )

    def assert_refused(self, closing, *words):
        with self.assertRaises(UserError) as refusal:
            closing.action_close()
        for word in words:
            self.assertIn(word, str(refusal.exception))
        self.assertEqual(closing.state, "open")
        self.assertFalse(closing.move_ids)

    def balances(self, *codes):
        return [self.balance(code) for code in codes]


@tagged("post_install", "-at_install", "gaj")
class TestYearClosing(ClosingCase):
    """Closing a year in both ledgers: what is booked, closing again, undoing, and who may."""

    def test_closing_of_an_administrative_unit(self):
        self.books_of("2026")
        closing = self.year()
        closing.action_close()
        self.assertEqual((closing.state, closing.closed_by_id), ("closed", self.env.user))
        self.assertEqual((closing.surplus, closing.budget_surplus), (91236.39, -3513.60))
        self.assertEqual(self.balances("3001", "820203", "800102"), [-116236.39, -196486.40, 196486.40])
        self.assertEqual(self.balances("3301", "3302", "3401", "3501", "4", "5", "6", "7", "81", "85", "87"), [0] * 11)
        self.assertFalse(closing.leftovers)

    def test_each_step_is_one_posted_entry_of_its_ledger_on_the_last_day(self):
        self.books_of("2026")
        closing = self.year()
        closing.action_close()
        moves = closing.move_ids
        self.assertEqual(len(moves), 8)
        self.assertEqual(len(set(moves.mapped("gaj_closing_step"))), 8)
        self.assertEqual(set(moves.mapped("state")), {"posted"})
        self.assertEqual({str(day) for day in moves.mapped("date")}, {"2026-12-31"})
        self.assertTrue(all(moves.mapped("gaj_closing")))
        self.assertFalse(moves.gaj_budget_move_ids)
        for move in moves:
            budget = {line.account_id.account_type == "off_balance" for line in move.line_ids}
            self.assertEqual(budget, {move.journal_id == closing.budget_journal_id})
        self.assertEqual(moves.journal_id, self.journal("gaj_closing") + self.journal("gaj_closing_budget"))

    def test_entries_are_numbered_in_the_order_of_their_steps(self):
        self.books_of("2026")
        closing = self.year()
        closing.action_close()
        self.env.invalidate_all()
        closing.action_undo()
        steps = ["income", "expense", "surplus", "distribution", "allocation"]
        moves = closing.move_ids.filtered(lambda move: move.journal_id == closing.journal_id).sorted("name")
        self.assertEqual(moves.mapped("gaj_closing_step"), steps * 2)
        self.assertEqual(moves[5:].reversed_entry_id, moves[:5])

    def test_the_carry_forward_says_function_and_nature_and_no_economic_class(self):
        self.post(
            "2026-02-01", [("800102", 90, 0), ("7901", 210, 0, EARMARKED), ("6601", 0, 300, EARMARKED)], "gaj_budget"
        )
        self.year().action_close()
        lines = self.env["account.move.line"].search([("account_id", "=", self.account("820103").id)])
        self.assertEqual(sum(lines.mapped("credit")), 90)
        self.assertEqual(lines.gaj_functional_class_id.code, "2010303")
        self.assertEqual(set(lines.mapped("gaj_nature")), {"basic"})
        self.assertFalse(lines.gaj_economic_class_id)

    def test_the_preview_shows_what_will_be_booked_and_books_nothing(self):
        self.books_of("2026")
        closing = self.year()
        for text in ("91,236.39", "3,513.60", "4001", "820203", "202,680.00"):
            self.assertIn(text, closing.preview)
        self.assertTrue(closing.is_due)
        self.assertFalse(closing.move_ids)
        closing.action_close()
        self.assertFalse(closing.is_due)
        self.assertIn("Nothing is left", closing.preview)

    def test_after_a_late_entry_only_the_difference_is_booked(self):
        self.books_of("2026")
        closing = self.year()
        closing.action_close()
        before = closing.move_ids
        self.post("2026-12-30", [("5001", 100, 0), ("1214", 0, 100)])
        self.post("2026-12-30", [("7101", 100, 0, OTHER), ("800102", 0, 100)], "gaj_budget")
        self.assertTrue(closing.is_due)
        self.assertNotIn("4001", closing.preview)
        closing.action_close()
        left = closing.move_ids - before
        self.assertEqual(
            sorted(left.mapped("gaj_closing_step")),
            ["budget_expenditure", "distribution", "expense", "other_surplus", "surplus"],
        )
        self.assertEqual(set(left.line_ids.mapped(lambda line: abs(line.balance))), {100.0})
        self.assertEqual((closing.surplus, closing.budget_surplus), (91136.39, -3613.60))
        self.assertEqual(self.balances("3001", "820203", "4", "5", "6", "7"), [-116136.39, -196386.40, 0, 0, 0, 0])

    def test_closing_twice_books_nothing_twice(self):
        self.books_of("2026")
        closing = self.year()
        closing.action_close()
        before = closing.move_ids
        closing.action_close()
        self.assertEqual(closing.move_ids, before)
        self.assertIn("nothing was left", closing.message_ids[0].body)

    def test_undone_by_red_entries_and_closed_again(self):
        self.books_of("2026")
        watched = ("3001", "3401", "4001", "5001", "6001", "7101", "820203")
        open_balances = self.balances(*watched)
        closing = self.year()
        closing.action_close()
        before = closing.move_ids
        closing.action_undo()
        self.assertEqual(closing.state, "open")
        red = closing.move_ids - before
        self.assertEqual(red.reversed_entry_id, before)
        self.assertEqual(set(red.mapped("state")), {"posted"})
        self.assertEqual({str(day) for day in red.mapped("date")}, {"2026-12-31"})
        self.assertTrue(all(line.debit <= 0 and line.credit <= 0 for line in red.line_ids))
        self.assertTrue(all(red.mapped("gaj_closing")))
        self.assertEqual(self.balances(*watched), open_balances)
        closing.action_close()
        self.assertEqual(self.balances("3001", "820203", "4", "7"), [-116236.39, -196486.40, 0, 0])
        closing.action_undo()
        self.assertEqual(self.balances(*watched), open_balances)

    def test_a_change_of_the_amount_for_special_funds_is_booked_on_closing_again(self):
        self.company.gaj_entity_kind = "institution"
        self.post("2026-05-01", [("1002", 400, 0), ("5001", 600, 0), ("4101", 0, 1000)])
        self.post("2026-05-01", [("800102", 400, 0), ("7201", 600, 0, OTHER), ("6101", 0, 1000, OTHER)], "gaj_budget")
        closing = self.year(special_fund_amount=400.01)
        self.assert_refused(closing, "400.01", "400.00")
        closing.special_fund_amount = 400
        closing.action_close()
        self.assertEqual(self.balances("3001", "3101", "8301", "8202", "8701"), [0, -400, -400, 0, 0])
        closing.special_fund_amount = 150
        self.assertTrue(closing.is_due)
        closing.action_close()
        self.assertEqual(self.balances("3001", "3101", "8301", "8202", "8701"), [-250, -150, -150, -250, 0])

    def test_an_operating_loss_of_an_institution_stays(self):
        self.company.gaj_entity_kind = "institution"
        self.post("2026-05-01", [("7301", 80, 0, OTHER), ("6401", 0, 50, OTHER), ("800102", 0, 30)], "gaj_budget")
        closing = self.year()
        closing.action_close()
        self.assertEqual(self.balances("8401", "8701", "8202"), [30, 0, 0])
        self.assertFalse(closing.leftovers)

    def test_the_next_year_moves_opening_adjustments_and_its_own_result(self):
        self.books_of("2026")
        self.year().action_close()
        with freeze_time("2028-01-10"):
            self.post("2027-03-01", [("800102", 40, 0), ("820101", 0, 40)], "gaj_budget")
            self.post("2027-03-01", [("800102", 60, 0), ("6609", 0, 60, OTHER)], "gaj_budget")
            later = self.env["gaj.year.closing"].create({})
            self.assertEqual(later.year, "2027")
            later.action_close()
            self.assertEqual((later.surplus, later.budget_surplus), (0, 60))
        self.assertEqual(self.balances("820101", "820103", "820203"), [0, -40, -196546.40])

    def test_a_year_without_entries_closes_without_entries(self):
        closing = self.year()
        self.assertIn("nothing to close", closing.preview)
        closing.action_close()
        self.assertEqual((closing.state, len(closing.move_ids)), ("closed", 0))

    def test_queries_do_not_grow_with_the_lines(self):
        def queries(year, size):
            for _turn in range(size):
                lines = [("7101", 1, 0, FISCAL), ("7101", 1, 0, OTHER), ("800102", 0, 2)]
                self.post(f"{year}-02-01", lines, "gaj_budget")
                self.post(f"{year}-02-01", [("5001", 1, 0), ("1214", 0, 1)])
            closing = self.year(year)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            closing.action_close()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        queries("2022", 1)  # the first closing of a journal also finds its numbering
        few, many = queries("2023", 2), queries("2024", 40)
        self.assertEqual(few, many)
        self.assertLess(many, 400)


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
