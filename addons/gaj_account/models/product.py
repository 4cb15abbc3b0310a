from odoo import fields, models

HELP = "The class of the department budget under which paying for this counts. Empty: that of the category, then of the account."


class ProductCategory(models.Model):
    _inherit = "product.category"

    gaj_economic_class_id = fields.Many2one(
        "gaj.economic.class", string="Economic Class", ondelete="restrict", index="btree_not_null", help=HELP
    )


class ProductTemplate(models.Model):
    _inherit = "product.template"

    gaj_economic_class_id = fields.Many2one(
        "gaj.economic.class", string="Economic Class", ondelete="restrict", index="btree_not_null", help=HELP
    )

    def _gaj_economic_class(self):
        """Return the economic class of this product: its own or that of its category and the categories above."""
        self.ensure_one()
        found, category = self.gaj_economic_class_id, self.categ_id
        while category and not found:
            found, category = category.gaj_economic_class_id, category.parent_id
        return found
