from odoo import fields, models
from odoo.exceptions import AccessError

from ..rules.entries import CATEGORY_ROLES

FINANCE = "gaj_base.group_gaj_finance"
MANAGER = "gaj_assets.group_gaj_assets_manager"
READERS = "account.group_account_readonly,account.group_account_invoice"


def _account(string, **values):
    return fields.Many2one(
        "account.account",
        string=string,
        company_dependent=True,
        groups=READERS,
        help="Empty: the account of the category above.",
        **values,
    )


class GajAssetCategory(models.Model):
    """The accounts of a category, company by company."""

    _inherit = "gaj.asset.category"
    _gaj_links_without_index = {
        f"account_{role}_id": "a value for each company in one column; the catalogue has some hundred rows"
        for role in CATEGORY_ROLES
    }

    account_asset_id = _account("Asset Account")
    account_depreciation_id = _account("Depreciation Account")
    account_expense_id = _account("Expense Account")

    def write(self, vals):
        self._gaj_refuse_wrong_values(vals)
        accounts = {f"account_{role}_id" for role in CATEGORY_ROLES}
        changing = self._changing(vals)
        self._check_own_part(FINANCE, changing & accounts)
        self._check_own_part(MANAGER, changing - accounts)
        return super().write(vals)

    def _changing(self, vals):
        """Return the names in ``vals`` whose value is another one than before in any of these categories."""
        categories = self.sudo()  # sudo: who may not see an account may not change it either; only compared

        def changes(name, value):
            field = self._fields[name]
            return field.type in ("one2many", "many2many") or any(
                field.convert_to_cache(value, category) != field.convert_to_cache(category[name], category)
                for category in categories
            )

        return {name for name, value in vals.items() if changes(name, value)}

    def _check_own_part(self, group, names):
        """
        :raises AccessError: if fields ``names`` are written by somebody who has not the role ``group``
        """
        if names and not self.env.su and not self.env.user.has_group(group):
            raise AccessError(
                self.env._(
                    "Of a category, finance sets the accounts and the asset manager all the rest. Ask the role “%(role)s”.",
                    role=self.env.ref(group).sudo().display_name,  # sudo: the name of a role is no secret
                )
            )

    def _gaj_accounts(self, company):
        """Return ``{category: {"asset": account, "depreciation": account, "expense": account}}`` of ``company``.

        The account of the nearest heading above holds for a category without one of its own; an account that no
        heading has is empty.
        """
        steps = {category: [int(step) for step in category.parent_path.split("/")[:-1]] for category in self}
        # sudo: which account an entry uses does not depend on who looks; only finance posts it
        ancestors = self.sudo().with_company(company).browse({step for path in steps.values() for step in path})
        own = {role: {category.id: category[f"account_{role}_id"] for category in ancestors} for role in CATEGORY_ROLES}
        none = self.env["account.account"].sudo()
        return {
            category: {
                role: next((own[role][step] for step in reversed(path) if own[role][step]), none)
                for role in CATEGORY_ROLES
            }
            for category, path in steps.items()
        }
