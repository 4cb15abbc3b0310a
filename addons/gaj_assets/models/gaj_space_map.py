from odoo import api, models
from odoo.exceptions import UserError


class GajSpace(models.Model):
    """The map of a building: its floors, the rooms of each, and what of the register stands there."""

    _inherit = "gaj.space"

    def action_gaj_room_map(self):
        """Open the map of the building of this space."""
        self.ensure_one()
        self.env["gaj.asset"]._gaj_check_reader()
        if not self.building_id:
            raise UserError(
                self.env._("%s lies in no building. Open the map of one of its buildings.", self.display_name)
            )
        action = self.env["ir.actions.client"]._for_xml_id("gaj_assets.gaj_asset_room_map_action")
        return {**action, "params": {"building_id": self.building_id.id}}

    @api.model
    @api.readonly
    def gaj_room_map(self, building_id=False):
        """Return the map of a building (default: the first): counts of the cards that this user may see.

        A bounded number of statements, whatever the number of rooms and cards.

        :return: ``buildings`` (``id``, ``name``) to choose from, ``id`` of the one shown, ``symbol`` of the currency,
            ``floors`` from the top, each ``id``, ``name``, ``count`` and ``rooms`` (``id``, ``code``, ``full_code``, ``name``,
            ``use``, ``departments``, ``count``, ``value``, ``missing``, ``idle``)
        """
        self.env["gaj.asset"]._gaj_check_reader()
        buildings = self.search_fetch([("kind", "=", "building")], ["complete_name"])
        building = buildings.filtered(lambda each: each.id == building_id) or buildings[:1]
        return {
            "buildings": [{"id": each.id, "name": each.complete_name} for each in buildings],
            "id": building.id,
            "symbol": self.env.company.currency_id.symbol,
            "floors": building._gaj_map_floors() if building else [],
        }

    def _gaj_map_floors(self):
        self.ensure_one()
        inside = self.search_fetch(
            [("id", "child_of", self.id)], ["kind", "code", "name", "full_code", "parent_id", "parent_path", "use"]
        )
        counts = inside._gaj_map_counts()
        floors = inside.filtered(lambda space: space.kind == "floor")
        rooms = inside.filtered(lambda space: space.kind == "room" and space.parent_id.kind != "room")
        rooms.department_ids.mapped("name")  # one query for all
        blank = {"count": 0, "value": 0.0, "missing": 0, "idle": 0}
        tiles = {}
        for room in rooms:
            tiles.setdefault(room.parent_id, []).append(
                {
                    "id": room.id,
                    "code": room.code,
                    "full_code": room.full_code,
                    "name": room.name or "",
                    "use": room.use or "",
                    "departments": ", ".join(room.department_ids.mapped("name")),
                    **counts.get(room.id, blank),
                }
            )
        # What stands in the building or on a floor, but in no room.
        for place in self + floors:
            if place.id in counts:
                label = self.env._("No room")
                tiles.setdefault(place, []).insert(
                    0,
                    {
                        "id": place.id,
                        "code": label,
                        "full_code": place.full_code,
                        "name": "",
                        "use": "",
                        "departments": "",
                        **counts[place.id],
                    },
                )
                tiles[place][0]["alone"] = True
        return [
            {
                "id": place.id,
                "name": place._gaj_own_name() if place != self else self.env._("Without a floor"),
                "count": sum(tile["count"] for tile in tiles[place]),
                "rooms": tiles[place],
            }
            for place in [*reversed(floors), self]
            if place in tiles
        ]

    def _gaj_map_counts(self):
        """Return ``{room, floor or building id: figures}``: parts of a room count with it, nothing else does."""
        groups = self.env["gaj.asset"]._read_group(
            [("space_id", "in", self.ids), ("state", "!=", "disposed")],
            ["space_id", "state"],
            ["quantity:sum", "net_value:sum"],
        )
        kinds = {space.id: space.kind for space in self}
        counts = {}
        for space, state, quantity, value in groups:
            above = [int(step) for step in space.parent_path.strip("/").split("/")]
            outermost = next((step for step in above if kinds.get(step) == "room"), space.id)
            tile = counts.setdefault(outermost, {"count": 0, "value": 0.0, "missing": 0, "idle": 0})
            tile["count"] += quantity
            tile["value"] += value
            if state in ("missing", "idle"):
                tile[state] += quantity
        return counts
