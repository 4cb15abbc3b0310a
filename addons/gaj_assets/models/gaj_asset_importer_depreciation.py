from decimal import Decimal

from odoo import fields, models

from ..rules import depreciation


class GajAssetImporter(models.AbstractModel):
    """A register says what depreciation it has; beside it stands what straight line would give until today."""

    _inherit = "gaj.asset.importer"

    def _gaj_totals(self, entries):
        computed, different = self._straight_line(entries)
        return [
            *super()._gaj_totals(entries),
            (self.env._("Depreciation by straight line until last month (yuan)"), f"{computed:,.2f}"),
            (self.env._("Rows whose depreciation differs from it"), f"{different:,}"),
        ]

    def _straight_line(self, entries):
        """Return the straight-line depreciation of these rows until the last month (yuan), and how many rows differ."""
        today, total, different = fields.Date.context_today(self), Decimal(0), 0
        ids = self._categories(entries)
        categories = self.env["gaj.asset.category"].browse(ids.values())
        lives, depreciable = categories._life_months(today), set(categories._gaj_depreciable().ids)
        months = {category.id: life for category, life in lives.items()}
        for entry in entries:
            category = ids.get((entry.get("category") or "").upper())
            life = round(entry.get("life") * 12) if entry.get("life") is not None else months.get(category, 0)
            stated = entry.get("accumulated") or Decimal(0)
            computed = Decimal(0)
            if life and category in depreciable:
                began = entry.get("in_service") or entry.get("acquired")
                computed = depreciation.opening(entry.get("cost"), life, began, stated, today).computed
            total += computed
            different += computed != stated
        return total, different
