from odoo import fields, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    gaj_service_order_id = fields.Many2one(
        "gaj.service.order", string="Service Order", readonly=True, index="btree_not_null", ondelete="restrict"
    )
