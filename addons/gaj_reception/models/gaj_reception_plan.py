from odoo import fields, models

COST_KINDS = [
    ("meal", "Meals"),
    ("lodging", "Lodging"),
    ("transport", "Transport"),
    ("venue", "Venue"),
    ("other", "Other"),
]


class GajReceptionPlan(models.Model):
    """What a reception is expected to cost, and what the list says that it did cost. The books stand in the cost lines."""

    _name = "gaj.reception.plan"
    _description = "Planned Cost of a Reception"
    _inherit = ["gaj.reception.part"]
    _order = "reception_id, sequence, id"
    _gaj_open = ("draft",)
    _gaj_open_fields = {
        "list_amount": ("approved", "ongoing"),
        "vendor_id": ("draft", "approved", "ongoing", "listed"),
        "product_id": ("draft", "approved", "ongoing", "listed"),
    }

    sequence = fields.Integer(default=10)
    cost_kind = fields.Selection(COST_KINDS, "Kind of Cost", required=True, default="meal")
    name = fields.Char("Description", required=True)
    amount = fields.Monetary("Estimate", required=True)
    list_amount = fields.Monetary("On the List", copy=False, help="What it did cost, as the signed list says.")
    vendor_id = fields.Many2one("res.partner", index="btree_not_null", ondelete="restrict", copy=False)
    product_id = fields.Many2one("product.product", index="btree_not_null", ondelete="restrict", copy=False)
    bill_line_id = fields.Many2one(
        "account.move.line", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )

    _amount_not_negative = models.Constraint(
        "CHECK (amount >= 0 AND COALESCE(list_amount, 0) >= 0)", "A planned cost cannot be negative."
    )
