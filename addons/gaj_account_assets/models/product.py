from odoo import models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def _gaj_economic_class(self):
        """Return the class of the product itself, then of its asset category, then of its product category."""
        category = self.gaj_asset_category_id
        of_category = category._gaj_economic_class() if category and not self.gaj_economic_class_id else False
        return of_category or super()._gaj_economic_class()
