from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..rules.entries import CATEGORY_ROLES, PROCESS_ROLES

FINANCE = "gaj_base.group_gaj_finance"
#: The charts of accounts of ``l10n_cn`` and the standard whose accounts they have.
STANDARD_OF_CHART = {"cn": "enterprise_small", "cn_large_bis": "enterprise"}


class GajAssetAccountSetup(models.TransientModel):
    """Finds or makes the accounts, the journal and the categories' accounts of a company; safe to repeat."""

    _name = "gaj.asset.account.setup"
    _description = "Set Up the Accounts of Assets"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    chart_template = fields.Selection(related="company_id.chart_template", string="Chart of Accounts")
    standard = fields.Selection(
        [("government", "Government Accounting"), ("enterprise", "Enterprise Accounting")],
        required=True,
        compute="_compute_standard",
        store=True,
        readonly=False,
        precompute=True,
    )
    with_bills = fields.Boolean(
        string="Also Use Them for Bills and Payments",
        compute="_compute_with_bills",
        store=True,
        readonly=False,
        precompute=True,
        help="Payables, the bank journal and the journal of treasury payments get the accounts of this standard.",
    )

    @api.depends("company_id")
    def _compute_standard(self):
        for setup in self:
            enterprise = setup.company_id.chart_template in STANDARD_OF_CHART
            setup.standard = "enterprise" if enterprise else "government"

    @api.depends("company_id", "standard")
    def _compute_with_bills(self):
        """Propose it for a government unit that has not booked anything yet: its chart came without such accounts."""
        for setup in self:
            # sudo: only whether there is any entry
            booked = (
                setup.env["account.move"]
                .sudo()
                .search_count([("company_id", "=", setup.company_id.id), ("state", "=", "posted")], limit=1)
            )
            setup.with_bills = setup.standard == "government" and not booked

    def action_apply(self):
        """Set up the accounts and show them."""
        self._apply()
        return self.env["ir.actions.actions"]._for_xml_id("gaj_assets.gaj_asset_process_account_action")

    def _apply(self):
        """Set up the accounts; what is set already stays.

        :raises AccessError: if the user is not in finance, or not in that company
        :raises UserError: if an account of that code is of another kind
        """
        for setup in self:
            setup._check_finance()
            # sudo: finance may book but not change the chart; this makes only the accounts of the standard, once
            setup.sudo()._set_up()

    def _check_finance(self):
        if not self.env.su and self.company_id not in self.env.user.company_ids:
            raise AccessError(
                self.env._(
                    "%(company)s is none of your companies. Ask somebody who works there to set up its accounts.",
                    company=self.company_id.sudo().name,  # sudo: the company that the user named
                )
            )
        if self.env.su or self.env.user.has_group(FINANCE):
            return
        raise AccessError(
            self.env._(
                "The accounts of assets are set up by the role “%(role)s”. Ask somebody who has it.",
                role=self.env.ref(FINANCE).sudo().display_name,  # sudo: the name of a role is no secret
            )
        )

    def _set_up(self):
        rows = self._rows()
        accounts = self._accounts(rows)
        self._set_process_accounts(rows, accounts)
        self._set_category_accounts(rows, accounts)
        self._set_journal()
        if self.standard == "government":
            # a reversal is a red entry (红字冲销)
            self.company_id.account_storno = True
        if self.with_bills:
            self._set_bill_accounts({row.role: accounts[row] for row in rows if not row.category_id})

    def _rows(self):
        """Return the usual accounts of the chosen standard; an enterprise's chart says which of the two it follows."""
        standard = self.standard
        if standard == "enterprise":
            standard = STANDARD_OF_CHART.get(self.company_id.chart_template, "enterprise")
        return self.env["gaj.asset.account.default"].search([("standard", "=", standard)])

    def _accounts(self, rows):
        """Return ``{row: account}``; accounts that the company has are used, the others made."""
        company = self.company_id
        Account = self.env["account.account"].with_company(company)
        digits = self._code_digits()
        codes = {row: self._code_of(row).ljust(digits, "0") for row in rows}
        found = Account.with_context(active_test=False).search(
            [*Account._check_company_domain(company), ("code", "in", [*codes.values(), *rows.mapped("code")])]
        )
        by_code = {account.code: account for account in found}
        missing = {codes[row]: row for row in reversed(rows) if not {codes[row], row.code} & by_code.keys()}
        made = Account.create([self._account_vals(code, row) for code, row in missing.items()])
        by_code |= {account.code: account for account in made}
        accounts = {row: by_code.get(codes[row]) or by_code[row.code] for row in rows}
        for row, account in accounts.items():
            self._refuse_other_kind(row, account)
        self._name_in_chinese({by_code[code]: row for code, row in missing.items()})
        return accounts

    def _code_of(self, row):
        """Return the code under which the company's chart has the account of ``row``."""
        return row.code

    def _code_digits(self):
        """Return how many digits the company's chart gives its codes: those of ``l10n_cn`` are padded with zeros."""
        chart = self.company_id.chart_template
        if chart not in STANDARD_OF_CHART:
            return 0
        data = self.env["account.chart.template"]._get_chart_template_data(chart)
        return int(data["template_data"].get("code_digits", 6))

    def _account_vals(self, code, row):
        return {
            "code": code,
            "name": row.name,
            "account_type": row.account_type,
            "reconcile": row.account_type in ("asset_receivable", "liability_payable"),
            "company_ids": [fields.Command.set(self.company_id.ids)],
        }

    def _refuse_other_kind(self, row, account):
        """
        :raises UserError: if ``account`` is archived or of another group than ``row`` says
        """
        if account.internal_group == row.account_type.split("_")[0] and account.active:
            return
        raise UserError(
            self.env._(
                "%(company)s has an account %(code)s “%(name)s” that is archived or of another kind than “%(wanted)s”."
                " Choose the standard that fits its chart of accounts, or give that account another code.",
                company=self.company_id.name,
                code=account.code,
                name=account.name,
                wanted=row.name,
            )
        )

    def _name_in_chinese(self, made):
        """Give the new accounts, ``{account: row}``, their Chinese names where the language is there."""
        if self.env["res.lang"]._get_code("zh_CN"):
            for account, row in made.items():
                account.with_context(lang="zh_CN").name = row.chinese_name

    def _set_process_accounts(self, rows, accounts):
        Process = self.env["gaj.asset.process.account"]
        known = set(Process.search([("company_id", "=", self.company_id.id)]).mapped("role"))
        Process.create(
            [
                {"company_id": self.company_id.id, "role": row.role, "account_id": accounts[row].id}
                for row in rows
                if row.role in PROCESS_ROLES and row.role not in known
            ]
        )

    def _set_category_accounts(self, rows, accounts):
        """Set the accounts of headings named by the standard; those for all categories go to the top headings."""
        top = self.env["gaj.asset.category"].with_context(active_test=False).search([("parent_id", "=", False)])
        for row in rows.filtered(lambda row: row.role in CATEGORY_ROLES).sorted(lambda row: not row.category_id):
            name = f"account_{row.role}_id"
            for category in (row.category_id or top).with_company(self.company_id):
                if not category[name]:
                    category[name] = accounts[row]

    def _set_journal(self):
        company = self.company_id
        if company.gaj_asset_journal_id:
            return
        Journal = self.env["account.journal"]
        journal = Journal.search([("company_id", "=", company.id), ("type", "=", "general"), ("code", "=", "ASSET")])
        company.gaj_asset_journal_id = journal[:1] or self._make_journal("ASSET", "general")

    def _make_journal(self, code, kind, **values):
        """Return a new journal, named in each language that is there."""
        journal = self.env["account.journal"].create(
            {
                "code": code,
                "name": self._journal_names()[code],
                "type": kind,
                "company_id": self.company_id.id,
                **values,
            }
        )
        for code_of_language, _name in self.env["res.lang"].get_installed():
            speaking = self.with_context(lang=code_of_language)
            journal.with_context(lang=code_of_language).name = speaking._journal_names()[code]
        return journal

    def _journal_names(self):
        return {
            "ASSET": self.env._("Fixed Assets"),
            "BILL": self.env._("Vendor Bills"),
            "BANK": self.env._("Bank"),
            "TREAS": self.env._("Treasury Payment"),
        }

    def _set_bill_accounts(self, accounts):
        """Let bills use the payables of the standard, and payments its bank account and, from the treasury, its income."""
        company = self.company_id
        for name, role in [("payable", "payable"), ("receivable", "receivable")]:
            self.env["ir.default"].set(
                "res.partner", f"property_account_{name}_id", accounts[role].id, company_id=company.id
            )
        company.expense_account_id = accounts["expense"]
        company.income_account_id = accounts["other_income"]
        # lines of bank statements stand here until they are matched
        company.account_journal_suspense_account_id = accounts["suspense"]
        company.transfer_account_id = accounts["suspense"]
        journals = self.env["account.journal"].search([("company_id", "=", company.id)])
        purchase = journals.filtered(lambda journal: journal.type == "purchase")[:1]
        purchase = purchase or self._make_journal("BILL", "purchase")
        purchase.default_account_id = accounts["expense"]
        bank = journals.filtered(lambda journal: journal.type == "bank" and journal.code != "TREAS")[:1]
        bank = bank or self._make_journal("BANK", "bank", default_account_id=accounts["bank"].id)
        treasury = journals.filtered(lambda journal: journal.code == "TREAS") or self._make_journal(
            "TREAS", "bank", default_account_id=accounts["appropriation"].id
        )
        for journal, role in [(bank, "bank"), (treasury, "appropriation")]:
            journal.default_account_id = accounts[role]
            # without an account of its own a payment waits on a transfer account instead of reaching the bank
            lines = journal.inbound_payment_method_line_ids | journal.outbound_payment_method_line_ids
            lines.payment_account_id = accounts[role]
