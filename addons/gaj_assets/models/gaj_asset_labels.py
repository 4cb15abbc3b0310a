from odoo import models


class GajAsset(models.Model):
    """Who prints labels of cards, and which things carry one."""

    _inherit = "gaj.asset"

    def _gaj_check_may_print(self):
        """Labels of things are printed by the asset manager."""
        self._check_role("gaj_assets.group_gaj_assets_manager")

    def _gaj_carries_label(self):
        """Leave out what carries no label (buildings, vehicles, books): its number stands on the card of its room."""
        return self.filtered("category_id.is_tag_required")
