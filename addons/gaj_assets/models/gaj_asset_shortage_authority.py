from odoo import api, fields, models
from odoo.fields import Domain


class GajAssetDisposalAuthority(models.Model):
    _inherit = "gaj.asset.disposal.authority"

    @api.model
    def _gaj_of_loss(self, companies):
        """Return ``{company: rows}`` of the matrix as it stands today, for things that are no land."""
        today = fields.Date.context_today(self)
        # sudo: who decides is no secret, and every step needs to know
        rows = self.sudo().search(
            Domain("company_id", "in", [*companies.ids, False])
            & Domain("is_land", "=", False)
            & self._gaj_valid_on(today)
        )
        return {
            company: (
                rows.filtered(lambda row, company=company: row.company_id == company)
                or rows.filtered(lambda row: not row.company_id)
            ).sorted("sequence")
            for company in companies
        }
