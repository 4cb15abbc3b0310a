from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


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

    def _gaj_forget_books(self, day):
        """Let cards that entered the books on ``day``, and have not lived on since, be as if they never had."""
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "DELETE FROM gaj_asset_segment WHERE asset_id = ANY(%s) AND date = %s RETURNING asset_id",
                list(self.ids),
                fields.Date.to_date(day),
            )
        )
        gone = self.browse([asset_id for (asset_id,) in self.env.cr.fetchall()])
        self.env["gaj.asset.segment"].invalidate_model()
        gone.write({"booking_date": False, "months_done": 0})
        gone.invalidate_recordset(["segment_ids", "is_in_books"])
        # what was booked as not depreciated may be depreciated when it is booked again: its category may have changed
        self.env.add_to_compute(self._fields["method"], gone.filtered(lambda asset: asset.method == "none"))
