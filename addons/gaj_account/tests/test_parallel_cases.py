from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import GovCase

CLASSES = [("160102", 57000, {"economic": "31002"}), ("5001", 3000, {"economic": "30211"})]


@tagged("post_install", "-at_install", "gaj")
class TestParallelCases(GovCase):
    """Credit notes, openings, former years, money of others, special funds, value-added tax, mixed entries."""

    def credit_note(self, bill, day, amount=6000):
        note = bill._reverse_moves([{"date": day, "invoice_date": day}])
        note.invoice_line_ids.filtered(lambda line: line.account_id.code == "5001").unlink()
        note.invoice_line_ids.price_unit = amount
        return note

    def debts(self, moves):
        return moves.line_ids.filtered(lambda line: line.account_id.code == "2302")

    def spent(self, payment):
        return [text for text in self.budget(payment.move_id) if text.startswith("Dr")]

    def test_a_credit_note_goes_against_its_own_class(self):
        bill = self.bill("2026-03-01", CLASSES)
        note = self.credit_note(bill, "2026-03-02")
        note.action_post()
        self.debts(bill | note).reconcile()
        payment = self.pay(bill, "2026-03-05")
        self.assertEqual(self.spent(payment), ["Dr 7101 [31002] 51000.00", "Dr 7101 [30211] 3000.00"])

    def test_a_credit_note_paid_together_with_its_bill(self):
        bill = self.bill("2026-03-01", CLASSES)
        note = self.credit_note(bill, "2026-03-02")
        note.action_post()
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=(bill | note).ids
        )
        values = {"payment_date": "2026-03-05", "journal_id": self.journal("treasury").id, "group_payment": True}
        payment = wizard.create(values)._create_payments()
        self.assertEqual(payment.amount, 54000)
        spent = {}
        for line in payment.move_id.gaj_budget_move_ids.line_ids.filtered(lambda line: line.account_id.code == "7101"):
            code = line.gaj_economic_class_id.code
            spent[code] = spent.get(code, 0) + line.balance
        self.assertEqual(spent, {"31002": 51000, "30211": 3000})

    def test_a_credit_note_after_a_first_payment(self):
        bill = self.bill("2026-03-01", CLASSES)
        first = self.pay(bill, "2026-03-03", amount=20000)
        note = self.credit_note(bill, "2026-03-04")
        note.action_post()
        self.debts(bill | note).filtered(lambda line: not line.reconciled).reconcile()
        second = self.pay(bill, "2026-03-05")
        self.assertEqual(self.spent(first), ["Dr 7101 [31002] 19000.00", "Dr 7101 [30211] 1000.00"])
        self.assertEqual(self.spent(second), ["Dr 7101 [31002] 32000.00", "Dr 7101 [30211] 2000.00"])

    def test_an_opening_entry_brings_all_its_money_in(self):
        opening = self.post(
            "2026-01-01",
            [
                ("1002", 200000, 0),
                ("1201", 30000, 0),
                ("160102", 70000, 0),
                ("2501", 0, 50000),
                ("2302", 0, 8000, {"partner": self.partner}),
                ("2201", 0, 2000),
                ("230702", 0, 10000),
                ("3001", 0, 230000),
            ],
        )
        self.assertEqual(
            sorted(self.budget(opening)),
            ["Cr 810103 30000.00", "Cr 820203 190000.00", "Dr 800102 190000.00", "Dr 800103 30000.00"],
        )
        with self.assertRaisesRegex(UserError, "no bill says what for"):
            payment = self.post(
                "2026-02-01", [("2302", 8000, 0, {"partner": self.partner, "economic": False}), ("1002", 0, 8000)]
            )
        payment = self.post(
            "2026-02-01", [("2302", 8000, 0, {"partner": self.partner, "economic": "30201"}), ("1002", 0, 8000)]
        )
        self.debts(opening | payment).reconcile()
        self.assertEqual(self.budget(payment), ["Dr 7101 [30201] 8000.00", "Cr 800102 8000.00"])

    def test_a_reversal_in_the_next_year_needs_the_adjustment_account(self):
        move = self.post("2025-12-20", [("5001", 100, 0, {"economic": "30201"}), ("1002", 0, 100)])
        back = move._reverse_moves([{"date": "2026-01-10"}])
        with self.assertRaisesRegex(UserError, "3501"):
            back.action_post()
        back = move._reverse_moves([{"date": "2026-01-10"}])
        back.line_ids.filtered(lambda line: line.account_id.code == "5001").account_id = self.account("3501")
        back.action_post()
        booked = {line.account_id.code: line.balance for line in back.gaj_budget_move_ids.line_ids}
        self.assertEqual(booked, {"800102": 100, "820101": -100})

    def test_a_refund_of_a_bill_paid_last_year_needs_the_adjustment_account(self):
        for same_year in (True, False):
            bill = self.bill("2026-01-05" if same_year else "2025-12-01", CLASSES)
            self.pay(bill, "2026-01-05" if same_year else "2025-12-05", journal="bank")
            note = self.credit_note(bill, "2026-01-10")
            note.action_post()
            if same_year:
                refund = self.pay(note, "2026-01-12", journal="bank")
                self.assertIn("Dr 800102 6000.00", self.budget(refund.move_id))
                continue
            with self.assertRaisesRegex(UserError, "3501"):
                self.pay(note, "2026-01-12", journal="bank")

    def test_money_that_comes_back_after_the_start_is_booked(self):
        self.company.gaj_parallel_from = "2026-07-01"
        bill = self.bill("2026-06-01", [("5001", 100, {"economic": "30201"})])
        payment = self.pay(bill, "2026-06-05", journal="bank")
        self.assertFalse(self.budget(payment.move_id))
        back = payment.move_id._reverse_moves([{"date": "2026-07-06"}])
        self.debts(back).gaj_economic_class_id = self.economic("30201")
        back.action_post()
        self.assertEqual(self.budget(back), ["Cr 800102 -100.00", "Dr 7101 [30201] -100.00"])
        other = self.bill("2026-06-01", [("5001", 50, {"economic": "30201"})])
        paid = self.pay(other, "2026-06-05", journal="bank")
        with self.assertRaisesRegex(UserError, "no bill says what for"):
            paid.move_id._reverse_moves([{"date": "2026-07-06"}], cancel=True)

    def test_debts_that_come_to_nothing_cover_no_money_of_others(self):
        with self.assertRaisesRegex(UserError, "money of others"):
            self.post(
                "2026-03-01",
                [
                    ("121802", 100, 0),
                    ("5001", 0, 100, {"economic": "30206"}),
                    ("2302", 100, 0, {"partner": self.partner}),
                    ("2302", 0, 100, {"partner": self.partner}),
                ],
            )
        self.post("2026-03-01", [("121802", 100, 0), ("2302", 0, 100, {"partner": self.partner})])

    def test_special_funds_and_cash_short(self):
        self.company.gaj_entity_kind = "institution"
        move = self.post("2026-03-01", [("3101", 100, 0), ("1002", 0, 100)])
        self.assertEqual(self.budget(move), ["Dr 8301 100.00", "Cr 800102 100.00"])
        move = self.post("2026-03-01", [("190201", 20, 0), ("1001", 0, 20)])
        self.assertEqual(self.budget(move), ["Dr 7901 [30299] 20.00", "Cr 800102 20.00"])

    def test_value_added_tax_goes_with_its_line(self):
        self.company.gaj_entity_kind = "institution"
        move = self.post("2026-03-01", [("1002", 113, 0), ("4101", 0, 100), ("2101", 0, 13)])
        self.assertEqual(self.budget(move), ["Dr 800102 113.00", "Cr 6101 113.00"])
        bill = self.bill("2026-03-01", [("5201", 100, {"economic": "30201"}), ("2101", 13)])
        payment = self.pay(bill, "2026-03-02", journal="bank")
        self.assertEqual(self.budget(payment.move_id), ["Dr 7301 [30201] 113.00", "Cr 800102 113.00"])

    def test_one_line_of_other_expenses_leaves_the_others_alone(self):
        dims = {"economic": "30299"}
        move = self.post("2026-03-01", [("5001", 100, 0, dims), ("5901", 20, 0, dims), ("1002", 0, 120)])
        self.assertEqual(self.budget(move), ["Dr 7101 [30299] 100.00", "Dr 7901 [30299] 20.00", "Cr 800102 120.00"])
