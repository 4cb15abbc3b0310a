from odoo import api, fields, models


class GajVendorDesignationPrice(models.Model):
    """What a designated vendor supplies at which price."""

    _name = "gaj.vendor.designation.price"
    _description = "Agreed Price"
    _inherit = ["gaj.files.mixin"]
    _gaj_files_of = "designation_id"
    _order = "designation_id, sequence, id"

    designation_id = fields.Many2one("gaj.vendor.designation", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="designation_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one("product.product", index="btree_not_null", ondelete="restrict")
    name = fields.Char(
        "Supply", required=True, compute="_compute_from_product", store=True, precompute=True, readonly=False
    )
    price = fields.Monetary(required=True)
    uom_id = fields.Many2one(
        "uom.uom",
        "Unit",
        index="btree_not_null",
        ondelete="restrict",
        compute="_compute_from_product",
        store=True,
        precompute=True,
        readonly=False,
    )
    note = fields.Char()

    _price_not_negative = models.Constraint("CHECK (price >= 0)", "A price cannot be negative.")

    @api.depends("product_id")
    def _compute_from_product(self):
        for line in self:
            line.name = line.name or line.product_id.display_name
            line.uom_id = line.uom_id or line.product_id.uom_id
