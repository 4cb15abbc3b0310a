from odoo.tests import tagged
from odoo.tools import file_open

from odoo.addons.gaj_account.models.template_cn_gov import ACCOUNTS, GROUPS, chart_rows

from .common import GovCase


@tagged("post_install", "-at_install", "gaj")
class TestChart(GovCase):
    def all_accounts(self, company=None):
        company = company or self.company
        Account = self.env["account.account"].with_company(company).with_context(active_test=False)
        return Account.search([("company_ids", "in", company.ids)])

    def test_the_accounts_are_those_of_the_file_and_no_other(self):
        found = {
            one.code: (one.name, one.with_context(lang="zh_CN").name, one.account_type, one.reconcile)
            for one in self.all_accounts().with_context(lang="en_US")
        }
        wanted = {
            row["code"]: (row["name"], row["name@zh_CN"], row["account_type"], row["reconcile"] == "True")
            for row in chart_rows(ACCOUNTS)
        }
        self.assertEqual(found, wanted)

    def test_a_hundred_and_three_groups_in_two_languages(self):
        groups = self.env["account.group"].search([("company_id", "=", self.company.id)])
        self.assertEqual(len(groups), 103)
        found = {
            one.code_prefix_start: (one.name, one.with_context(lang="zh_CN").name)
            for one in groups.with_context(lang="en_US")
        }
        wanted = {row["code_prefix_start"]: (row["name"], row["name@zh_CN"]) for row in chart_rows(GROUPS)}
        self.assertEqual(found, wanted)
        self.assertEqual(groups.mapped("code_prefix_start"), groups.mapped("code_prefix_end"))

    def test_every_posting_account_is_in_exactly_one_group(self):
        prefixes = {row["code_prefix_start"] for row in chart_rows(GROUPS)}
        for account in self.all_accounts():
            self.assertEqual(account.group_id.code_prefix_start, account.code[:4], account.code)
        self.assertEqual({account.code[:4] for account in self.all_accounts()}, prefixes)

    def test_no_stray_accounts(self):
        codes = set(self.all_accounts().mapped("code"))
        self.assertNotIn("999999", codes)
        self.assertFalse([code for code in codes if code.startswith("99")])
        self.assertEqual(self.company.get_unaffected_earnings_account().code, "3301")
        self.assertEqual(len(codes), len(chart_rows(ACCOUNTS)))

    def test_each_class_has_its_types(self):
        kinds = {"1": "asset", "2": "liability", "3": "equity", "4": "income", "5": "expense"}
        for account in self.all_accounts():
            self.assertEqual(account.internal_group, kinds.get(account.code[0], "off"), account.code)
        self.assertEqual(self.account("3301").account_type, "equity_unaffected")
        self.assertEqual(self.account("1214").account_type, "asset_prepayments")
        self.assertEqual(self.account("4603").account_type, "income_other")
        self.assertEqual(self.account("5301").account_type, "expense_other")

    def test_the_words_of_a_role_are_known(self):
        roles = {key for key, _label in self.env["account.account"]._fields["gaj_role"].selection}
        for row in chart_rows(ACCOUNTS):
            budget = row["code"][0] in "678"
            self.assertEqual(bool(row["role"]), not budget, row["code"])
            self.assertIn(row["role"], roles | {""})

    def test_every_account_has_its_role_and_counterpart(self):
        for row in chart_rows(ACCOUNTS):
            account = self.account(row["code"])
            self.assertEqual(account.gaj_role or "", row["role"], row["code"])
            self.assertEqual(
                account.gaj_budget_account_id.code or "", row["budget_account"].removeprefix("cn_gov_"), row["code"]
            )
            self.assertEqual(account.gaj_funding_source or "", row["funding_source"], row["code"])
            self.assertEqual(account.gaj_economic_class_id.code or "", row["economic_class"], row["code"])

    def test_counterparts_of_the_specification(self):
        wanted = {
            "1001": "800102", "1002": "800102", "102101": "800102", "121801": "800102", "190202": "800102",
            "230706": "800102", "1011": "800101", "1201": "800103", "4001": "6001", "4101": "6101", "4601": "6601",
            "4602": "6602", "4603": "6609", "4604": "6609", "4605": "6609", "4609": "6609",
        }  # fmt: skip
        self.assertEqual({code: self.account(code).gaj_budget_account_id.code for code in wanted}, wanted)

    def test_journals_have_accounts_and_ledgers(self):
        wanted = {
            "treasury": ("bank", "4001", "financial"),
            "bank": ("bank", "1002", "financial"),
            "cash": ("cash", "1001", "financial"),
            "last_year_quota": ("bank", "1201", "financial"),
            "zero_balance": ("bank", "1011", "financial"),
            "purchase": ("purchase", "5001", "financial"),
            "sale": ("sale", "4609", "financial"),
            "general": ("general", False, "financial"),
            "gaj_budget": ("general", False, "budget"),
            "gaj_closing": ("general", False, "financial"),
            "gaj_closing_budget": ("general", False, "budget"),
        }
        found = {
            kind: (one.type, one.default_account_id.code, one.gaj_ledger)
            for kind in wanted
            for one in self.journal(kind)
        }
        self.assertEqual(found, wanted)
        self.assertEqual(self.journal("treasury").with_context(lang="zh_CN").name, "国库集中支付")
        self.assertEqual(self.company.gaj_budget_journal_id, self.journal("gaj_budget"))
        self.assertFalse(self.journal("zero_balance").active)

    def test_payment_methods_post_to_the_account_of_their_journal(self):
        for kind in ("treasury", "bank", "cash", "last_year_quota", "zero_balance"):
            journal = self.journal(kind)
            lines = journal.inbound_payment_method_line_ids | journal.outbound_payment_method_line_ids
            self.assertGreaterEqual(len(lines), 2)
            self.assertEqual(lines.payment_account_id, journal.default_account_id)
            self.assertTrue(journal.suspense_account_id.code == "102199")

    def test_no_tax_is_proposed(self):
        self.assertFalse(self.env["account.tax"].search([("company_id", "=", self.company.id)]))
        self.assertFalse(self.company.account_purchase_tax_id)
        self.assertFalse(self.company.account_sale_tax_id)

    def test_utility_accounts_are_accounts_of_the_chart(self):
        company, wanted = self.company, {
            "account_journal_suspense_account_id": "102199",
            "transfer_account_id": "102199",
            "default_cash_difference_income_account_id": "190201",
            "default_cash_difference_expense_account_id": "190201",
            "account_journal_early_pay_discount_gain_account_id": "4609",
            "account_journal_early_pay_discount_loss_account_id": "5901",
            "income_currency_exchange_account_id": "4609",
            "expense_currency_exchange_account_id": "5901",
            "income_account_id": "4609",
            "expense_account_id": "5001",
        }  # fmt: skip
        self.assertEqual({name: company[name].code for name in wanted}, wanted)

    def test_a_new_company_keeps_both_ledgers_and_mirrors_in_red(self):
        self.assertTrue(self.company.gaj_parallel)
        self.assertTrue(self.company.account_storno)
        self.assertEqual(self.company.currency_id.name, "CNY")
        self.assertEqual(self.partner.property_account_payable_id.code, "2302")
        self.assertEqual(self.partner.property_account_receivable_id.code, "1212")

    def test_loading_again_changes_nothing(self):
        before = self.all_accounts().ids
        self.account("1002").gaj_funding_source = "nonfiscal_special"
        self.company.gaj_parallel = False
        self.env["account.chart.template"].try_loading("cn_gov", company=self.company, install_demo=False)
        self.assertEqual(self.all_accounts().ids, before)
        self.assertEqual(self.account("1002").gaj_funding_source, "nonfiscal_special")
        self.assertFalse(self.company.gaj_parallel)

    def test_an_enterprise_chart_is_left_alone(self):
        company = self.make_company("Enterprise", chart="generic_coa")
        self.assertFalse(company.gaj_parallel)
        self.assertFalse(company.gaj_budget_journal_id)
        self.assertFalse(self.all_accounts(company).filtered("gaj_role"))

    def test_core_gives_it_to_no_new_company_by_itself(self):
        template, china = self.env["account.chart.template"], self.env.ref("base.cn")
        charts = [code for code, _name in template._select_chart_template(china)]
        self.assertEqual(charts.count("cn_gov"), 1)
        self.assertEqual(template._guess_chart_template(china), "cn")
        self.assertEqual(charts[:3], ["cn", "cn_large_bis", "cn_gov"])
        france = self.env.ref("base.fr")
        self.assertNotEqual(template._guess_chart_template(france), "cn_gov")

    def test_the_files_have_a_row_for_every_line(self):
        for path in (ACCOUNTS, GROUPS):
            with file_open(path, "r") as file:
                self.assertEqual(len(file.read().splitlines()) - 1, len(chart_rows(path)))
