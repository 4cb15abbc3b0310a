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
        lines = self.env[self._gaj_model]
        results = dict(lines._fields["result"]._description_selection(self.env))
        decisions = dict(lines._fields["resolution"]._description_selection(self.env))
        return [
            ExportColumn(self.env._("Asset Number"), "asset_no", "text", 18),
            ExportColumn(self.env._("Name"), "name", "text", 18),
            ExportColumn(self.env._("Text as Read"), "raw", "text", 18),
            ExportColumn(self.env._("Expected Place"), "space_name", "text", 26),
            ExportColumn(self.env._("Seen In"), "seen_space_id.complete_name", "text", 26),
            ExportColumn(self.env._("Department"), "department_name", "text", 18),
            ExportColumn(self.env._("Custodian"), "custodian_name", "text", 12),
            ExportColumn(self.env._("Original Cost"), "cost", "money", 12),
            ExportColumn(self.env._("Net Value"), "net_value", "money", 12),
            ExportColumn(self.env._("Result"), "result", "text", 16, results.get),
            ExportColumn(self.env._("Decision"), "resolution", "text", 16, decisions.get),
            ExportColumn(self.env._("Reason for the Decision"), "resolution_note", "text", 24),
            ExportColumn(self.env._("Scans"), "scan_count", "integer", 8),
        ]
