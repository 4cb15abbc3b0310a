from pathlib import Path

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import GovCase

INVARIANTS = sorted((Path(__file__).parents[1] / "invariants").glob("*.sql"))


@tagged("post_install", "-at_install", "gaj")
class TestParallelChecks(GovCase):
    """What must hold of both ledgers, and the queries that look for breaches."""

    def live(self):
        """Post, pay, take back and reverse a little of everything."""
        self.post("2026-01-01", [("1002", 200000, 0), ("160102", 9000, 0), ("3001", 0, 209000)])
        self.post("2026-01-05", [("1011", 5000, 0), ("4001", 0, 5000)])
        self.post("2026-01-06", [("5001", 70, 0, {"economic": "30201"}), ("1011", 0, 70)])
        self.post("2026-01-07", [("1201", 400, 0), ("4001", 0, 400)])
        self.post("2026-01-08", [("5001", 50, 0, {"economic": "30201"}), ("1201", 0, 50)])
        self.post("2026-01-09", [("1002", 1000, 0), ("230703", 0, 1000)])
        self.post("2026-01-10", [("130202", 300, 0), ("1002", 0, 300)])
        self.post("2026-01-10", [("121801", 3000, 0), ("1002", 0, 3000)])
        self.post("2026-01-12", [("5001", 2600, 0, {"economic": "30211"}), ("1001", 400, 0), ("121801", 0, 3000)])
        self.post("2026-01-12", [("1002", 60, 0), ("3501", 0, 60)])
        bill = self.bill(
            "2026-02-01",
            [("160102", 57000, {"economic": "31002"}), ("5001", 3000, {"economic": "30211"}), ("230701", -1000)],
        )
        self.pay(bill, "2026-02-05", amount=20000)
        payment = self.pay(bill, "2026-02-09", journal="bank").move_id
        payment.line_ids.remove_move_reconcile()
        (bill + payment).line_ids.filtered(lambda line: line.account_id.code == "2302").reconcile()
        spent = self.post("2026-02-10", [("5001", 80, 0, {"economic": "30206"}), ("1002", 0, 80)])
        spent._reverse_moves([{"date": "2026-03-01"}], cancel=True)
        deposit = self.post("2026-03-02", [("230701", 1000, 0, {"economic": "31002"}), ("4001", 0, 1000)])
        deposit.button_draft()
        deposit.action_post()
        self.post("2026-03-03", [("1002", 500, 0), ("4605", 0, 500)])
        self.post("2026-03-31", [("5001", 90, 0), ("160202", 0, 90)])

    def breaches(self, text):
        self.env.flush_all()
        self.env.cr.execute("\n".join(line for line in text.splitlines() if not line.startswith("--")))
        return self.env.cr.fetchall()

    def test_balances_of_both_ledgers_agree(self):
        self.live()
        surplus = -self.balance("6") - self.balance("7")
        opening = -self.balance("8202") - self.balance("8101") - self.balance("8201")
        self.assertEqual(surplus, round(self.balance("8001") - opening, 2))
        money = self.balance("1001") + self.balance("1002") + self.balance("1021")
        others = sum(self.balance(code) for code in ("121801", "190202", "230706", "230703", "130202", "2103"))
        self.assertEqual(round(money - self.balance("800102"), 2), -others)
        self.assertEqual(self.balance("1201"), self.balance("800103"))
        self.assertEqual(self.balance("1011"), self.balance("800101"))
        self.assertEqual(self.balance("820101"), -60)

    def test_the_checks_find_nothing(self):
        self.live()
        for path in INVARIANTS:
            with self.subTest(path.name):
                self.assertEqual(self.breaches(path.read_text(encoding="utf-8")), [])

    def test_each_year_is_checked_by_itself(self):
        self.live()
        self.post("2027-01-04", [("5001", 30, 0, {"economic": "30201"}), ("1002", 0, 30)])
        closing = self.env["gaj.year.closing"].create({"year": "2026", "all_the_same": True})
        closing.action_close()
        text = next(path for path in INVARIANTS if path.stem == "budget_surplus_is_change_of_funds").read_text("utf-8")
        self.assertEqual(self.breaches(text), [])
        # what one year has too much and another too little is not made good by both together
        for date, balance in (("2026-02-10", 1), ("2027-01-04", -1)):
            lines = self.env["account.move.line"].search(
                [("date", "=", date), ("account_id.code", "=", "800102"), ("company_id", "=", self.company.id)], limit=1
            )
            self.env.cr.execute(
                "UPDATE account_move_line SET balance = balance + %s WHERE id = %s", (balance, lines.id)
            )
        self.assertEqual([int(row[1]) for row in self.breaches(text)], [2026, 2027])

    def test_money_of_others_against_an_expense_is_refused(self):
        with self.assertRaisesRegex(UserError, "money of others"):
            self.post("2026-03-05", [("121802", 10, 0), ("5001", 0, 10, {"economic": "30206"})])
        with self.assertRaisesRegex(UserError, "money of others"):
            self.post("2026-03-05", [("121802", 10, 0), ("4001", 0, 10)])
