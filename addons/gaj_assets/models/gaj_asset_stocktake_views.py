from odoo import fields, models


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
            "kind_label": dict(self._fields["kind"]._description_selection(self.env))[self.kind],
            "due": fields.Date.to_string(self.date_deadline) if self.date_deadline else "",
            "overdue": self.is_overdue,
            "second": {"asked": self.second_count, "done": self.second_count - self.second_open_count},
            "sample": {"drawn": self.drawn_count, "population": self.population_count},
            "unbooked": self.unbooked_count if self.state == "approved" else 0,
            "departments": self._board_departments(),
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
                    "closed": room.is_closed,
                }
                for room in rooms
            ],
            # sudo: only a number
            "unsent": sum(self.sudo().device_ids.mapped("unsent_count")),
        }

    def _board_departments(self):
        """Return how much of each department's expected things was seen, those with most left first; one query."""
        figures = {}
        for department, result, count in self.env["gaj.asset.stocktake.line"]._read_group(
            [("stocktake_id", "=", self.id), ("is_expected", "=", True)], ["department_id", "result"], ["__count"]
        ):
            expected, found = figures.get(department, (0, 0))
            figures[department] = (expected + count, found + (0 if result in ("pending", "missing") else count))
        return [
            {
                "id": department.id,
                # sudo: the name of a department is no secret
                "name": department.sudo().name or self.env._("Without a department"),
                "expected": expected,
                "found": found,
            }
            for department, (expected, found) in sorted(
                figures.items(), key=lambda item: (item[1][1] - item[1][0], item[0].id)
            )
        ]
