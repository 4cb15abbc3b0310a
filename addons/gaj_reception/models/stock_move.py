from odoo import fields, models


class StockMove(models.Model):
    _inherit = "stock.move"

    gaj_service_supply_id = fields.Many2one(
        "gaj.service.supply", string="Conference Supply", readonly=True, index="btree_not_null", ondelete="restrict"
    )

    def _action_confirm(self, *args, **kwargs):
        self.picking_id._gaj_refuse_forbidden()
        return super()._action_confirm(*args, **kwargs)
