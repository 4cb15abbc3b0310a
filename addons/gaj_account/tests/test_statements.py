from ast import literal_eval
from datetime import date
from io import BytesIO

import openpyxl
from odoo.exceptions import AccessError, RedirectWarning, ValidationError
from odoo.tests import freeze_time, tagged

from ..demo import scenario_g
from .common import GovCase
from .test_scenario_g import ScenarioCase

STATEMENTS = (
    "balance_sheet",
    "income_expense",
    "net_assets",
    "budget_income_expense",
    "budget_carryover",
    "fiscal_appropriation",
    "surplus_difference",
    "trial_balance",
    "treasury_proceeds",
)


class StatementCase(GovCase):
    """Opens statements as a clerk does."""

    @classmethod
    def open_statement(cls, key, date_from="2026-01-01", date_to="2026-04-30", user=None):
        """Return the report that the statement ``key`` opens for a period."""
        statement = cls.env["gaj.statement"].with_user(user or cls.accountant)
        values = {"report_id": cls.env.ref(f"gaj_account.mis_{key}").id, "date_from": date_from, "date_to": date_to}
        action = statement.create(values).action_open()
        return statement.env[action["res_model"]].browse(action["res_id"])

    @classmethod
    def numbers(cls, key, *period, user=None):
        """Return ``{name of the line: amounts in the order of the columns}``; without account details."""
        matrix = cls.open_statement(key, *period, user=user)._compute_matrix()
        return {
            row.kpi.name: [round(cell.val, 2) if cell and isinstance(cell.val, float) else None for cell in cells]
            for row in matrix.iter_rows()
            if not row.account_id and (cells := list(row.iter_cells()))
        }

    @classmethod
    def account_rows(cls, key, *period):
        """Return ``{account code: amounts}`` of the rows that accounts have in the statement ``key``."""
        matrix = cls.open_statement(key, *period)._compute_matrix()
        return {
            row.label.split(" ")[0]: [
                round(cell.val, 2) if cell and isinstance(cell.val, float) else None for cell in row.iter_cells()
            ]
            for row in matrix.iter_rows()
            if row.account_id
        }

    def assert_first(self, numbers, **expected):
        """Assert the amounts in the first column."""
        self.assertEqual({name: numbers[name][0] for name in expected}, expected)


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-05-04 02:00:00")
class TestStatements(StatementCase, ScenarioCase):
    """The numbers of four months in every statement, before and after the closing of the year."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.open_books()
        cls.moves = cls.play()

    def close(self):
        closing = self.env["gaj.year.closing"].with_user(self.manager).create({"year": "2026", "all_the_same": True})
        with freeze_time("2027-01-10 02:00:00"):
            closing.action_close()
        self.assertEqual(closing.state, "closed")

    def check_results(self, *period):
        self.assert_first(
            self.numbers("income_expense", *period),
            income=214766.40,
            i4001=202680.00,
            i4603=12000.00,
            i4604=86.40,
            expense=123530.01,
            e5001=64010.01,
            e5301=59320.00,
            e5901=200.00,
            surplus=91236.39,
        )
        self.assert_first(
            self.numbers("budget_income_expense", *period),
            b_income=202766.40,
            b6001=202680.00,
            b6609=86.40,
            b_interest=86.40,
            b_expense=206280.00,
            b7101=205180.00,
            b7901=1100.00,
            b_difference=-3513.60,
        )
        self.assert_first(
            self.numbers("surplus_difference", *period),
            d_budget=-3513.60,
            d_income_receivable=None,
            d_income_donated=12000.00,
            d_spend_payable=15580.00,
            d_spend_stores=8000.00,
            d_spend_capital=153500.00,
            d_spend_loans=None,
            d_minus1=None,
            d_cost_stores=8000.00,
            d_cost_depreciation=16830.01,
            d_cost_disposal=59320.00,
            d_cost_payable=10180.00,
            d_other=None,
            d_surplus=91236.39,
            d_unexplained=0.00,
            d_entries=None,
        )

    def test_balance_sheet(self):
        self.assert_first(
            self.numbers("balance_sheet"),
            cash=210486.40,
            a1214=1800.00,
            stores=2500.00,
            a1401=3600.00,
            a1601=203340.00,
            a1602=18790.01,
            a160=184549.99,
            assets=402936.39,
            l2307=21500.00,
            liabilities=21500.00,
            n3001=265200.00,
            n3401=25000.00,
            n3301=91236.39,
            net_assets=381436.39,
            liabilities_net=402936.39,
        )

    def test_income_budget_and_the_difference_between_them(self):
        self.check_results()

    def test_a_month_and_the_year_to_date(self):
        numbers = self.numbers("income_expense", "2026-04-01", "2026-04-30")
        self.assertEqual(numbers["surplus"], [-69231.67, 91236.39])
        self.assertEqual(numbers["i4001"], [780.00, 202680.00])

    def test_changes_in_net_assets(self):
        numbers = self.numbers("net_assets")
        self.assertEqual(numbers["n_prior"][:4], [3600.00, None, None, 3600.00])
        self.assertEqual(numbers["n_surplus"][:4], [91236.39, None, None, 91236.39])
        self.assertEqual(numbers["n_alloc"][:4], [25000.00, None, None, 25000.00])
        self.assertEqual(numbers["n_other"][:4], [261600.00, None, None, 261600.00])
        self.assertEqual(numbers["n_end"][:4], [381436.39, None, None, 381436.39])

    def test_carry_forwards_and_fiscal_appropriations(self):
        self.assert_first(
            self.numbers("budget_carryover"),
            c_result_f=0.00,
            c_result_o=-3513.60,
            c_taken=200000.00,
            c_8202=196486.40,
            c_end=196486.40,
            c_check=0.00,
        )
        total = self.numbers("fiscal_appropriation")["f_total"]
        self.assertEqual(total, [None, None, None, None, None, 202680.00, 202680.00, 0.00, None])

    def test_trial_balance_of_both_ledgers(self):
        accounts = self.account_rows("trial_balance")
        self.assertEqual(accounts["1002"][4:], [209986.40, None])
        self.assertEqual(accounts["160202"][4:], [None, 8790.01])
        self.assertEqual(accounts["3001"][4:], [None, 265200.00])
        self.assertEqual(accounts["6001"][2:], [500.00, 203180.00, None, 202680.00])
        self.assertEqual(accounts["7101"][4:], [205180.00, None])
        self.assertEqual(accounts["800102"][4:], [196486.40, None])
        numbers = self.numbers("trial_balance")
        for total in ("t_fin_total", "t_bud_total"):
            debits, credits_ = numbers[total][2::2], numbers[total][3::2]
            self.assertEqual(debits, credits_)

    def test_a_month_begins_with_what_the_last_one_left(self):
        march = self.account_rows("trial_balance", "2026-03-01", "2026-03-31")
        april = self.account_rows("trial_balance", "2026-04-01", "2026-04-30")
        left = {code: amounts[4:] for code, amounts in march.items() if any(amounts[4:])}
        self.assertEqual({code: amounts[:2] for code, amounts in april.items() if any(amounts[:2])}, left)

    def test_proceeds_due_and_remitted(self):
        self.assertEqual(self.numbers("treasury_proceeds")["p_2103"], [None, 67100.00, 67100.00, 0.00])

    def check_execution(self):
        action = self.env.ref("gaj_account.gaj_budget_execution_action")
        domain = [*literal_eval(action.domain), ("company_id", "=", self.company.id)]
        lines = self.env["account.move.line"].with_user(self.readonly)
        spent = lines._read_group(
            [*domain, ("account_id.code", "=", "7101")], ["gaj_economic_class_id"], ["balance:sum"]
        )
        self.assertEqual({one.code: f"{amount:.2f}" for one, amount in spent}, scenario_g.CLASSES_OF_7101)
        public = [*domain, ("gaj_economic_class_id.is_three_public", "=", True)]
        self.assertEqual(round(sum(lines.search(public).mapped("balance")), 2), 15480.00)
        self.assertEqual(round(sum(lines.search(domain).mapped("balance")), 2), 206280.00)

    def test_budget_execution_by_class_and_the_three_public_expenses(self):
        self.check_execution()
        self.close()
        self.check_execution()

    def test_closing_empties_no_statement_of_the_closed_year(self):
        self.close()
        year = ("2026-01-01", "2026-12-31")
        self.check_results(*year)
        self.assert_first(
            self.numbers("balance_sheet", *year), n3001=381436.39, n3301=0.00, n3401=0.00, net_assets=381436.39
        )
        self.assertEqual(self.numbers("net_assets", *year)["n_end"][0], 381436.39)
        self.assertEqual(self.numbers("net_assets", *year)["n_other"][0], 261600.00)
        self.assert_first(
            self.numbers("budget_carryover", *year), c_result_o=-3513.60, c_8202=196486.40, c_8101=0.00, c_check=0.00
        )
        accounts = self.account_rows("trial_balance", *year)
        self.assertEqual(accounts["3001"][4:], [None, 381436.39])
        self.assertEqual(accounts["820203"][4:], [None, 196486.40])
        self.assertEqual(accounts["800102"][4:], [196486.40, None])
        for code, amounts in accounts.items():
            if code[0] in "4567":
                self.assertFalse(any(amounts[4:]), code)

    def test_the_year_after_begins_with_the_closed_balances(self):
        for is_closed in (False, True):
            with self.subTest(is_closed=is_closed):
                if is_closed:
                    self.close()
                year = ("2027-01-01", "2027-12-31")
                sheet = self.numbers("balance_sheet", *year)
                self.assertEqual(sheet["net_assets"], [381436.39, 381436.39])
                self.assertEqual(sheet["assets"], [402936.39, 402936.39])
                self.assertEqual(self.numbers("income_expense", *year)["surplus"], [None, 91236.39])
                self.assertEqual(self.numbers("net_assets", *year)["n_open"][3], 381436.39)
                self.assert_first(
                    self.numbers("budget_carryover", *year), c_open=196486.40, c_end=196486.40, c_check=0.00
                )

    def test_a_cell_opens_its_journal_items(self):
        report = self.open_statement("income_expense")
        cell = next(row for row in report.compute()["body"] if row["cells"][0].get("val") == 59320.00)["cells"][0]
        action = report.drilldown(cell["drilldown_arg"])
        self.assertEqual(action["res_model"], "account.move.line")
        items = report.env["account.move.line"].search(action["domain"])
        self.assertEqual(round(sum(items.mapped("balance")), 2), 59320.00)
        self.assertEqual(set(items.account_id.mapped("code")), {"5301"})

    def test_every_statement_makes_a_workbook_with_its_numbers(self):
        expected = {
            "balance_sheet": 402936.39,
            "income_expense": 91236.39,
            "net_assets": 381436.39,
            "budget_income_expense": -3513.60,
            "budget_carryover": 196486.40,
            "fiscal_appropriation": 202680.00,
            "surplus_difference": 153500.00,
            "trial_balance": 209986.40,
            "treasury_proceeds": 67100.00,
        }
        self.company.name = "机关事务管理局/服务中心 [试点]: A?"
        for key in STATEMENTS:
            with self.subTest(key):
                report = self.open_statement(key)
                content, kind = report.env["ir.actions.report"]._render_xlsx(
                    "mis_builder.mis_report_instance_xlsx", report.ids, {}
                )
                self.assertEqual(kind, "xlsx")
                sheet = openpyxl.load_workbook(BytesIO(content)).active
                rows = list(sheet.iter_rows(values_only=True))
                self.assertIn(expected[key], [round(v, 2) for row in rows for v in row if isinstance(v, (int, float))])
                self.assertIn(self.company.name, rows[0][0])
                self.assertIn("2026", rows[2][0])
                self.assertIn("CNY", rows[3][0])

    def test_the_menu_opens_each_statement_for_accountants_and_readers(self):
        for user in (self.accountant, self.readonly):
            for key in STATEMENTS:
                with self.subTest(key, user=user.login):
                    action = self.env.ref(f"gaj_account.gaj_statement_{key}_action").with_user(user).run()
                    report = self.env[action["res_model"]].with_user(user).browse(action["res_id"])
                    self.assertEqual(report.company_id, self.company)
                    self.assertTrue(report.compute()["body"])

    def test_nobody_else_opens_a_statement(self):
        stranger = self.make_user("gov_stranger", "base.group_user")
        with self.assertRaises(AccessError):
            self.env["gaj.statement"].with_user(stranger).action_open_report("gaj_account.mis_balance_sheet")
        with self.assertRaises(AccessError):
            self.env["gaj.surplus.difference"].with_user(stranger).search([])

    def test_periods_by_one_click(self):
        report = self.open_statement("income_expense")
        expected = {
            "action_gaj_this_month": (date(2026, 5, 1), date(2026, 5, 31)),
            "action_gaj_last_month": (date(2026, 4, 1), date(2026, 4, 30)),
            "action_gaj_this_year": (date(2026, 1, 1), date(2026, 12, 31)),
            "action_gaj_last_year": (date(2025, 1, 1), date(2025, 12, 31)),
        }
        for method, period in expected.items():
            action = getattr(report, method)()
            opened = report.browse(action["res_id"])
            self.assertEqual((opened.gaj_date_from, opened.gaj_date_to), period, method)
            self.assertEqual(opened.report_id, report.report_id)
        context = report.action_gaj_other_period()["context"]
        self.assertEqual(context["default_date_from"], date(2026, 1, 1))

    def test_a_period_ends_after_it_begins(self):
        with self.assertRaisesRegex(ValidationError, "2026-04-30"):
            self.open_statement("balance_sheet", "2026-05-01", "2026-04-30")

    def test_a_company_on_another_chart_is_shown_the_settings(self):
        other = self.make_company("A Firm", chart=None)
        statement = (
            self.env["gaj.statement"]
            .with_company(other)
            .create({"report_id": self.env.ref("gaj_account.mis_balance_sheet").id, "company_id": other.id})
        )
        with self.assertRaisesRegex(RedirectWarning, "A Firm"):
            statement.action_open()

    def test_queries_do_not_grow_with_the_entries(self):
        def queries(key):
            report = self.open_statement(key)
            report.compute()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            report.compute()
            return self.cr.sql_log_count - before

        for key in STATEMENTS:
            queries(key)  # fills the caches that all share
        small = {key: queries(key) for key in STATEMENTS}
        for day in range(1, 21):
            self.post(f"2026-04-{day:02}", [("5001", 10, 0, {"economic": "30201"}), ("4001", 0, 10)])
        for key in STATEMENTS:
            queries(key)
        self.assertEqual({key: queries(key) for key in STATEMENTS}, small)
