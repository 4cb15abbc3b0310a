from odoo import fields, models


class StockMove(models.Model):
    _inherit = "stock.move"

    gaj_service_supply_id = fields.Many2one(
        "gaj.service.supply", string="Conference Supply", readonly=True, index="btree_not_null", ondelete="restrict"
    )
