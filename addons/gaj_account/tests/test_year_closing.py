from freezegun import freeze_time
from odoo.exceptions import UserError
from odoo.tests import tagged

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
