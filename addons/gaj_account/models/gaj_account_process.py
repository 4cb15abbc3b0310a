from odoo import api, fields, models
from odoo.exceptions import RedirectWarning


class GajAccountProcess(models.Model):
    """A business process that books, such as fuel or an official reception: its accounts and economic class by default."""

    _name = "gaj.account.process"
    _description = "Process That Books"
    _order = "sequence, key, id"
    _gaj_links_without_index = {"account_id": "a value for each company in one column; there are some forty processes"}
    _rec_names_search = ["name", "key"]

    key = fields.Char(required=True, index=True, help="Name by which add-ons know the process.")
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    economic_class_id = fields.Many2one("gaj.economic.class", ondelete="restrict", index=True)
    account_code = fields.Char(
        help="Code of the account that the process debits, in companies on the government chart."
    )
    institution_account_code = fields.Char(
        string="Account Code of Institutions", help="For public institutions. Empty: the same account."
    )
    account_id = fields.Many2one(
        "account.account",
        string="Account Here",
        company_dependent=True,
        ondelete="restrict",
        help="The account that the process debits in this company. Empty: the one with the code.",
    )
    source = fields.Char(required=True, help="The regulation that says so.")
    active = fields.Boolean(default=True)

    _key_uniq = models.UniqueIndex("(key)", "There is a process with this key already.")

    @api.model
    def _by_key(self, key):
        """Return the process with ``key``, archived or not; empty if there is none."""
        return self.with_context(active_test=False).search([("key", "=", key)], limit=1)

    def _account(self, company):
        """Return the account that this process debits in ``company``.

        :raises RedirectWarning: to this process, if ``company`` has no such account
        """
        self.ensure_one()
        own = self.with_company(company).account_id
        if own:
            return own
        code = self.account_code
        if company.gaj_entity_kind == "institution":
            code = self.institution_account_code or code
        Account = self.env["account.account"].with_company(company)
        found = (
            Account.search([*Account._check_company_domain(company), ("code", "=", code)], limit=1) if code else Account
        )
        if found:
            return found
        raise RedirectWarning(
            self.env._(
                "%(company)s has no account for the process “%(process)s”. Choose one in the list of processes.",
                company=company.name,
                process=self.name,
            ),
            self.env.ref("gaj_account.gaj_account_process_action").id,
            self.env._("Open the Processes"),
        )
