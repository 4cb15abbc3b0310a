from freezegun import freeze_time
from odoo import Command
from odoo.exceptions import AccessError, RedirectWarning, UserError, ValidationError
from odoo.tests import Form, tagged

from odoo.addons.gaj_account.models.template_cn_gov import ACCOUNTS, chart_rows

from .common import MANAGER, GovCase


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-05-10")
class TestSetup(GovCase):
    """Government accounting is set up in new companies and in ones that have booked, never silently."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.make_company("Service Centre", chart=None)

    def setup_for(self, company, user=None, **values):
        user = user or self.make_user(f"chief_{company.id}", MANAGER, company)
        Setup = self.env["gaj.account.setup"].with_user(user).with_context(allowed_company_ids=company.ids)
        return Setup.create({"company_id": company.id, **values})

    def accounts(self, company):
        Account = self.env["account.account"].with_company(company).with_context(active_test=False)
        return {one.code: one for one in Account.search([("company_ids", "in", company.ids)])}

    def book(self, company, accounts=None):
        """Return a posted entry of ``company`` on accounts of its own making."""
        accounts = accounts or {"1002": "asset_cash", "5001": "expense"}
        Account = self.env["account.account"].with_company(company)
        made = [
            Account.create({"code": code, "name": f"Own {code}", "account_type": kind, "company_ids": company.ids})
            for code, kind in accounts.items()
        ]
        journal = self.env["account.journal"].create(
            {"name": "Own", "code": "OWN", "type": "general", "company_id": company.id}
        )
        move = (
            self.env["account.move"]
            .with_company(company)
            .create(
                {
                    "journal_id": journal.id,
                    "date": "2026-03-31",
                    "line_ids": [
                        Command.create({"account_id": made[0].id, "credit": 80.0}),
                        Command.create({"account_id": made[-1].id, "debit": 80.0}),
                    ],
                }
            )
        )
        move.action_post()
        return move

    def test_a_company_without_a_chart_gets_it(self):
        setup = self.setup_for(self.other, entity_kind="institution")
        self.assertEqual(setup.situation, "load")
        self.assertIn("133", setup.preview)
        setup.action_apply()
        self.assertEqual(len(self.accounts(self.other)), 133)
        self.assertEqual(self.other.chart_template, "cn_gov")
        self.assertTrue(self.other.gaj_parallel)
        self.assertEqual(self.other.gaj_entity_kind, "institution")
        self.assertEqual(self.other.gaj_functional_class_id.code, "2010303")
        self.assertFalse(self.other.gaj_parallel_from)

    def test_a_chart_without_entries_goes_only_when_told_so(self):
        company = self.make_company("On the Generic Chart", chart="generic_coa")
        setup = self.setup_for(company)
        self.assertTrue(setup.is_replacing)
        with self.assertRaisesRegex(UserError, "Nothing is booked on it yet"):
            setup.action_apply()
        setup.replace_chart = True
        setup.action_apply()
        self.assertEqual(set(self.accounts(company)), {row["code"] for row in chart_rows(ACCOUNTS)})

    def test_books_kept_already_are_completed(self):
        move = self.book(self.other, {"1002": "asset_cash", "100201": "asset_cash", "8888": "expense"})
        own = self.accounts(self.other)
        journals = self.env["account.journal"].search([("company_id", "=", self.other.id)])
        setup = self.setup_for(self.other)
        self.assertEqual(setup.situation, "complete")
        self.assertEqual(str(setup.parallel_from), "2026-05-10")
        for text in ("132 accounts, 103 groups", "8888 Own 8888"):
            self.assertIn(text, setup.preview)
        setup.parallel_from = "2026-01-01"
        self.assertIn("1 entries from that day on", setup.preview)
        setup.action_apply()

        found = self.accounts(self.other)
        self.assertEqual(len(found), 133 + 2)
        self.assertEqual((found["1002"], found["1002"].name), (own["1002"], "Own 1002"))
        self.assertEqual(found["1002"].gaj_role, "fund")
        self.assertEqual(found["100201"].gaj_role, "fund")
        self.assertEqual(found["100201"].gaj_budget_account_id, found["800102"])
        self.assertFalse(found["8888"].gaj_role)
        self.assertEqual(found["1212"].with_context(lang="zh_CN").name, "应收账款")
        self.assertEqual(found["160102"].gaj_economic_class_id.code, "31002")
        self.assertTrue(move.line_ids.account_id <= self.env["account.account"].union(*own.values()))
        self.assertEqual(move.state, "posted")
        groups = self.env["account.group"].search([("company_id", "=", self.other.id)])
        self.assertEqual(len(groups), 103)
        self.assertEqual(found["100201"].with_company(self.other).group_id.code_prefix_start, "1002")
        template = self.env["account.chart.template"].with_company(self.other)
        self.assertEqual(template.ref("bank").default_account_id, own["1002"])
        self.assertEqual(template.ref("general"), journals)
        self.assertEqual(self.other.gaj_budget_journal_id.gaj_ledger, "budget")
        self.assertEqual(str(self.other.gaj_parallel_from), "2026-01-01")
        self.assertTrue(self.other.gaj_parallel)
        self.assertTrue(self.other.account_storno)
        self.assertEqual(self.other.account_journal_suspense_account_id, found["102199"])
        partner = self.partner.with_company(self.other)
        self.assertEqual(partner.property_account_payable_id, found["2302"])

    def test_setting_up_again_makes_nothing_twice(self):
        self.book(self.other)
        self.setup_for(self.other).action_apply()
        accounts, user = (
            self.accounts(self.other),
            self.env["res.users"].search([("login", "=", f"chief_{self.other.id}")]),
        )
        journals = self.env["account.journal"].with_context(active_test=False)
        mine = [("company_id", "=", self.other.id)]
        before = journals.search(mine)
        accounts["1401"].gaj_role = "none"
        setup = self.setup_for(self.other, user)
        self.assertIn("nothing is missing", setup.preview)
        self.assertEqual(str(setup.parallel_from), "2026-05-10")
        setup.action_apply()
        self.assertEqual(self.accounts(self.other), accounts)
        self.assertEqual(journals.search(mine), before)
        self.assertEqual(accounts["1401"].gaj_role, "none")
        self.assertEqual(self.env["account.group"].search_count(mine), 103)

    def test_a_chart_without_country_stays_beside(self):
        company = self.make_company("Generic with Entries", chart="generic_coa")
        self.book(company)
        before = self.accounts(company)
        codes = set(self.env["account.journal"].search([("company_id", "=", company.id)]).mapped("code"))
        self.setup_for(company).action_apply()
        found = self.accounts(company)
        self.assertEqual(len(found), len(before) + 131)
        self.assertFalse(found["110100"].gaj_role, "an account of another chart is none below 1101")
        self.assertEqual(company.get_unaffected_earnings_account().code, "3301")
        journals = self.env["account.journal"].search([("company_id", "=", company.id)])
        self.assertLess(codes, set(journals.mapped("code")))
        self.assertEqual(len(journals.mapped("code")), len(set(journals.mapped("code"))))
        treasury = self.env["account.chart.template"].with_company(company).ref("treasury")
        methods = treasury.inbound_payment_method_line_ids | treasury.outbound_payment_method_line_ids
        self.assertEqual(methods.payment_account_id, found["4001"])

    def test_enterprise_books_are_refused(self):
        company = self.make_company("Enterprise", chart="generic_coa")
        self.book(company)
        company.chart_template = "cn"
        setup = self.setup_for(company)
        self.assertEqual(setup.situation, "refused")
        with self.assertRaisesRegex(UserError, "Enterprise keeps its books by the chart"):
            setup.action_apply()
        self.assertFalse(company.gaj_parallel)
        self.assertNotIn("800102", self.accounts(company))

    def test_a_branch_is_refused(self):
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.company.id})
        self.env.user.company_ids += branch
        setup = self.setup_for(branch)
        with self.assertRaisesRegex(UserError, "Branch is a branch of County Offices Administration"):
            setup.action_apply()

    def test_accounts_of_another_kind_are_named(self):
        self.book(self.other, {"1002": "asset_cash", "2302": "expense"})
        setup = self.setup_for(self.other)
        self.assertIn("2302 Own 2302", setup.preview)
        with self.assertRaisesRegex(UserError, "2302 Own 2302"):
            setup.action_apply()
        self.assertEqual(len(self.accounts(self.other)), 2)

    def test_only_the_chief_accountant_of_the_company_sets_up(self):
        for group in ("account.group_account_invoice", "account.group_account_readonly", "base.group_user"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.setup_for(self.other, self.make_user(f"no_{group}", group, self.other))
        setup = self.setup_for(self.company, self.manager)
        setup.sudo().company_id = self.other
        with self.assertRaisesRegex(AccessError, "Service Centre is none of your companies"):
            setup.action_apply()
        self.assertFalse(self.other.chart_template)

    def test_the_switch_alone_is_refused_without_a_budget_journal(self):
        with self.assertRaisesRegex(RedirectWarning, "no journal for it"):
            self.other.gaj_parallel = True
        with self.assertRaises(RedirectWarning), self.cr.savepoint():
            self.company.gaj_budget_journal_id = self.journal("general")

    def test_the_form_shows_what_will_happen(self):
        setup = Form(
            self.env["gaj.account.setup"].with_company(self.other).with_context(allowed_company_ids=self.other.ids)
        )
        self.assertEqual(setup.situation, "load")
        self.assertIn("103", setup.preview)

    def test_it_is_offered_after_the_installation(self):
        todo = self.env.ref("gaj_account.gaj_account_setup_todo")
        self.assertEqual(todo.action_id.id, self.env.ref("gaj_account.gaj_account_setup_action").id)

    def test_installing_loads_no_chart_by_itself(self):
        module = self.env["ir.module.module"].with_company(self.other).search([("name", "=", "gaj_account")])
        module.state = "to install"
        module.state = "installed"
        self.assertFalse(hasattr(self.registry, "_auto_install_template"))
        other = self.env["ir.module.module"].with_company(self.other).search([("name", "=", "account")])
        other.state = "to install"
        other.state = "installed"
        self.addCleanup(delattr, self.registry, "_auto_install_template")
        self.assertTrue(hasattr(self.registry, "_auto_install_template"), "core does so with its own charts")

    def test_the_former_regime_shows_the_zero_balance_journal(self):
        journal = self.journal("zero_balance")
        self.assertFalse(journal.active)
        self.company.gaj_treasury_regime = "legacy"
        self.assertTrue(journal.active)
        self.company.gaj_treasury_regime = "integrated"
        self.assertFalse(journal.active)

    def test_an_account_of_the_budget_ledger_has_no_role(self):
        with self.assertRaisesRegex(ValidationError, "7101"):
            self.account("7101").gaj_role = "spend"
        with self.assertRaisesRegex(ValidationError, "an account of financial accounting"):
            self.account("1002").gaj_budget_account_id = self.account("4609")

    def test_processes_find_their_account_by_kind_of_unit(self):
        process = self.env["gaj.account.process"]._by_key("reception")
        self.assertEqual(process.economic_class_id.code, "30217")
        self.assertEqual(process._account(self.company).code, "5001")
        self.company.gaj_entity_kind = "institution"
        self.assertEqual(process._account(self.company).code, "5101")
        process.with_company(self.company).account_id = self.account("5901")
        self.assertEqual(process._account(self.company).code, "5901")
        with self.assertRaisesRegex(RedirectWarning, "no account for the process “Official Reception”"):
            process._account(self.other)

    def test_every_process_has_an_account_of_the_chart(self):
        codes = {row["code"] for row in chart_rows(ACCOUNTS)}
        for process in self.env["gaj.account.process"].search([]):
            self.assertIn(process.account_code, codes, process.key)
            self.assertIn(process.institution_account_code or "5001", codes, process.key)
        keys = set(self.env["gaj.account.process"].search([]).mapped("key"))
        self.assertLessEqual(
            {
                "purchase_asset", "vehicle_purchase", "fuel", "vehicle_repair", "vehicle_insurance", "electricity",
                "water", "heating", "reception", "meeting", "training", "travel", "meal_allowance", "official_card",
                "repair", "major_repair", "property", "office",
            },
            keys,
        )  # fmt: skip

    def test_classes_come_in_both_languages_with_their_headings(self):
        self.env["ir.module.module"]._load_module_terms(["gaj_account"], ["zh_CN"])
        self.env.invalidate_all()
        electricity = self.env.ref("gaj_account.economic_30206")
        self.assertEqual(electricity.with_context(lang="zh_CN").name, "电费")
        self.assertEqual(electricity.parent_id.code, "302")
        public = self.env["gaj.economic.class"].search([("is_three_public", "=", True)])
        self.assertEqual(public.mapped("code"), ["30212", "30217", "30231", "31013"])
        self.assertEqual(self.env.ref("gaj_account.functional_2010303").with_context(lang="zh_CN").name, "机关服务")
        self.assertFalse(self.env["gaj.economic.class"].search([("source", "=", False)]))
