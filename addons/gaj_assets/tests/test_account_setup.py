from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common_accounting import AccountingCase


@tagged("post_install", "-at_install", "gaj")
class TestAccountSetup(AccountingCase):
    """The setup finds or makes accounts, once, for a standard that fits the chart."""

    def setup_of(self, company, role="finance", **values):
        model = self.env["gaj.asset.account.setup"].with_user(self.users[role]).with_company(company)
        return model.create({"company_id": company.id, **values})

    def test_again_makes_nothing_and_keeps_what_is_set(self):
        other = self.env["account.account"].create({"code": "5301A", "name": "Other", "account_type": "expense"})
        role = self.env["gaj.asset.process.account"].search(
            [("role", "=", "disposal_expense"), ("company_id", "=", self.company.id)]
        )
        role.account_id = other
        counts = [self.env[name].search_count([]) for name in ("account.account", "account.journal")]
        self.set_up_accounts(self.company, "government")
        self.assertEqual([self.env[n].search_count([]) for n in ("account.account", "account.journal")], counts)
        self.assertEqual(self.company._gaj_process_account("disposal_expense"), other)

    def test_standard_follows_the_chart(self):
        self.assertEqual(self.setup_of(self.company).standard, "government")
        enterprise = self.make_enterprise("cn")
        self.assertEqual(self.setup_of(enterprise).standard, "enterprise")
        before = self.env["account.account"].search_count([("company_ids", "in", enterprise.ids)])
        accounts = self.desktop._gaj_accounts(enterprise)[self.desktop]
        self.assertEqual([a.with_company(enterprise).code for a in accounts.values()], ["160100", "160200", "560200"])
        self.set_up_accounts(enterprise, "enterprise")
        self.assertEqual(self.env["account.account"].search_count([("company_ids", "in", enterprise.ids)]), before)

    def test_accounts_of_the_chart_are_used_not_doubled(self):
        enterprise = self.make_enterprise("cn_large_bis")
        codes = (
            self.env["account.account"]
            .with_company(enterprise)
            .search([("company_ids", "in", enterprise.ids)])
            .mapped("code")
        )
        self.assertEqual(len(codes), len(set(codes)))
        self.assertNotIn("1601", codes)
        self.assertEqual(enterprise._gaj_process_account("bank").with_company(enterprise).code, "100200")

    def test_a_standard_that_does_not_fit_is_refused(self):
        enterprise = self.make_enterprise("cn")
        with self.assertRaisesRegex(UserError, "Choose the standard that fits"):
            self.set_up_accounts(enterprise, "government")

    def test_only_finance_sets_up(self):
        for role in ("manager", "leader", "auditor", "user"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.setup_of(self.company, role)._apply()

    def test_finance_sets_accounts_and_the_manager_all_else(self):
        account = self.company._gaj_process_account("other_expense")
        self.desktop.with_user(self.users["finance"]).account_expense_id = account
        self.assertEqual(self.desktop._gaj_accounts(self.company)[self.desktop]["expense"], account)
        with self.assertRaisesRegex(AccessError, "finance sets the accounts"):
            self.desktop.with_user(self.users["finance"]).english_name = "PC"
        with self.assertRaisesRegex(AccessError, "finance sets the accounts"):
            self.desktop.with_user(self.users["manager"]).write({"account_expense_id": False})
        self.desktop.with_user(self.users["manager"]).english_name = "PC"

    def test_names_are_chinese_where_the_language_is(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        company = self.env["res.company"].create({"name": "New unit"})
        self.users["finance"].company_ids = [(4, company.id)]
        self.set_up_accounts(company, "government")
        account = company._gaj_process_account("treasury_payable").with_company(company)
        self.assertEqual(account.name, "Amounts payable to the treasury")
        self.assertEqual(account.with_context(lang="zh_CN").name, "应缴财政款")

    def test_bills_and_payments_work_on_a_company_without_a_chart(self):
        company = self.env["res.company"].create({"name": "New unit", "country_id": self.env.ref("base.cn").id})
        self.users["finance"].company_ids = [(4, company.id)]
        self.env.user.company_ids = [(4, company.id)]
        self.set_up_accounts(company, "government", with_bills=True)
        self.set_up_accounts(company, "government", with_bills=True)
        env = self.env(context={**self.env.context, "allowed_company_ids": company.ids})
        partner = env["res.partner"].create({"name": "Supplier"})
        asset = self.desktop._gaj_accounts(company)[self.desktop]["asset"]
        bills = env["account.move"].create(
            [
                {
                    "move_type": "in_invoice",
                    "partner_id": partner.id,
                    "invoice_date": "2026-06-01",
                    "invoice_line_ids": [
                        (0, 0, {"name": "Desktop", "price_unit": 4800, "account_id": asset.id, "tax_ids": []})
                    ],
                }
                for _bill in range(2)
            ]
        )
        bills.action_post()
        for bill, code, expected in zip(bills, ("TREAS", "BANK"), ("4001", "1002"), strict=True):
            journal = env["account.journal"].search([("code", "=", code), ("company_id", "=", company.id)])
            self.assertEqual(self.lines(bill), ["Dr 160102 4800.00", "Cr 2302 4800.00"])
            payment = (
                env["account.payment.register"]
                .with_context(active_model="account.move", active_ids=bill.ids)
                .create({"journal_id": journal.id})
                ._create_payments()
            )
            self.assertEqual(sorted(self.lines(payment.move_id)), [f"Cr {expected} 4800.00", "Dr 2302 4800.00"])
            self.assertEqual(bill.payment_state, "paid")

    def test_x1_and_x7_a_deposit_released_and_an_ordinary_repair_are_bills(self):
        """A repair of 2,000.00 and the deposit of 5,000.00 a year later: billed, then paid by the treasury."""
        self.set_up_accounts(self.company, "government", with_bills=True)
        journal = self.env["account.journal"].search([("code", "=", "TREAS"), ("company_id", "=", self.company.id)])
        partner = self.env["res.partner"].create({"name": "Workshop"})
        for code, amount in (("5001", "2000.00"), ("230701", "5000.00")):
            account = self.env["account.account"].search([("code", "=", code), ("company_ids", "in", self.company.ids)])
            line = {"name": "As agreed", "price_unit": float(amount), "account_id": account.id, "tax_ids": []}
            values = {"partner_id": partner.id, "invoice_date": "2026-06-01", "invoice_line_ids": [(0, 0, line)]}
            bill = self.env["account.move"].create({"move_type": "in_invoice", **values})
            bill.with_user(self.users["finance"]).action_post()
            self.assertEqual(self.lines(bill), [f"Dr {code} {amount}", f"Cr 2302 {amount}"])
            register = self.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=bill.ids
            )
            payment = register.create({"journal_id": journal.id})._create_payments()
            self.assertEqual(sorted(self.lines(payment.move_id)), [f"Cr 4001 {amount}", f"Dr 2302 {amount}"])

    def test_accounts_of_another_company_are_not_touched(self):
        company = self.make_enterprise()
        stranger = new_test_user(self.env, "gaj_finance_here", groups="gaj_base.group_gaj_finance")
        wizard = self.env["gaj.asset.account.setup"].with_user(stranger).create({"company_id": company.id})
        with self.assertRaisesRegex(AccessError, "is none of your companies"):
            wizard.action_apply()
