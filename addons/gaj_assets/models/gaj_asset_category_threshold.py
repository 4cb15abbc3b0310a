from odoo import fields, models


class GajAssetCategory(models.Model):
    """Which categories are special equipment, judged by a threshold of their own."""

    _inherit = "gaj.asset.category"

    is_special_equipment = fields.Boolean(
        help="Professional equipment of a trade (专用设备): the threshold for special equipment holds here and below."
    )

    def _path_ids(self):
        """Return the ids of this category and the headings above it, the nearest first."""
        self.ensure_one()
        return [int(step) for step in reversed((self.parent_path or "").split("/")[:-1])]

    def _special_equipment(self):
        """Return those of ``self`` that are special equipment themselves or stand below such a heading."""
        marked = set(self.search([("is_special_equipment", "=", True), ("id", "parent_of", self.ids)]).ids)
        return self.filtered(lambda category: not marked.isdisjoint(category._path_ids()))
