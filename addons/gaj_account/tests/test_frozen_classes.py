from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import GovCase


@tagged("post_install", "-at_install", "gaj")
class TestFrozenClasses(GovCase):
    """What a budget entry was derived from stays while it stands, whatever the defaults say later."""

    def debt(self, move):
        return move.line_ids.filtered(lambda line: line.account_id.code == "2302")

    def pay_in_two(self, bill, change):
        """Return what two payments of ``bill`` book, with ``change`` between them."""
        first = self.pay(bill, "2026-03-05", amount=60).move_id
        change()
        second = self.pay(bill, "2026-03-06").move_id
        return self.budget(first), self.budget(second)

    def test_the_class_of_the_account_is_that_of_the_day_of_posting(self):
        bill = self.bill("2026-03-01", [("160102", 100)])
        self.assertEqual(bill.invoice_line_ids.gaj_economic_class_id.code, "31002")
        account = self.account("160102").with_user(self.manager)
        account.gaj_economic_class_id = self.economic("31003")
        first, second = self.pay_in_two(
            bill, lambda: account.write({"gaj_economic_class_id": self.economic("31007").id})
        )
        self.assertEqual(first, ["Dr 7101 [31002] 60.00", "Cr 6001 60.00"])
        self.assertEqual(second, ["Dr 7101 [31002] 40.00", "Cr 6001 40.00"])

    def test_the_class_of_the_product_and_of_the_process_likewise(self):
        product = self.env["product.product"].create(
            {"name": "Paper", "gaj_economic_class_id": self.economic("30201").id}
        )
        process = self.env["gaj.account.process"]._by_key("reception")
        bill = self.bill(
            "2026-03-01", [("5001", 50, {"product_id": product.id}), ("5001", 50)], gaj_process_id=process.id
        )
        self.assertEqual(bill.invoice_line_ids.gaj_economic_class_id.mapped("code"), ["30201", "30217"])
        product.gaj_economic_class_id = self.economic("30211")
        process.economic_class_id = self.economic("30215")
        first, second = self.pay_in_two(bill, lambda: product.write({"gaj_economic_class_id": False}))
        self.assertEqual(first, ["Dr 7101 [30201] 30.00", "Dr 7101 [30217] 30.00", "Cr 6001 60.00"])
        self.assertEqual(second, ["Dr 7101 [30201] 20.00", "Dr 7101 [30217] 20.00", "Cr 6001 40.00"])

    def test_a_class_entered_on_the_product_after_posting_is_kept_from_the_first_payment_on(self):
        product = self.env["product.product"].create({"name": "Paper"})
        bill = self.bill("2026-03-01", [("5001", 100, {"product_id": product.id})])
        product.gaj_economic_class_id = self.economic("30201")
        first, second = self.pay_in_two(
            bill, lambda: product.write({"gaj_economic_class_id": self.economic("30211").id})
        )
        self.assertEqual(first, ["Dr 7101 [30201] 60.00", "Cr 6001 60.00"])
        self.assertEqual(second, ["Dr 7101 [30201] 40.00", "Cr 6001 40.00"])

    def test_the_functional_class_of_the_company_likewise(self):
        usual = self.company.gaj_functional_class_id
        other = self.env["gaj.functional.class"].search([("id", "!=", usual.id)], limit=1)
        bill = self.bill("2026-03-01", [("5001", 100, {"economic": "30201"})])
        ahead = self.post(
            "2026-01-10", [("2302", 70, 0, {"economic": "30201", "partner": self.partner}), ("4001", 0, 70)]
        )
        self.company.gaj_functional_class_id = other
        payment = self.pay(bill, "2026-03-05").move_id
        self.assertEqual(payment.gaj_budget_move_ids.line_ids.gaj_functional_class_id, usual)
        late = self.bill("2026-03-01", [("5001", 70, {"economic": "30201"})])
        self.debt(ahead | late).reconcile()
        self.assertEqual(ahead.gaj_budget_move_ids.line_ids.gaj_functional_class_id, usual)
        self.assertEqual(late.invoice_line_ids.gaj_functional_class_id, other)

    def test_a_draft_looks_its_classes_up_again(self):
        bill = self.bill("2026-03-01", [("160102", 100), ("5001", 5, {"economic": "30201"})])
        bill.button_draft()
        asset, expense = bill.invoice_line_ids
        self.assertFalse(asset.gaj_economic_class_id or bill.invoice_line_ids.gaj_functional_class_id)
        self.assertEqual(expense.gaj_economic_class_id.code, "30201")
        self.account("160102").gaj_economic_class_id = self.economic("31003")
        bill.action_post()
        self.assertEqual(asset.gaj_economic_class_id.code, "31003")
        asset.with_user(self.accountant).gaj_economic_class_id = self.economic("31007")
        bill.button_draft()
        self.assertEqual(asset.gaj_economic_class_id.code, "31007")

    def test_a_copy_looks_its_classes_up_again_and_a_reversal_does_not(self):
        bill = self.bill("2026-03-01", [("160102", 100), ("5001", 5, {"economic": "30201"})])
        usual = self.company.gaj_functional_class_id
        self.account("160102").gaj_economic_class_id = self.economic("31003")
        self.company.gaj_functional_class_id = self.env["gaj.functional.class"].search(
            [("id", "!=", usual.id)], limit=1
        )
        copied = bill.copy({"invoice_date": "2026-03-02"})
        asset, expense = copied.invoice_line_ids
        self.assertFalse(asset.gaj_economic_class_id or copied.line_ids.gaj_functional_class_id)
        self.assertEqual(expense.gaj_economic_class_id.code, "30201")
        copied.action_post()
        self.assertEqual(asset.gaj_economic_class_id.code, "31003")
        red = bill._reverse_moves([{"date": "2026-03-03", "invoice_date": "2026-03-03"}])
        self.assertEqual(red.invoice_line_ids.gaj_economic_class_id.mapped("code"), ["31002", "30201"])
        self.assertEqual(red.invoice_line_ids.gaj_functional_class_id, usual)

    def test_money_has_the_class_of_what_it_was_for_in_the_budget_ledger_only(self):
        spent = self.post("2026-03-01", [("5001", 100, 0, {"economic": "30201"}), ("4001", 0, 100)])
        money = spent.line_ids.filtered(lambda line: line.account_id.code == "4001")
        self.assertFalse(money.gaj_functional_class_id or money.gaj_filled)
        self.assertEqual(
            spent.gaj_budget_move_ids.line_ids.gaj_functional_class_id, self.company.gaj_functional_class_id
        )

    def test_without_a_budget_ledger_nothing_is_filled_in(self):
        self.company.gaj_parallel = False
        bill = self.bill("2026-03-01", [("160102", 100)])
        self.assertFalse(bill.line_ids.gaj_economic_class_id or bill.line_ids.filtered("gaj_filled"))

    def test_the_class_of_a_matched_debt_is_refused(self):
        bill = self.bill("2026-03-01", [("5001", 100, {"economic": "30201"})])
        bill.invoice_line_ids.with_user(self.accountant).gaj_economic_class_id = self.economic("30211")
        payment = self.pay(bill, "2026-03-05").move_id
        for line in (*self.debt(payment | bill), bill.invoice_line_ids):
            with self.assertRaisesRegex(UserError, "BUD/2026/03/0001.*Reset .* to draft.*or reverse it"):
                line.with_user(self.accountant).write({"gaj_economic_class_id": self.economic("30215").id})
        bill.invoice_line_ids.with_user(self.accountant).write({"gaj_economic_class_id": self.economic("30211").id})
        self.assertEqual(self.budget(payment), ["Dr 7101 [30211] 100.00", "Cr 6001 100.00"])

    def test_a_debt_that_others_are_paid_through_is_refused(self):
        bill = self.bill("2026-03-01", [("5001", 100, {"economic": "30201"})])
        moved = self.post(
            "2026-03-02", [("2302", 100, 0, {"partner": self.partner}), ("230704", 0, 100, {"partner": self.partner})]
        )
        self.debt(bill | moved).reconcile()
        paid = self.entry("2026-03-03", [("230704", 100, 0, {"partner": self.partner}), ("4001", 0, 100)])
        self.company.gaj_no_answer = "park"
        paid.action_post()
        (moved | paid).line_ids.filtered(lambda line: line.account_id.code == "230704").reconcile()
        self.assertEqual(self.budget(paid), ["Dr 7101 [30201] 100.00", "Cr 6001 100.00"])
        with self.assertRaisesRegex(UserError, "is booked under the classes"):
            self.debt(moved).with_user(self.accountant).gaj_economic_class_id = self.economic("30215")

    def test_what_is_parked_is_still_filled_in(self):
        self.company.gaj_no_answer = "park"
        move = self.post("2026-03-05", [("5001", 100, 0), ("4001", 0, 100)])
        process = self.env["gaj.account.process"]._by_key("meeting")
        move.with_user(self.accountant).gaj_process_id = process
        move.with_user(self.accountant).action_gaj_derive_again()
        self.assertEqual(self.budget(move), ["Dr 7101 [30215] 100.00", "Cr 6001 100.00"])
        with self.assertRaisesRegex(UserError, "BUD/2026/03/0001 is booked by the process of"):
            move.with_user(self.accountant).gaj_process_id = False

    def test_the_process_of_a_posted_bill_is_refused(self):
        reception, meeting = (self.env["gaj.account.process"]._by_key(key) for key in ("reception", "meeting"))
        bill = self.bill("2026-03-01", [("5001", 100)], gaj_process_id=reception.id)
        with self.assertRaisesRegex(UserError, f"{bill.name} is posted, and its process.*Reset {bill.name} to draft"):
            bill.with_user(self.accountant).gaj_process_id = meeting
        first, second = self.pay_in_two(bill, lambda: None)
        self.assertEqual(
            first + second, [f"{side} {n}" for n in ("60.00", "40.00") for side in ("Dr 7101 [30217]", "Cr 6001")]
        )
        with self.assertRaisesRegex(UserError, "BUD/2026/03/000[12] is booked by the process"):
            bill.with_user(self.accountant).gaj_process_id = meeting
        bill.with_user(self.accountant).gaj_process_id = reception
        bill.button_draft()
        bill.with_user(self.accountant).gaj_process_id = meeting
        self.assertFalse(bill.invoice_line_ids.gaj_economic_class_id)
