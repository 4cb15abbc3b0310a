from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from ..report.gaj_surplus_difference import COLUMNS
from .common import GovCase

YEAR = [("date", ">=", "2026-01-01"), ("date", "<=", "2026-12-31")]


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-06-15 02:00:00")
class TestSurplusDifference(GovCase):
    """Every way in which an entry moves the surplus and not the budget surplus, or the other way round."""

    def rows(self, company=None):
        """Return ``{category: amount}`` of the year, without those that come to nothing."""
        found = self.env["gaj.surplus.difference"]._read_group(
            [*YEAR, ("company_id", "=", (company or self.company).id)], ["category"], ["amount:sum"]
        )
        return {category: round(amount, 2) for category, amount in found if round(amount, 2)}

    def assert_rows(self, **expected):
        """Assert what lies between the two surpluses of the books, and that it is all of it."""
        rows = self.rows()
        results = rows.pop("surplus", 0), rows.pop("budget_surplus", 0)
        self.assertEqual(rows, expected)
        self.assertEqual(results, (-self.balance("4") - self.balance("5"), -self.balance("6") - self.balance("7")))
        self.assertEqual(round(results[0] - results[1] - sum(rows.values()), 2), 0)

    def test_an_expense_paid_at_once_makes_no_difference(self):
        self.post("2026-03-01", [("5001", 900, 0, {"economic": "30201"}), ("4001", 0, 600), ("1002", 0, 300)])
        self.assert_rows()

    def test_a_bill_of_an_expense_waits_for_its_payment(self):
        bill = self.bill("2026-03-08", [("5001", 3500, {"economic": "30231"})])
        self.assert_rows(cost_payable=-3500)
        self.pay(bill, "2026-03-20", amount=1500)
        self.assert_rows(cost_payable=-3500, spend_payable=1500)
        self.pay(bill, "2026-03-25")
        self.assert_rows(cost_payable=-3500, spend_payable=3500)

    def test_a_bill_counts_for_what_it_bought_when_it_is_paid(self):
        bill = self.bill(
            "2026-03-08",
            [
                ("1601", 57000, {"economic": "31002"}),
                ("130201", 2000, {"economic": "30218"}),
                ("5001", 1000, {"economic": "30211"}),
            ],
        )
        self.assert_rows(cost_payable=-1000)
        self.pay(bill, "2026-03-25")
        self.assert_rows(cost_payable=-1000, spend_capital=57000, spend_stores=2000, spend_payable=1000)

    def test_a_bill_of_last_year_counts_for_what_it_bought_in_the_statement_of_this_year(self):
        bill = self.bill("2025-12-20", [("1601", 57000, {"economic": "31002"}), ("5001", 3000, {"economic": "30211"})])
        self.pay(bill, "2026-01-10")
        statement = self.env["gaj.statement"].create(
            {
                "report_id": self.env.ref("gaj_account.mis_surplus_difference").id,
                "date_from": "2026-01-01",
                "date_to": "2026-12-31",
            }
        )
        report = self.env["mis.report.instance"].browse(statement.action_open()["res_id"])
        amounts = {
            row.kpi.name: [cell.val or 0 for cell in row.iter_cells()] for row in report._compute_matrix().iter_rows()
        }
        self.assertEqual(amounts["d_spend_capital"], [57000, 0])
        self.assertEqual(amounts["d_spend_payable"], [3000, 0])
        self.assertEqual(amounts["d_cost_payable"], [0, 3000])
        self.assertEqual(amounts["d_unexplained"], [0, 0])

    def test_a_prepayment_and_the_rest_of_the_bill(self):
        self.post("2026-02-01", [("1214", 20000, 0, {"economic": "31002"}), ("4001", 0, 20000)])
        self.assert_rows(spend_payable=20000)
        self.post("2026-03-01", [("1601", 20000, 0), ("1214", 0, 20000)])
        self.assert_rows(spend_payable=20000)

    def test_a_deposit_withheld_counts_when_it_is_released(self):
        self.post("2026-02-10", [("1601", 100000, 0, {"economic": "31002"}), ("4001", 0, 95000), ("230701", 0, 5000)])
        self.assert_rows(spend_capital=95000)
        self.post("2026-05-10", [("230701", 5000, 0, {"economic": "31002"}), ("4001", 0, 5000)])
        self.assert_rows(spend_capital=95000, spend_payable=5000)

    def test_stores_issued_and_depreciation_in_one_entry_are_told_apart_to_the_cent(self):
        self.post("2026-03-31", [("5001", 100, 0), ("1602", 0, 33.33), ("130201", 0, 33.33), ("1214", 0, 33.34)])
        self.assert_rows(cost_depreciation=-33.33, cost_stores=-33.33, cost_payable=-33.34)

    def test_several_expenses_share_what_is_on_the_other_side(self):
        self.post("2026-03-31", [("5001", 0.01, 0), ("5901", 0.02, 0), ("1602", 0, 0.02), ("130201", 0, 0.01)])
        rows = self.rows()
        self.assertEqual(rows["surplus"], -0.03)
        self.assertEqual(round(rows.get("cost_depreciation", 0) + rows.get("cost_stores", 0), 2), -0.03)
        self.assertNotIn("other", rows)

    def test_disposals(self):
        self.post("2026-04-16", [("5301", 52500, 0), ("1602", 187500, 0), ("1601", 0, 240000)])
        self.post("2026-04-17", [("5301", 30400, 0), ("1602", 20000, 0), ("1601", 0, 50000), ("1002", 0, 400)])
        self.assert_rows(cost_disposal=-52500 - 30000)

    def test_gifts_of_assets_are_income_without_budget_income(self):
        self.post("2026-03-20", [("1601", 12300, 0, {"economic": "31002"}), ("4603", 0, 12000), ("1002", 0, 300)])
        self.post("2026-03-21", [("1002", 500, 0), ("4603", 0, 500)])
        self.assert_rows(income_donated=12000, spend_capital=300)

    def test_rent_is_income_when_due_and_budget_income_when_received(self):
        due = self.bill("2026-03-01", [("4605", 800)], move_type="out_invoice", journal_id=self.journal("sale").id)
        self.assert_rows(income_receivable=800)
        self.pay(due, "2026-04-01", journal="bank")
        self.assert_rows(income_receivable=800, budget_receivable=-800)

    def test_provisions_are_other_matters(self):
        self.post("2026-03-31", [("5901", 70, 0), ("1219", 0, 70)])
        self.assert_rows(other=-70)

    def test_a_refund_takes_both_back(self):
        self.post("2026-03-18", [("5001", 9000, 0, {"economic": "30215"}), ("4001", 0, 9000)])
        self.post("2026-04-08", [("4001", 500, 0), ("5001", 0, 500, {"economic": "30215"})])
        self.assert_rows()

    def test_a_reversal_takes_the_difference_back(self):
        move = self.post("2026-03-18", [("1601", 9000, 0, {"economic": "31002"}), ("4001", 0, 9000)])
        self.assert_rows(spend_capital=9000)
        move._reverse_moves([{"date": "2026-03-31"}], cancel=True)
        self.assert_rows()

    def test_custody_of_others_money_makes_no_difference(self):
        self.post("2026-01-05", [("1002", 50000, 0), ("230703", 0, 50000)])
        self.post("2026-02-15", [("130202", 36000, 0), ("1002", 0, 36000)])
        self.post("2026-04-29", [("230705", 33500, 0), ("130202", 0, 33500)])
        self.assertEqual(self.rows(), {})

    def test_an_entry_parked_without_budget_entry_is_not_explained(self):
        self.company.gaj_no_answer = "park"
        move = self.post("2026-03-01", [("5001", 100, 0), ("1002", 0, 100)])
        self.assertEqual(move.gaj_budget_state, "parked")
        self.assert_rows(unexplained=-100)

    def test_spending_booked_in_the_budget_ledger_alone_is_not_explained(self):
        dims = {
            "economic": "30201",
            "functional": "2010303",
            "gaj_nature": "basic",
            "gaj_funding_source": "other",
        }
        self.post("2026-03-01", [("7101", 40, 0, dims), ("800102", 0, 40)], journal="gaj_budget")
        self.assert_rows(unexplained=40)

    def test_value_added_tax_booked_by_hand_is_explained(self):
        self.company.gaj_entity_kind = "institution"
        self.post("2026-03-01", [("5001", 100, 0, {"economic": "30201"}), ("2101", 6, 0), ("1002", 0, 106)])
        self.assert_rows(cost_payable=6)
        sale = [("4101", 100), ("2101", 8)]
        due = self.bill("2026-03-02", sale, move_type="out_invoice", journal_id=self.journal("sale").id)
        self.assert_rows(cost_payable=6, income_receivable=100)
        self.pay(due, "2026-03-05", journal="bank")
        self.assert_rows(cost_payable=6, income_receivable=100, budget_receivable=-108)
        self.post("2026-03-06", [("1002", 53, 0), ("4101", 0, 50), ("2101", 0, 3)])
        self.assert_rows(cost_payable=6, income_receivable=100, budget_receivable=-108, other=-3)
        self.post("2026-04-10", [("2101", 5, 0, {"economic": "30299"}), ("1002", 0, 5)])
        self.assert_rows(cost_payable=6, income_receivable=100, budget_receivable=-108, other=-3, spend_payable=5)
        self.assertEqual((self.balance("2101"), self.balance("1002")), (0, self.balance("800102")))

    def test_drafts_do_not_count(self):
        self.entry("2026-03-31", [("5001", 100, 0), ("1602", 0, 100)])
        self.assertEqual(self.rows(), {})

    def test_each_row_has_its_amount_in_one_column_and_opens_its_entry(self):
        self.post("2026-03-31", [("5001", 100, 0), ("1602", 0, 60), ("130201", 0, 40)])
        rows = self.env["gaj.surplus.difference"].search([*YEAR, ("company_id", "=", self.company.id)])
        self.assertEqual(len(rows), 3)
        for row in rows:
            self.assertEqual([name for name in COLUMNS if row[name]], [row.category])
            self.assertEqual(row[row.category], row.amount)
            self.assertEqual(row.credit - row.debit, row.amount)
            self.assertEqual(row.action_open_entry()["res_id"], row.move_id.id)
            items = self.env["account.move.line"].search(row.action_open_items()["domain"])
            self.assertEqual(items, row.move_id.line_ids)

    def test_companies_keep_apart(self):
        self.post("2026-03-31", [("5001", 100, 0), ("1602", 0, 100)])
        other = self.make_company("Another Bureau")
        user = self.make_user("gov_other", "account.group_account_readonly", company=other)
        rows = self.env["gaj.surplus.difference"].with_user(user).with_context(allowed_company_ids=other.ids)
        self.assertFalse(rows.search([]))
        with self.assertRaises(AccessError):
            rows.with_context(allowed_company_ids=(other | self.company).ids).search([])
        self.assertEqual(self.rows(other), {})
        both = self.make_user("gov_both", "account.group_account_readonly")
        both.company_ids = [Command.set((other | self.company).ids)]
        found = (
            self.env["gaj.surplus.difference"]
            .with_user(both)
            .with_context(allowed_company_ids=(other | self.company).ids)
        )
        self.assertEqual(found.search([]).company_id, self.company)
