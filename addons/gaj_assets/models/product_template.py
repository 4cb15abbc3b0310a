from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ProductTemplate(models.Model):
    """A product bought as a fixed asset: each unit received gets a card, and nothing of it is kept as stock."""

    _inherit = "product.template"

    gaj_asset_category_id = fields.Many2one(
        "gaj.asset.category",
        string="Fixed Asset Category",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="Set it when this product is a fixed asset: what is received is then accepted, gets asset cards of this"
        " category, and its bill is booked on the asset account of the category.",
    )

    gaj_asset_cost = fields.Selection(
        [("freight", "Freight"), ("installation", "Installation"), ("fees", "Other Costs")],
        string="Part of the Cost of Assets",
        help="Set it on services such as freight: on an order or bill with fixed assets their amount is divided among the"
        " assets by value and becomes part of their cost.",
    )

    @api.onchange("gaj_asset_category_id")
    def _onchange_gaj_asset_category_id(self):
        if self.gaj_asset_category_id:
            self.type = "consu"
            self.is_storable = False
            self.purchase_method = "receive"

    @api.constrains("gaj_asset_category_id", "gaj_asset_cost")
    def _check_gaj_asset_cost(self):
        for product in self:
            if product.gaj_asset_category_id and product.gaj_asset_cost:
                raise ValidationError(
                    self.env._(
                        "Product %(name)s is either a fixed asset or a part of the cost of others. Clear one of the two.",
                        name=product.display_name,
                    )
                )

    @api.constrains("gaj_asset_category_id", "type", "is_storable")
    def _check_gaj_asset_category(self):
        """Keep fixed assets out of the stock: their value stands on the cards, not in the warehouse."""
        for product in self:
            if product.gaj_asset_category_id and (product.type != "consu" or product.is_storable):
                raise ValidationError(
                    self.env._(
                        "Product %(name)s is a fixed asset of the category %(category)s. A fixed asset is of the type"
                        " “Goods” and its inventory is not tracked, because each piece has its asset card. Clear the fixed"
                        " asset category first, or leave the type as it is.",
                        name=product.display_name,
                        category=product.gaj_asset_category_id.display_name,
                    )
                )
