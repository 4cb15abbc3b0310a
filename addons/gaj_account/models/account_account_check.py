from odoo import api, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .gaj_budget_writer import ITSELF

#: What the budget entries made so far were derived from.
DERIVED_FROM = ("gaj_budget_account_id", "gaj_funding_source")


def _named(account, company):
    return f"{account.with_company(company).code} {account.name}"


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

    def write(self, vals):
        # the set-up only gives roles to accounts that have none; what is posted stays as it is
        if "gaj_role" in vals and self.env.context.get("gaj_completes") is not ITSELF:
            self._gaj_changed(vals, "gaj_role")._gaj_refuse_new_role()
        for name in DERIVED_FROM:
            if name in vals:
                self._gaj_changed(vals, name)._gaj_refuse_new_counterpart(name)
        return super().write(vals)

    def _gaj_changed(self, vals, name):
        """Return those of these accounts to whose field ``name`` the values say something else than it is."""
        field = self._fields[name]
        return self.filtered(lambda one: (field.convert_to_write(one[name], one) or False) != (vals[name] or False))

    def _gaj_refuse_new_role(self):
        """:raises UserError: if the budget ledger has answered for an entry on one of these accounts

        What is parked does not count: giving its account a role may be what it waits for.
        """
        answered = Domain("parent_state", "=", "posted") & Domain("move_id.gaj_budget_state", "in", ("none", "done"))
        # the entry may be one that this user does not see
        used = self.env["account.move.line"].sudo().search(Domain("account_id", "in", self.ids) & answered, limit=1)
        if used:
            raise UserError(
                self.env._(
                    "Account %(account)s has posted entries, such as %(entry)s, which stand in the budget ledger by its “%(field)s”. "
                    "It stays as it is: open a new account for what is to come.",
                    account=_named(used.account_id, used.company_id),
                    entry=used.move_id.display_name,
                    field=self._fields["gaj_role"]._description_string(self.env),
                )
            )

    def _gaj_refuse_new_counterpart(self, name):
        """:raises UserError: if posted budget entries were made for lines on one of these accounts"""
        made = Domain("gaj_origin_line_id.account_id", "in", self.ids) & Domain("parent_state", "=", "posted")
        used = self.env["account.move.line"].sudo().search(made, limit=1)
        if used:
            raise UserError(
                self.env._(
                    "Budget entries, such as %(entry)s, were made by the “%(field)s” of account %(account)s. It stays as it "
                    "is: open a new account for what is to come.",
                    entry=used.move_id.display_name,
                    field=self._fields[name]._description_string(self.env),
                    account=_named(used.gaj_origin_line_id.account_id, used.company_id),
                )
            )
