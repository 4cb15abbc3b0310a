from odoo import models

from odoo.addons.gaj_base.rules.sheet_writer import ExportColumn


class GajAssetStocktakeExport(models.AbstractModel):
    """The report of a stocktake: every line with what the books said, what was seen and what was decided."""

    _name = "gaj.asset.stocktake.export"
    _description = "Stocktake Report"
    _inherit = "gaj.sheet.export"
    _gaj_model = "gaj.asset.stocktake.line"
    _gaj_order = "result, space_name, asset_no, id"

    def _gaj_columns(self):
        _ = self.env._
        lines = self.env[self._gaj_model]
        results = dict(lines._fields["result"]._description_selection(self.env))
        decisions = dict(lines._fields["resolution"]._description_selection(self.env))
        return [
            ExportColumn(_("Asset Number"), "asset_no", "text", 18),
            ExportColumn(_("Name"), "name", "text", 18),
            ExportColumn(_("Text as Read"), "raw", "text", 18),
            ExportColumn(_("Expected Place"), "space_name", "text", 26),
            ExportColumn(_("Seen In"), "seen_space_id.complete_name", "text", 26),
            ExportColumn(_("Department"), "department_name", "text", 18),
            ExportColumn(_("Custodian"), "custodian_name", "text", 12),
            ExportColumn(_("Original Cost"), "cost", "money", 12),
            ExportColumn(_("Net Value"), "net_value", "money", 12),
            ExportColumn(_("Result"), "result", "text", 16, results.get),
            ExportColumn(_("Decision"), "resolution", "text", 16, decisions.get),
            ExportColumn(_("Reason for the Decision"), "resolution_note", "text", 24),
            ExportColumn(_("Scans"), "scan_count", "integer", 8),
        ]
