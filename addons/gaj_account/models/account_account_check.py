from odoo import api, models
from odoo.exceptions import ValidationError


class AccountAccount(models.Model):
    """An account of the budget ledger is counterpart, never money or purpose itself."""

    _inherit = "account.account"

    @api.constrains("gaj_role", "gaj_budget_account_id", "account_type")
    def _check_gaj_role(self):
        for account in self:
            counterpart = account.gaj_budget_account_id
            if account.gaj_role and account.account_type == "off_balance":
                raise ValidationError(
                    self.env._(
                        "Account %(code)s %(name)s belongs to the budget ledger itself. Leave its role empty.",
                        code=account.code,
                        name=account.name,
                    )
                )
            if counterpart and counterpart.account_type != "off_balance":
                raise ValidationError(
                    self.env._(
                        "The budget account of %(code)s %(name)s is %(counterpart)s, an account of financial accounting. "
                        "Choose one of the budget ledger.",
                        code=account.code,
                        name=account.name,
                        counterpart=f"{counterpart.code} {counterpart.name}",
                    )
                )
