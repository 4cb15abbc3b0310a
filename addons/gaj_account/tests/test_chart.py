from odoo.tests import tagged
from odoo.tools import file_open

from odoo.addons.gaj_account.models.template_cn_gov import ACCOUNTS, GROUPS, chart_rows

from .common import GovCase

#: The 103 accounts of the system and the types that Odoo knows them by.
TYPES = {
    "asset_cash": "1001 1002 1011 1021",
    "asset_current": "1101 1201 1211 1215 1216 1218 1219 1301 1302 1303 1401",
    "asset_receivable": "1212",
    "asset_prepayments": "1214",
    "asset_non_current": "1501 1502 1611 1613 1701 1702 1703 1811 1821 1891 1901 1902",
    "asset_fixed": "1601 1602 1801 1802 1831 1832",
    "liability_current": "2001 2101 2102 2103 2201 2301 2303 2304 2305 2307 2401 2901",
    "liability_payable": "2302",
    "liability_non_current": "2501 2502 2601",
    "equity": "3001 3101 3201 3302 3401 3501",
    "equity_unaffected": "3301",
    "income": "4001 4101 4201 4301 4401 4601",
    "income_other": "4602 4603 4604 4605 4609",
    "expense": "5001 5101 5201 5401 5501 5801",
    "expense_other": "5301 5901",
    "off_balance": "6001 6101 6201 6301 6401 6501 6601 6602 6609 7101 7201 7301 7401 7501 7601 7701 7901 8001 8101 8102 8201 8202 8301 8401 8501 8701",
}
#: What the sub-accounts and those that stand out mean to the budget ledger.
ROLES = {
    "fund": "1001 1002 1011 102101 102199 1201 121801 121809 190202 230706 4001",
    "nonbudget": "121802 130202 2103 230702 230703 230705",
    "traced": "1212 2302 2502 230701 230704",
    "spend": "1214 130201 1401 160101 160102 160103 160104 160105 160106 1613 1701 1703 1901 5001 5101 5201 5301 5901",
    "income": "4101 4201 4301 4401 4601 4602 4603 4604 4605 4609",
    "none": "160201 160202 160205 190201 3001 3301 3302 3401 3501",
}


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

    def test_every_account_of_the_system_has_its_type(self):
        types = {code: kind for kind, codes in TYPES.items() for code in codes.split()}
        self.assertEqual(len(types), 103)
        for account in self.all_accounts() - self.account("102199"):
            self.assertEqual(account.account_type, types[account.code[:4]], account.code)
        self.assertEqual(
            self.account("102199").account_type, "asset_current", "core transfers over current assets only"
        )

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

    def test_roles_of_the_specification(self):
        found = {kind: " ".join(self.account(code).gaj_role for code in codes.split()) for kind, codes in ROLES.items()}
        self.assertEqual(found, {kind: " ".join([kind] * len(codes.split())) for kind, codes in ROLES.items()})

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
