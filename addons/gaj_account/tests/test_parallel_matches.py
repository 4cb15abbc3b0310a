from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import GovCase

PAPER = {"economic": "30201"}
SPENT = [("5001", 100, 0, PAPER), ("4001", 0, 100)]
BOOKED = ["Dr 7101 [30201] 100.00", "Cr 6001 100.00"]
RED = ["Dr 7101 [30201] -100.00", "Cr 6001 -100.00"]


@tagged("post_install", "-at_install", "gaj")
class TestParallelMatches(GovCase):
    """A match adds budget entries, undoing it takes them back in red; what is posted is never rewritten."""

    def debts(self, moves):
        return moves.line_ids.filtered(lambda line: line.account_id == self.account("2302") and not line.reconciled)

    def other_functional(self):
        return self.env["gaj.functional.class"].search([("id", "!=", self.company.gaj_functional_class_id.id)], limit=1)

    def test_a_later_match_leaves_what_is_posted(self):
        dims = {**PAPER, "partner": self.partner}
        move = self.post("2026-01-10", [("2302", 100, 0, dims), ("5001", 7, 0, PAPER), ("4001", 0, 107)])
        budget = move.gaj_budget_move_ids
        lines, written = budget.line_ids, budget.write_date
        # had the rules been read again, this would be another account
        self.company.gaj_entity_kind = "institution"
        self.company.gaj_functional_class_id = self.other_functional()
        self.company.fiscalyear_lock_date = "2026-01-31"
        bill = self.bill("2026-03-01", [("5001", 100, PAPER)])
        self.debts(move | bill).reconcile()
        self.assertEqual((move.gaj_budget_move_ids, budget.line_ids, budget.write_date), (budget, lines, written))
        self.debts(move | bill)
        bill.line_ids.remove_move_reconcile()
        self.assertEqual((move.gaj_budget_move_ids, budget.line_ids), (budget, lines))

    def test_a_second_match_leaves_the_entry_of_the_first(self):
        first, second = (self.bill("2026-03-01", [("5001", 100, PAPER)]) for _number in range(2))
        self.company.gaj_no_answer = "park"
        move = self.post("2026-03-05", [("2302", 200, 0, {"partner": self.partner}), ("4001", 0, 200)])
        self.debts(move | first).reconcile()
        budget = move.gaj_budget_move_ids
        lines = budget.line_ids
        self.company.gaj_entity_kind = "institution"
        self.debts(move | second).reconcile()
        self.assertEqual(budget.line_ids, lines)
        self.assertEqual(self.budget(move), [*BOOKED, "Dr 7201 [30201] 100.00", "Cr 6001 100.00"])
        self.assertEqual(move.gaj_budget_state, "done")
        first.line_ids.remove_move_reconcile()
        self.assertEqual(self.budget(move), [*BOOKED, "Dr 7201 [30201] 100.00", "Cr 6001 100.00", *RED])

    def test_only_what_waits_is_derived_again(self):
        move = self.post("2026-03-05", SPENT)
        self.company.gaj_entity_kind = "institution"
        with self.assertRaisesRegex(UserError, "does not wait for a budget entry"):
            move.action_gaj_derive_again()
        self.assertEqual(self.budget(move), BOOKED)

    def test_moved_before_the_first_day_its_budget_entry_is_void(self):
        self.company.gaj_parallel_from = "2026-03-01"
        move = self.post("2026-03-05", SPENT)
        budget, name = move.gaj_budget_move_ids, move.gaj_budget_move_ids.name
        move.button_draft()
        move.write({"name": False, "date": "2026-02-05"})
        move.action_post()
        self.assertEqual((budget.state, budget.name, move.gaj_budget_state), ("cancel", name, False))

    def test_matches_that_would_book_in_a_locked_period_are_told(self):
        said = "01/20/2026.*locked until 01/31/2026.*from 02/01/2026 on"
        bill = self.bill("2026-01-01", [("5001", 100, PAPER)])
        paid = self.pay(bill, "2026-01-20").move_id
        self.company.gaj_no_answer = "park"
        open_bill = self.bill("2026-01-01", [("5001", 100, PAPER)])
        waits = self.post("2026-01-20", [("2302", 100, 0, {"partner": self.partner}), ("4001", 0, 100)])
        self.company.fiscalyear_lock_date = "2026-01-31"
        with self.assertRaisesRegex(UserError, f"{paid.name}.*{said}"):
            bill.line_ids.remove_move_reconcile()
        with self.assertRaisesRegex(UserError, f"{waits.name}.*{said}"):
            self.debts(waits | open_bill).reconcile()
        # the way out that the sentence names
        reversal = paid._reverse_moves([{"date": "2026-02-01"}], cancel=True)
        self.assertEqual(self.budget(reversal), RED)
        self.assertEqual((self.balance("7101", "2026-01-31"), self.balance("7101")), (100, 0))

    def test_a_credit_note_undone_after_the_payment_brings_its_part_back(self):
        bill = self.bill("2026-03-01", [("160102", 60, {"economic": "31002"}), ("5001", 40, PAPER)])
        note = self.bill("2026-03-02", [("160102", 60, {"economic": "31002"})], move_type="in_refund")
        self.debts(bill | note).reconcile()
        move = self.pay(bill, "2026-03-05").move_id
        first = ["Dr 7101 [30201] 40.00", "Cr 6001 40.00"]
        self.assertEqual(self.budget(move), first)
        note.line_ids.remove_move_reconcile()
        red = ["Dr 7101 [30201] -40.00", "Cr 6001 -40.00"]
        after = self.budget(move)
        self.assertEqual(after[:4], [*first, *red])
        self.assertIn("31002", after[4])
        self.assertEqual((self.balance("7101"), move.gaj_budget_state), (40, "done"))

    def test_a_reversal_reset_takes_back_what_is_matched_no_longer(self):
        bill = self.bill("2026-03-01", [("5001", 100, PAPER)])
        move = self.pay(bill, "2026-03-05").move_id
        reversal = move._reverse_moves([{"date": "2026-03-08"}], cancel=True)
        reversal.button_draft()
        self.assertEqual((self.balance("7101"), move.gaj_budget_state), (0, "waiting"))
        reversal.action_post()
        self.assertEqual((self.balance("7101"), self.balance("6001")), (0, 0))

    def test_posting_again_costs_no_more_by_the_entry(self):
        def queries(size):
            moves = self.env["account.move"].union(*(self.post("2026-03-05", SPENT) for _number in range(size)))
            numbers = moves.gaj_budget_move_ids.mapped("name")
            moves.button_draft()
            moves.line_ids.filtered("debit").gaj_economic_class_id = self.economic("30206")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            moves.action_post()
            after = self.env.cr.sql_log_count
            self.assertEqual(moves.gaj_budget_move_ids.mapped("name"), numbers)
            self.assertEqual(self.budget(moves[-1]), ["Dr 7101 [30206] 100.00", "Cr 6001 100.00"])
            return after - before

        queries(2)
        self.company.gaj_parallel = False
        plain_moves = [
            self.env["account.move"].union(*(self.post("2026-03-05", SPENT) for _n in range(s))) for s in (10, 20)
        ]
        plain = []
        for moves in plain_moves:
            moves.button_draft()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            moves.action_post()
            plain.append(self.env.cr.sql_log_count - before)
        self.company.gaj_parallel = True
        self.assertLess(queries(20) - queries(10) - (plain[1] - plain[0]), 3 * 10)
