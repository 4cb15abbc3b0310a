from odoo import fields, models


class GajAssetCategory(models.Model):
    """Under which economic class of the department budget a purchase of this category counts."""

    _inherit = "gaj.asset.category"

    gaj_economic_class_id = fields.Many2one(
        "gaj.economic.class",
        string="Economic Class",
        ondelete="restrict",
        index="btree_not_null",
        help="The class of the department budget under which buying such assets counts. Empty: that of the category above.",
    )

    def _gaj_economic_class(self):
        """Return the economic class of this category: its own or that of the nearest category above with one."""
        self.ensure_one()
        found, category = self.gaj_economic_class_id, self.parent_id
        while category and not found:
            found, category = category.gaj_economic_class_id, category.parent_id
        return found
