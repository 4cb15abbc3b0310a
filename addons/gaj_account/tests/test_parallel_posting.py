from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import GovCase


@tagged("post_install", "-at_install", "gaj")
class TestParallelPosting(GovCase):
    """Posting an entry that moves money of the budget books its budget entry."""

    def test_purchase_by_treasury_payment(self):
        move = self.post(
            "2026-01-15",
            [("160102", 57600, 0, {"economic": "31002", "name": "Ten computers"}), ("4001", 0, 57600)],
        )
        self.assertEqual(self.budget(move), ["Dr 7101 [31002] 57600.00", "Cr 6001 57600.00"])
        budget = move.gaj_budget_move_ids
        self.assertEqual((budget.date, budget.ref, budget.state), (move.date, move.name, "posted"))
        self.assertEqual(budget.journal_id, self.company.gaj_budget_journal_id)
        self.assertEqual(move.gaj_budget_state, "done")
        spent = budget.line_ids.filtered("debit")
        self.assertEqual(spent.gaj_origin_line_id, move.line_ids.filtered("debit"))
        self.assertEqual(
            (spent.gaj_functional_class_id.code, spent.gaj_nature, spent.gaj_funding_source),
            ("2010303", "basic", "fiscal"),
        )
        self.assertIn("57,600.00", move.gaj_why)
        self.assertIn("7101", move.gaj_why)

    def test_the_reasons_name_the_rule_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        move = self.post("2026-01-15", [("5001", 100, 0, {"economic": "30201"}), ("4001", 0, 100)])
        budget = move.gaj_budget_move_ids
        [noted] = [values for kind, values in budget.gaj_budget_trace if kind == "booked"]
        rule = self.env["gaj.budget.rule"].browse(noted[-1])
        self.assertEqual((rule.expenditure_code, noted[-2]), ("7101", rule.name))
        rule.with_context(lang="zh_CN").name = "本单位的规则"
        self.assertIn(f"Rule: {rule.name}.", move.gaj_why)
        self.assertIn("本单位的规则", move.with_user(self.readonly).with_context(lang="zh_CN").gaj_why)
        old = [[kind, values[:-1] if kind == "booked" else values] for kind, values in budget.gaj_budget_trace]
        with self.subTest("noted before rules were noted by their record"):
            sentences = self.env["gaj.budget.explanation"].with_context(lang="zh_CN")._sentences(budget, old)
            self.assertIn(rule.name, sentences[-1])
        rule.unlink()
        with self.subTest("the rule is gone"):
            sentences = self.env["gaj.budget.explanation"]._sentences(budget, budget.gaj_budget_trace)
            self.assertIn(f"Rule: {noted[-2]}.", sentences[-1])

    def test_two_payments_of_one_bill_take_its_classes(self):
        bill = self.bill(
            "2026-03-01", [("160102", 57000, {"economic": "31002"}), ("5001", 3000, {"economic": "30211"})]
        )
        self.assertEqual(self.budget(bill), [])
        self.assertEqual(bill.gaj_budget_state, "none")
        first = self.pay(bill, "2026-03-05", amount=20000).move_id
        self.assertEqual(
            self.budget(first), ["Dr 7101 [31002] 19000.00", "Dr 7101 [30211] 1000.00", "Cr 6001 20000.00"]
        )
        second = self.pay(bill, "2026-03-09").move_id
        self.assertEqual(
            self.budget(second), ["Dr 7101 [31002] 38000.00", "Dr 7101 [30211] 2000.00", "Cr 6001 40000.00"]
        )
        self.assertEqual(second.gaj_budget_move_ids.date, second.date)
        self.assertEqual(second.gaj_budget_state, "done")

    def test_payment_without_bill_or_class_is_refused(self):
        with self.assertRaisesRegex(UserError, "no bill says what for"):
            self.post("2026-03-05", [("2302", 100, 0), ("4001", 0, 100)])
        move = self.post("2026-03-05", [("2302", 100, 0, {"economic": "30201"}), ("4001", 0, 100)])
        self.assertEqual(self.budget(move), ["Dr 7101 [30201] 100.00", "Cr 6001 100.00"])

    def test_the_rules_that_come_with_the_add_on(self):
        self.company.gaj_entity_kind = "institution"
        dims = {"economic": "30299"}
        for spent, expected in (
            ("5101", "7201"),
            ("5201", "7301"),
            ("5401", "7401"),
            ("5501", "7501"),
            ("1101", "7601"),
            ("2001", "7701"),
            ("5901", "7901"),
            ("3501", "820101"),
        ):
            move = self.post("2026-03-05", [(spent, 10, 0, dims), ("1002", 0, 10)])
            economic = " [30299]" if expected.startswith("7") else ""
            self.assertEqual(self.budget(move), [f"Dr {expected}{economic} 10.00", "Cr 800102 10.00"], spent)
        for received, money, expected in (
            ("2001", "1002", "6501"),
            ("190201", "1001", "6609"),
            ("3501", "1002", "820101"),
            ("3501", "1201", "810101"),
            ("3001", "1002", "820203"),
            ("3001", "1201", "810103"),
            ("4101", "1002", "6101"),
            ("4401", "1002", "6401"),
        ):
            move = self.post("2026-03-05", [(money, 10, 0), (received, 0, 10)])
            fund = "800103" if money == "1201" else "800102"
            self.assertEqual(self.budget(move), [f"Dr {fund} 10.00", f"Cr {expected} 10.00"], received)
