from odoo import models


class GajAssetStocktake(models.Model):
    """Where the buttons of the form lead."""

    _inherit = "gaj.asset.stocktake"

    def action_scan(self):
        """Open the scan page on this stocktake."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_url", "url": f"/gaj/scan/stocktake/{self.id}", "target": "self"}

    def action_open_lines(self):
        """Open everything of this stocktake, result by result."""
        return self._lines_action(self.env._("%s: All Lines", self.name), {"search_default_group_result": 1})

    def action_open_differences(self):
        """Open what still needs a decision."""
        return self._lines_action(self.env._("%s: Differences", self.name), {"search_default_open": 1})

    def _lines_action(self, name, context):
        self.ensure_one()
        self.check_access("read")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("gaj_assets.gaj_asset_stocktake_line_action"),
            "display_name": name,
            "domain": [("stocktake_id", "=", self.id)],
            "context": context,
        }

    def action_open_board(self):
        """Open the board that moves while scans arrive."""
        self.ensure_one()
        self.check_access("read")
        self.env["gaj.asset.stocktake.room"].check_access("read")
        return {
            **self.env["ir.actions.client"]._for_xml_id("gaj_assets.gaj_asset_stocktake_board_action"),
            "display_name": self.name,
            "params": {"stocktake_id": self.id},
            "context": {"active_id": self.id},
        }

    def action_export(self):
        """Download the report of this stocktake as a worksheet."""
        self.ensure_one()
        self.check_access("read")
        return self.env["gaj.asset.stocktake.export"]._gaj_download([("stocktake_id", "=", self.id)])

    def board(self):
        """Return what the progress board shows: figures, results, and the rooms as far as the user may see them."""
        self.ensure_one()
        self.check_access("read")
        labels = dict(self.env["gaj.asset.stocktake.line"]._fields["result"]._description_selection(self.env))
        groups = self.env["gaj.asset.stocktake.line"]._read_group(
            [("stocktake_id", "=", self.id)], ["result"], ["__count"]
        )
        counts = dict(groups)
        rooms = self.room_ids
        return {
            "name": self.name,
            "state": self.state,
            "state_label": dict(self._fields["state"]._description_selection(self.env))[self.state],
            "channel": self._progress_channel(),
            "expected": self.expected_count,
            "found": self.found_count,
            "found_rate": self.found_rate,
            "location_accuracy": self.location_accuracy,
            "open": self.open_count,
            "results": [
                {"key": key, "label": label, "count": counts[key]} for key, label in labels.items() if counts.get(key)
            ],
            "rooms": [
                {
                    "id": room.id,
                    "name": room.space_id.short_name,
                    "expected": room.expected_count,
                    "found": room.found_count,
                    "elsewhere": room.elsewhere_count,
                    "extra": room.extra_count,
                    "progress": room.progress,
                    "closed": bool(room.closed_on),
                }
                for room in rooms
            ],
            # sudo: only a number
            "unsent": sum(self.sudo().device_ids.mapped("unsent_count")),
        }
