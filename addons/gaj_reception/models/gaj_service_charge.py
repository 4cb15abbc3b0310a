from odoo import fields, models


class GajServiceCharge(models.Model):
    """One line of what a department is charged for a meeting; written once, by the system."""

    _name = "gaj.service.charge"
    _description = "Conference Service Charge"
    _inherit = ["gaj.guard.mixin"]
    _order = "order_id, sequence"

    order_id = fields.Many2one("gaj.service.order", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer(required=True, readonly=True)
    kind = fields.Selection(
        [("room", "Room"), ("video", "Video"), ("attendant", "Attendants"), ("supply", "Supplies")],
        required=True,
        readonly=True,
    )
    name = fields.Char(string="What", required=True, readonly=True)
    product_id = fields.Many2one("product.product", readonly=True, index="btree_not_null", ondelete="restrict")
    quantity = fields.Float(required=True, readonly=True, digits="Product Unit")
    price = fields.Float(required=True, readonly=True, digits="Product Price")
    amount = fields.Monetary(required=True, readonly=True)

    # an order is charged once, whoever presses first
    _line_uniq = models.UniqueIndex("(order_id, sequence)", "This order has been charged already.")
