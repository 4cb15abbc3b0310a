from odoo import models


class GajAssetSurplus(models.Model):
    _inherit = "gaj.asset.surplus"

    def _gaj_entry_vals(self, event, day, lines, ref=None):
        """A surplus of this year is bought like any new thing: it counts under the economic class of its category."""
        if event == "surplus_approved" and not self.is_earlier_year:
            economic = self.category_id._gaj_economic_class()
            lines = [{**line, "gaj_economic_class_id": economic.id} if line["debit"] else line for line in lines]
        return super()._gaj_entry_vals(event, day, lines, ref)
