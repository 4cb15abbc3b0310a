from odoo import fields, models


class PurchaseOrderLine(models.Model):
    """Which approved request an order line fulfils."""

    _inherit = "purchase.order.line"

    gaj_asset_request_line_id = fields.Many2one(
        "gaj.asset.request.line",
        string="Asset Request",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        check_company=True,
    )
