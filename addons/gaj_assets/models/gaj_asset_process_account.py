from odoo import fields, models

from ..rules.entries import PROCESS_ROLES
from .gaj_asset_account_default import ROLES


class GajAssetProcessAccount(models.Model):
    """The account that a company uses for one role in the entries of assets."""

    _name = "gaj.asset.process.account"
    _description = "Account of an Asset Process"
    _order = "company_id, role"
    _rec_name = "role"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    role = fields.Selection([pair for pair in ROLES if pair[0] in PROCESS_ROLES], required=True)
    account_id = fields.Many2one(
        "account.account",
        required=True,
        check_company=True,
        index=True,
        ondelete="restrict",
        domain=[("account_type", "!=", "off_balance")],
    )

    _role_uniq = models.UniqueIndex("(company_id, role)", "This company has an account for this role already.")
