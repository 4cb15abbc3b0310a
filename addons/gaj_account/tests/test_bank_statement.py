from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import GovCase


@tagged("post_install", "-at_install", "gaj")
class TestBankStatement(GovCase):
    """A bank statement is taken in whole, also where an entry without an answer is stopped."""

    def lines(self, *amounts, journal="bank"):
        return self.env["account.bank.statement.line"].create(
            [
                {
                    "journal_id": self.journal(journal).id,
                    "date": "2026-03-03",
                    "amount": amount,
                    "partner_id": self.partner.id,
                    "payment_ref": f"Statement {amount}",
                }
                for amount in amounts
            ]
        )

    def open_item(self, line):
        return line._seek_for_lines()[1]

    def test_three_lines_come_in_and_are_matched(self):
        self.assertEqual(self.company.gaj_no_answer, "stop")
        bill = self.bill("2026-03-01", [("5001", 100, {"economic": "30201"})])
        bought, spent, income = self.lines(-100, -30, 7)
        moves = (bought | spent | income).move_id
        self.assertEqual(set(moves.mapped("state")), {"posted"})
        self.assertEqual(set(moves.mapped("gaj_budget_state")), {"parked"})
        self.assertRegex(bought.move_id.gaj_budget_problem, "bank statement.*not matched")

        item = self.open_item(bought)
        item.account_id = self.account("2302")
        self.assertEqual(bought.move_id.gaj_budget_state, "parked")
        (item | bill.line_ids.filtered(lambda line: line.account_id.code == "2302")).reconcile()
        self.assertEqual(self.budget(bought.move_id), ["Dr 7101 [30201] 100.00", "Cr 800102 100.00"])
        self.assertEqual(bought.move_id.gaj_budget_state, "done")

        item = self.open_item(spent)
        item.account_id = self.account("5001")
        self.assertRegex(spent.move_id.gaj_budget_problem, "has no economic class")
        item.gaj_economic_class_id = self.economic("30201")
        spent.move_id.with_user(self.accountant).action_gaj_derive_again()
        self.assertEqual(self.budget(spent.move_id), ["Dr 7101 [30201] 30.00", "Cr 800102 30.00"])

        self.open_item(income).account_id = self.account("4604")
        self.assertEqual(self.budget(income.move_id), ["Dr 800102 7.00", "Cr 6609 7.00"])
        self.assertEqual(self.balance("1002"), self.balance("800102"))

    def test_lines_replaced_at_once_are_looked_at_when_all_are_there(self):
        [line] = self.lines(-100)
        _money, item, _others = line._seek_for_lines()
        dims = {"economic": "30201"}
        parts = [self.line_vals("5001", 60, 0, dims), self.line_vals("5301", 40, 0, {"economic": "30299"})]
        line.with_context(force_delete=True, skip_readonly_check=True).write(
            {"line_ids": [(2, item.id), *((0, 0, vals) for vals in parts)]}
        )
        self.assertEqual(
            self.budget(line.move_id), ["Dr 7101 [30201] 60.00", "Dr 7901 [30299] 40.00", "Cr 800102 100.00"]
        )
        line.action_undo_reconciliation()
        self.assertEqual(line.move_id.gaj_budget_state, "parked")
        self.assertEqual(self.balance("800102"), 0)

    def test_a_line_of_treasury_money_books_nothing_before_it_is_matched(self):
        [line] = self.lines(-50, journal="treasury")
        self.assertEqual((line.move_id.gaj_budget_state, self.budget(line.move_id)), ("parked", []))

    def test_other_entries_are_stopped_as_before(self):
        with self.assertRaisesRegex(UserError, "no economic class"):
            self.post("2026-03-03", [("5001", 5, 0), ("1002", 0, 5)])
