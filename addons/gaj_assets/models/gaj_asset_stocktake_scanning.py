from odoo import fields, models
from odoo.tools import SQL

from .gaj_asset_stocktake import COUNTING, MANAGER


class GajAssetStocktake(models.Model):
    """What the scan page needs of a stocktake."""

    _inherit = "gaj.asset.stocktake"

    def _open_for_scans(self, ids):
        """Return ``{id: (stocktake, obstacle or None)}`` of those this user may count in, their state held fast.

        The state is locked for the transaction, so a stocktake whose counting ends at this moment either has the
        scan or refuses it.
        """
        found = self.browse(ids).exists()._filtered_access("read") if ids else self
        if not found:
            return {}
        # the server repeats a call that crossed the end of counting, that is no error
        self.env.cr.execute(
            SQL("SELECT id FROM gaj_asset_stocktake WHERE id = ANY(%s) FOR SHARE", found.ids), log_exceptions=False
        )
        manager = self.env.user.has_group(MANAGER)
        return {each.id: (each, each._obstacle(manager)) for each in found}

    def _obstacle(self, is_manager):
        """Return why this user cannot record a scan now, as a sentence; ``None`` if nothing is in the way."""
        if not is_manager and self.env.user not in self.counter_ids:
            return self.env._("You are not a counter of stocktake %s. Ask its manager to add you.", self.name)
        if self.state not in COUNTING:
            return self.env._(
                "Stocktake %s does not take scans now: its counting is over or has not begun. Tell its manager.",
                self.name,
            )
        return None

    def _closed_blind_rooms(self):
        """Return ``{(stocktake id, space id)}`` of the rooms that were declared done in a blind count under way."""
        if not self:
            return set()
        self.env["gaj.asset.stocktake.room"].flush_model(["closed_on", "second_closed_on"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT room.stocktake_id, room.space_id
                  FROM gaj_asset_stocktake_room room
                  JOIN gaj_asset_stocktake stocktake ON stocktake.id = room.stocktake_id AND stocktake.is_blind
                 WHERE room.stocktake_id = ANY(%s)
                   AND CASE WHEN stocktake.second_started_on IS NULL THEN room.closed_on
                            ELSE room.second_closed_on END IS NOT NULL
                """,
                list(self.ids),
            )
        )
        return set(rows)

    def _line_briefs(self, asset_ids):
        """Return ``{asset id: {tag, name, place, custodian}}`` for the answers to scans; a place as its door shows it."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.asset_id, line.tag_no, line.name, line.space_id,
                       COALESCE(NULLIF(concat_ws(' ', space.full_code, NULLIF(space.name, '')), ''), line.space_name),
                       line.custodian_name
                  FROM gaj_asset_stocktake_line line
                  LEFT JOIN gaj_space space ON space.id = line.space_id
                 WHERE line.stocktake_id = %s AND line.asset_id = ANY(%s)
                """,
                self.id,
                list(asset_ids),
            )
        )
        return {
            asset: {"tag": tag, "name": name, "space": space, "place": place, "custodian": custodian}
            for asset, tag, name, space, place, custodian in rows
        }

    def _gaj_scan_data(self):
        """Return what a phone keeps to count without a network, as columns of equal length to stay slim.

        ``tags`` joined by spaces, ``rooms`` (index into ``spaces``, -1 for none) and ``names`` (index into
        ``words``) run in parallel over the expected things; ``seen`` marks those already counted in their room.
        In a blind count nothing of the books is given away but the rooms already closed.
        """
        self.ensure_one()
        # sudo: whoever may read the stocktake and counts in it may know its rooms
        rooms = self.sudo().room_ids
        place = {room.space_id.id: number for number, room in enumerate(rooms)}
        doors = {
            tag.res_id: tag.tag_no
            for tag in self.env["gaj.tag"]
            .sudo()
            .search_fetch(
                [("res_model", "=", "gaj.space"), ("res_id", "in", list(place)), ("state", "=", "bound")],
                ["res_id", "tag_no"],
            )
        }
        data = {
            "id": self.id,
            "name": self.name,
            "blind": self.is_blind,
            "counting": self.can_count,
            "user": self.env.uid,
            "taken": fields.Datetime.to_string(fields.Datetime.now()),
            "spaces": [
                {
                    "id": room.space_id.id,
                    "name": room.space_id.short_name,
                    "code": room.space_id.full_code,
                    "tag": doors.get(room.space_id.id, ""),
                    "closed": room.is_closed,
                }
                for room in rooms
            ],
            "people": self._scan_data_people(),
            "second": self.state == "second_count",
        }
        lines = self._scan_data_lines([room.space_id.id for room in rooms if room.is_closed])
        words = {}
        data["tags"] = " ".join(tag or "-" for tag, *_rest in lines)
        data["rooms"] = [place.get(space, -1) for _tag, space, *_rest in lines]
        data["names"] = [words.setdefault(name or "", len(words)) for *_start, name, _seen in lines]
        data["words"] = list(words)
        data["seen"] = [place.get(seen, -1) for *_start, seen in lines]
        return data

    def _scan_data_people(self):
        """Return ``[[id, name], …]`` of who may turn out to keep a thing."""
        # sudo: names of colleagues are no secret inside the house
        people = self.env["hr.employee"].sudo().search_fetch([("company_id", "=", self.company_id.id)], ["name"])
        return [[person.id, person.name] for person in people]

    def _scan_data_lines(self, closed_spaces):
        """Return ``(tag_no, space id, name, space id where seen)`` of each expected line the counter may know.

        The second count looks for what was not found, so its list is shown in a blind count as well, without the
        things that this counter counted the first time.
        """
        if self.state == "second_count":
            return self._second_lines()
        return self.env.execute_query(
            SQL(
                """
                SELECT tag_no, space_id, name, seen_space_id FROM gaj_asset_stocktake_line
                 WHERE stocktake_id = %s AND is_expected AND %s
                 ORDER BY space_id, tag_no
                """,
                self.id,
                SQL("space_id = ANY(%s)", closed_spaces) if self.is_blind else SQL("TRUE"),
            )
        )

    def _second_lines(self):
        """Return, as :meth:`_scan_data_lines`, what this user counts a second time; seen means seen again."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT asset_id, tag_no, space_id, name,
                       CASE WHEN second_counter_id IS NOT NULL THEN seen_space_id END
                  FROM gaj_asset_stocktake_line
                 WHERE stocktake_id = %s AND is_second AND is_expected
                 ORDER BY space_id, tag_no
                """,
                self.id,
            )
        )
        others = self._second_obstacles([asset for asset, *_rest in rows])
        return [rest for asset, *rest in rows if asset not in others]
