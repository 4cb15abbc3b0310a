from odoo import fields, models


class GajAssetCategory(models.Model):
    """Which configuration standard a category comes under."""

    _inherit = "gaj.asset.category"

    standard_id = fields.Many2one(
        "gaj.asset.standard",
        string="Configuration Standard",
        index="btree_not_null",
        ondelete="set null",
        help="Holds for the categories below too, unless they have one of their own.",
    )

    def _gaj_standards(self):
        """Return ``{category: its configuration standard}``, that of the nearest heading; an empty one where none is."""
        headings = self.with_context(active_test=False).search_fetch([("id", "parent_of", self.ids)], ["standard_id"])
        standards = {heading.id: heading.standard_id.filtered("active") for heading in headings}
        none = self.env["gaj.asset.standard"]
        found = {}
        for category in self:
            ways = (standards.get(int(step), none) for step in reversed(category.parent_path.split("/")[:-1]))
            found[category] = next((standard for standard in ways if standard), none)
        return found
