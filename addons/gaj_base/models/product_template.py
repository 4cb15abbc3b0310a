from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    gaj_forbidden = fields.Selection(
        [
            ("tobacco", "Tobacco"),
            ("alcohol", "Alcohol"),
            ("luxury", "Luxury Dish or Article"),
            ("protected", "Protected Wild Animal"),
            ("gift", "Gift"),
            ("tour", "Tour"),
            ("leisure", "Entertainment and Fitness"),
        ],
        string="Forbidden Goods",
        index="btree_not_null",
        help="What public money never pays for: receptions, meals and stores refuse it where it is ordered, moved or"
        " billed. Empty for ordinary products.",
    )
