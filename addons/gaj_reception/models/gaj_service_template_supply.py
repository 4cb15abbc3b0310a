from odoo import fields, models

BASES = [("person", "Per Person"), ("rostrum", "Per Rostrum Seat"), ("fixed", "Fixed")]


class GajServiceTemplateSupply(models.Model):
    """What is brought to a meeting: for each person, for each seat on the rostrum, or once."""

    _name = "gaj.service.template.supply"
    _description = "Supply of a Service Template"
    _order = "template_id, sequence, id"

    template_id = fields.Many2one("gaj.service.template", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one("product.product", required=True, index=True, ondelete="restrict")
    uom_id = fields.Many2one(related="product_id.uom_id")
    basis = fields.Selection(BASES, required=True, default="person")
    quantity_per = fields.Float(string="Quantity", required=True, default=1, digits="Product Unit")
    spare_percent = fields.Float(string="Spare %", digits=(5, 2))
    is_reusable = fields.Boolean(string="Reusable", help="Comes back and is disinfected, such as a cup.")

    _numbers_not_negative = models.Constraint(
        "CHECK (quantity_per >= 0 AND spare_percent >= 0)", "A supply and its spare cannot be negative."
    )
