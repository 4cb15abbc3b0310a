from odoo import api, fields, models
from odoo.exceptions import UserError


class GajAsset(models.Model):
    """Which opening balance brought a card into the books."""

    _inherit = "gaj.asset"

    opening_id = fields.Many2one(
        "gaj.asset.opening",
        string="Opening Balance",
        index="btree_not_null",
        readonly=True,
        copy=False,
        check_company=True,
        groups="gaj_assets.group_gaj_assets_manager,gaj_base.group_gaj_finance,gaj_base.group_gaj_auditor",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("opening_id") for vals in vals_list):
            self._refuse_opening_by_hand()
        return super().create(vals_list)

    def write(self, vals):
        if "opening_id" in vals:
            self._refuse_opening_by_hand()
        return super().write(vals)

    def _refuse_opening_by_hand(self):
        """
        :raises UserError: unless an opening balance itself is at work
        """
        if not self.env.su:
            raise UserError(self.env._("A card joins an opening balance when finance books it, never by hand."))
