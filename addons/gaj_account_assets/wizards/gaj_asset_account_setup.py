from odoo import models

#: Roles whose account is a sub-account in the chart ``cn_gov``: the main account there is a group only.
SUB_ACCOUNTS = {"other_receivable": "121809"}


class GajAssetAccountSetup(models.TransientModel):
    """The set-up of the asset accounts in a company on the chart of the Government Accounting System."""

    _inherit = "gaj.asset.account.setup"

    def _code_of(self, row):
        code = super()._code_of(row)
        return SUB_ACCOUNTS.get(row.role, code) if self.company_id.chart_template == "cn_gov" else code

    def _compute_with_bills(self):
        """The chart itself brought payables, journals and payment methods."""
        result = super()._compute_with_bills()
        for setup in self:
            setup.with_bills = setup.with_bills and setup.company_id.chart_template != "cn_gov"
        return result
