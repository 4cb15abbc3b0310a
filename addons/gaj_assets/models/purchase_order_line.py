from odoo import api, fields, models
from odoo.exceptions import ValidationError


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

    @api.constrains("gaj_asset_request_line_id", "product_id")
    def _check_gaj_asset_request(self):
        """Keep to the kind of thing that was approved: what fulfils a request is not checked once more."""
        for line in self:
            # sudo: buyers see no requests
            wish = line.sudo().gaj_asset_request_line_id
            if wish and line.product_id.gaj_asset_category_id != wish.category_id:
                raise ValidationError(
                    self.env._(
                        "Request %(request)s approves %(category)s; %(product)s is another kind of thing. Choose a product of"
                        " this category.",
                        request=wish.request_id.name,
                        category=wish.category_id.display_name,
                        product=line.product_id.display_name,
                    )
                )
