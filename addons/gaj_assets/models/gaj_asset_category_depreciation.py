from odoo import fields, models


class GajAssetCategory(models.Model):
    """How the assets of a category are depreciated."""

    _inherit = "gaj.asset.category"

    method = fields.Selection(
        [("straight_line", "Straight Line"), ("units", "Units of Work")],
        string="Depreciation Method",
        required=True,
        default="straight_line",
        help="Suggested on new cards. A category that is not depreciable, or stands below one, has no depreciation.",
    )

    def _gaj_depreciable(self):
        """Return those of these categories that are depreciable, as is everything above them."""
        self.flush_recordset(["parent_id"])  # the path below follows from it
        ancestors = self.env["gaj.asset.category"].with_context(active_test=False)
        excluded = set(ancestors.search([("id", "parent_of", self.ids), ("is_depreciable", "=", False)]).ids)
        return self.filtered(
            lambda category: not excluded & {int(step) for step in category.parent_path.split("/")[:-1]}
        )

    def _gaj_methods(self):
        """Return ``{category: method of depreciation}``, ``none`` where nothing is depreciated."""
        depreciable = self._gaj_depreciable()
        return {category: category.method if category in depreciable else "none" for category in self}
