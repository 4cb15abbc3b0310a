from odoo import Command
from odoo.exceptions import RedirectWarning, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import GovCase

SPENT = [("5001", 100, 0, {"economic": "30201"}), ("4001", 0, 100)]
BOOKED = ["Dr 7101 [30201] 100.00", "Cr 6001 100.00"]


@tagged("post_install", "-at_install", "gaj")
class TestParallelLife(GovCase):
    """Budget entries follow their financial entry wherever it goes, and go nowhere on their own."""

    def spent(self, **values):
        return self.post("2026-03-05", SPENT, **values)

    def test_posted_again_after_reset_it_has_the_same_budget_entry(self):
        move = self.spent()
        budget = move.gaj_budget_move_ids
        name = budget.name
        move.button_draft()
        self.assertEqual((budget.state, move.gaj_budget_state), ("draft", False))
        move.line_ids.filtered("debit").with_context(check_move_validity=False).debit = 150
        move.line_ids.filtered("credit").credit = 150
        move.action_post()
        self.assertEqual((move.gaj_budget_move_ids, budget.name, budget.state), (budget, name, "posted"))
        self.assertEqual(self.budget(move), ["Dr 7101 [30201] 150.00", "Cr 6001 150.00"])

    def test_a_line_may_be_replaced_while_in_draft(self):
        move = self.spent()
        move.button_draft()
        old = move.line_ids.filtered("debit")
        move.write(
            {
                "line_ids": [
                    Command.delete(old.id),
                    Command.create(self.line_vals("5001", 100, 0, {"economic": "30206"})),
                ]
            }
        )
        move.action_post()
        self.assertEqual(self.budget(move), ["Dr 7101 [30206] 100.00", "Cr 6001 100.00"])

    def test_no_longer_of_the_budget_its_budget_entry_is_void(self):
        move = self.spent()
        budget = move.gaj_budget_move_ids
        move.button_draft()
        move.line_ids.filtered("credit").account_id = self.account("2401")
        move.action_post()
        self.assertEqual((budget.state, self.budget(move)), ("cancel", []))

    def test_another_month_has_a_number_of_that_month(self):
        move = self.spent()
        budget, name = move.gaj_budget_move_ids, move.gaj_budget_move_ids.name
        move.button_draft()
        move.name = False
        move.date = "2026-04-02"
        move.action_post()
        self.assertEqual((budget.state, budget.name), ("cancel", name))
        self.assertEqual(str((move.gaj_budget_move_ids - budget).date), "2026-04-02")
        self.assertIn("2026/04", (move.gaj_budget_move_ids - budget).name)

    def test_cancelled_with_its_entry(self):
        move = self.spent()
        move.button_draft()
        move.button_cancel()
        self.assertEqual(move.gaj_budget_move_ids.state, "cancel")
        move.button_draft()
        move.action_post()
        self.assertEqual(self.budget(move), BOOKED)
        self.assertEqual(len(move.gaj_budget_move_ids), 1)

    def test_of_a_deleted_entry_a_cancelled_voucher_stays(self):
        move = self.spent()
        budget, number, name = move.gaj_budget_move_ids, move.gaj_budget_move_ids.name, move.name
        following = self.post("2026-03-05", [SPENT[0], ("1002", 0, 100)], journal="bank")
        move.button_draft()
        move.with_user(self.accountant).unlink()
        self.assertEqual((budget.state, budget.name, budget.ref), ("cancel", number, f"{name} of 03/05/2026, deleted"))
        self.assertEqual(budget.name[:-4], following.gaj_budget_move_ids.name[:-4])
        budget = budget.with_user(self.manager)
        for refused in (budget.button_draft, budget.unlink, lambda: budget.write({"ref": "x"}), budget.line_ids.unlink):
            with self.assertRaisesRegex(UserError, "stays as a cancelled voucher"):
                refused()

    def test_reversal_is_red_on_its_own_day(self):
        move = self.spent()
        reversal = move._reverse_moves([{"date": "2026-04-08"}], cancel=True)
        self.assertEqual(reversal.gaj_budget_move_ids.date, reversal.date)
        self.assertEqual(self.budget(reversal), ["Dr 7101 [30201] -100.00", "Cr 6001 -100.00"])
        self.assertEqual(self.budget(move), BOOKED)
        self.assertEqual((self.balance("7101"), self.balance("6001")), (0, 0))
        with self.assertRaisesRegex(UserError, "is reversed by"):
            move.button_draft()
        reversal.button_draft()
        move.button_draft()

    def test_an_edited_reversal_is_derived(self):
        move = self.spent()
        reversal = move._reverse_moves([{"date": "2026-04-08"}])
        reversal.write(
            {
                "line_ids": [
                    Command.update(line.id, {"balance": line.balance / 2, "amount_currency": line.balance / 2})
                    for line in reversal.line_ids
                ]
            }
        )
        reversal.action_post()
        self.assertEqual(self.balance("7101"), 50)

    def test_reversing_a_payment_takes_its_budget_entry_back_on_the_day_of_the_reversal(self):
        bill = self.bill("2026-03-01", [("5001", 100, {"economic": "30201"})])
        move = self.pay(bill, "2026-03-05").move_id
        reversal = move._reverse_moves([{"date": "2026-04-08"}], cancel=True)
        self.assertEqual(self.budget(move), BOOKED)
        self.assertEqual(self.budget(reversal), ["Dr 7101 [30201] -100.00", "Cr 6001 -100.00"])
        self.assertEqual((self.balance("7101", "2026-03-31"), self.balance("7101")), (100, 0))

    def test_undoing_a_match_reverses_what_came_from_it(self):
        bill = self.bill("2026-03-01", [("5001", 100, {"economic": "30201"})])
        move = self.pay(bill, "2026-03-05").move_id
        bill.line_ids.remove_move_reconcile()
        self.assertEqual((self.balance("7101"), self.balance("6001")), (0, 0))
        self.assertEqual(move.gaj_budget_state, "waiting")
        self.assertIn("no bill says what for", move.gaj_budget_problem)
        red = move.gaj_budget_move_ids.filtered(lambda one: one.gaj_budget_kind == "reversal")
        self.assertEqual(red.date, move.date)
        (bill.line_ids + move.line_ids).filtered(lambda line: line.account_id == self.account("2302")).reconcile()
        self.assertEqual((self.balance("7101"), move.gaj_budget_state), (100, "done"))

    def test_a_bill_changed_after_its_payment_changes_the_classes(self):
        bill = self.bill("2026-03-01", [("5001", 100, {"economic": "30201"})])
        move = self.pay(bill, "2026-03-05").move_id
        bill.button_draft()
        bill.invoice_line_ids.gaj_economic_class_id = self.economic("30206")
        bill.action_post()
        self.assertEqual(
            self.budget(move),
            [*BOOKED, "Dr 7101 [30201] -100.00", "Cr 6001 -100.00", "Dr 7101 [30206] 100.00", "Cr 6001 100.00"],
        )

    def test_a_card_debt_leads_through_to_the_bill(self):
        bill = self.bill("2026-03-01", [("5001", 100, {"economic": "30201"})])
        card = self.post("2026-03-02", [("2302", 100, 0, {"partner": self.partner}), ("230704", 0, 100)])
        self.assertEqual(self.budget(card), [])
        self.company.gaj_no_answer = "park"
        paid = self.post("2026-04-03", [("230704", 100, 0), ("4001", 0, 100)])
        self.assertEqual(paid.gaj_budget_state, "parked")
        (paid + card).line_ids.filtered(lambda line: line.account_id == self.account("230704")).reconcile()
        self.assertEqual(self.budget(paid), [])
        (bill + card).line_ids.filtered(lambda line: line.account_id == self.account("2302")).reconcile()
        self.assertEqual(self.budget(paid), BOOKED)

    def test_money_of_others_on_a_bill_stays_outside(self):
        bill = self.bill("2026-03-01", [("130202", 500)])
        paid = self.pay(bill, "2026-03-05", journal="bank").move_id
        self.assertEqual((self.budget(paid), paid.gaj_budget_state), ([], "none"))
        with self.assertRaisesRegex(UserError, "money of others"):
            self.pay(self.bill("2026-03-01", [("130202", 500)]), "2026-03-05", journal="treasury")

    def test_paying_a_bill_without_class_is_refused_with_the_line(self):
        bill = self.bill("2026-03-01", [("5001", 100, {"name": "Paper"})])
        with self.assertRaisesRegex(UserError, "“Paper” on account 5001.*has no economic class"):
            self.pay(bill, "2026-03-05")

    def test_parked_entries_are_derived_again_after_mending(self):
        self.company.gaj_no_answer = "park"
        move = self.post("2026-03-05", [("5001", 100, 0, {"name": "Paper"}), ("4001", 0, 100)])
        self.assertEqual((move.state, move.gaj_budget_state, self.budget(move)), ("posted", "parked", []))
        self.assertIn("Paper", move.gaj_budget_problem)
        with self.assertRaisesRegex(UserError, "Paper"):
            move.action_gaj_derive_again()
        move.line_ids.filtered("debit").gaj_economic_class_id = self.economic("30201")
        move.with_user(self.accountant).action_gaj_derive_again()
        self.assertEqual((move.gaj_budget_state, self.budget(move)), ("done", BOOKED))
        self.assertFalse(move.gaj_budget_problem)
        with self.assertRaises(UserError):
            move.line_ids.filtered("debit").gaj_economic_class_id = self.economic("30206")

    def test_a_budget_entry_is_not_changed_on_its_own(self):
        move = self.spent()
        budget = move.gaj_budget_move_ids.with_user(self.manager)
        line = budget.line_ids[0]
        for refused in (
            budget.button_draft,
            budget.button_cancel,
            budget.unlink,
            budget._reverse_moves,
            lambda: budget.write({"state": "draft"}),
            lambda: budget.write({"date": "2026-04-01"}),
            lambda: budget.with_context(gaj_budget=True).write({"date": "2026-04-01"}),
            lambda: budget.write({"gaj_financial_move_id": False}),
            lambda: line.write({"gaj_economic_class_id": self.economic("30206").id}),
            lambda: line.write({"account_id": self.account("7901").id}),
            lambda: line.write({"gaj_origin_line_id": False}),
            line.unlink,
            lambda: move.with_user(self.manager).write({"gaj_budget_state": "none"}),
            lambda: self.entry("2026-03-05", SPENT, gaj_financial_move_id=move.id),
        ):
            with self.assertRaises(UserError):
                refused()
        self.assertEqual(self.budget(move), BOOKED)

    def test_accountants_post_and_readers_do_not(self):
        move = self.entry("2026-03-05", SPENT)
        with self.assertRaises(UserError):
            move.with_user(self.readonly).action_post()
        move.with_user(self.accountant).action_post()
        self.assertEqual(self.budget(move), BOOKED)
        self.assertIn("100.00", move.with_user(self.readonly).gaj_why)

    def test_a_locked_period_is_told(self):
        self.company.fiscalyear_lock_date = "2026-03-31"
        move = self.entry("2026-03-05", SPENT)
        with self.assertRaisesRegex(UserError, "03/05/2026.*locked until 03/31/2026.*04/01/2026"):
            move.action_post()
        self.assertEqual(str(move.date), "2026-03-05")
        self.post("2026-04-01", SPENT)

    def test_a_payment_method_without_account_is_refused(self):
        bill = self.bill("2026-03-01", [("5001", 100, {"economic": "30201"})])
        self.journal("treasury").outbound_payment_method_line_ids.payment_account_id = False
        with self.assertRaisesRegex(RedirectWarning, "has no account"):
            self.pay(bill, "2026-03-05")

    def test_numbers_of_e_invoices_are_kept_whole_and_once(self):
        number = "26312000000123456789"
        lines = [("5001", 100, {"economic": "30201"})]
        bill = self.bill("2026-03-01", lines, gaj_einvoice_no=f" {number[:10]} {number[10:]}")
        self.assertEqual(bill.gaj_einvoice_no, number)
        with self.assertRaisesRegex(UserError, f"{number}.*booked already as"):
            self.bill("2026-03-02", lines, gaj_einvoice_no=number)
        self.bill("2026-03-02", lines, gaj_einvoice_no="01234567")
        for wrong in (number[:19], number + "1", "0123456", "012345678", "1234567a"):
            with self.assertRaisesRegex(ValidationError, "has 20 digits"):
                self.bill("2026-03-02", lines, gaj_einvoice_no=wrong)

    def test_one_ledger_in_one_entry(self):
        with self.assertRaisesRegex(UserError, "does not belong to the ledger"):
            self.post("2026-03-05", [("7101", 1, 0), ("6001", 0, 1)])
        with self.assertRaisesRegex(UserError, "does not belong to the ledger"):
            self.post("2026-03-05", SPENT, journal="gaj_budget")

    def test_entries_by_hand_in_the_budget_ledger_need_their_dimensions(self):
        lines = [("7101", 1, 0), ("800102", 0, 1)]
        with self.assertRaisesRegex(UserError, "Economic Class"):
            self.post("2026-03-05", lines, journal="gaj_budget")
        dims = {"economic": "30201", "gaj_funding_source": "other"}
        move = self.post("2026-03-05", [("7101", 1, 0, dims), lines[1]], journal="gaj_budget")
        self.assertEqual(move.line_ids.filtered("debit").gaj_functional_class_id.code, "2010303")

    def test_before_its_first_day_there_is_no_budget_ledger(self):
        self.company.gaj_parallel_from = "2026-03-06"
        self.assertFalse(self.spent().gaj_budget_move_ids)
        self.assertEqual(self.budget(self.post("2026-03-06", SPENT)), BOOKED)

    def test_off_means_off(self):
        self.company.gaj_parallel = False
        move = self.post("2026-03-05", [("5001", 100, 0), ("4001", 0, 100)])
        self.assertEqual((move.gaj_budget_move_ids.ids, move.gaj_budget_state, move.gaj_why), ([], False, False))
        bill = self.bill("2026-03-01", [("5001", 100)])
        self.assertFalse(self.pay(bill, "2026-03-05").move_id.gaj_budget_move_ids)

    def test_the_cost_of_a_posting_does_not_grow_by_the_line(self):
        def queries(size):
            moves = self.env["account.move"].union(*(self.entry("2026-03-05", SPENT) for _number in range(size)))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            moves.action_post()
            return self.env.cr.sql_log_count - before

        queries(2)
        self.company.gaj_parallel = False
        plain = queries(20) - queries(10)
        self.company.gaj_parallel = True
        self.assertLess(queries(20) - queries(10) - plain, 3 * 10)

    def test_dimensions_on_the_form(self):
        with Form(self.env["account.move"].with_user(self.accountant).with_context(default_move_type="entry")) as form:
            form.journal_id = self.journal("general")
            with form.line_ids.new() as line:
                line.account_id = self.account("5001")
                line.debit = 10
                line.gaj_economic_class_id = self.economic("30201")
            with form.line_ids.new() as line:
                line.account_id = self.account("4001")
                line.credit = 10
        self.assertEqual(form.record.line_ids.gaj_economic_class_id.code, "30201")
