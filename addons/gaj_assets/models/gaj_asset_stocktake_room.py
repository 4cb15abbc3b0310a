from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .gaj_asset_stocktake import COUNTING


class GajAssetStocktakeRoom(models.Model):
    """A room of a stocktake: how much is expected in it, and who declared it done."""

    _name = "gaj.asset.stocktake.room"
    _description = "Room of a Stocktake"
    _order = "stocktake_id desc, space_id"
    _rec_name = "space_id"

    stocktake_id = fields.Many2one("gaj.asset.stocktake", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    space_id = fields.Many2one(
        "gaj.space", string="Room", required=True, readonly=True, index=True, ondelete="restrict"
    )
    expected_count = fields.Integer(string="Expected", readonly=True)
    found_count = fields.Integer(string="Seen Here", compute="_compute_progress", help="Of what is expected here.")
    elsewhere_count = fields.Integer(string="Seen Elsewhere", compute="_compute_progress")
    extra_count = fields.Integer(string="Not Expected Here", compute="_compute_progress")
    progress = fields.Float(string="Progress (%)", compute="_compute_progress", digits=(5, 2))
    closed_on = fields.Datetime(readonly=True)
    closed_by_id = fields.Many2one("res.users", readonly=True)
    second_closed_on = fields.Datetime(string="Closed Again On", readonly=True)
    second_closed_by_id = fields.Many2one("res.users", string="Closed Again By", readonly=True)
    is_closed = fields.Boolean(string="Done", compute="_compute_is_closed")
    reopened_on = fields.Datetime(readonly=True)
    reopened_by_id = fields.Many2one("res.users", readonly=True)

    _room_once = models.UniqueIndex("(stocktake_id, space_id)", "Each room stands in a stocktake once.")
    _expected_positive = models.Constraint("CHECK (expected_count >= 0)", "No room expects less than nothing.")

    @api.depends("closed_on", "second_closed_on", "stocktake_id.second_started_on")
    def _compute_is_closed(self):
        """The second count opens every room again."""
        for room in self:
            second = room.stocktake_id.second_started_on
            room.is_closed = bool(room.second_closed_on if second else room.closed_on)

    def _compute_progress(self):
        """Count what was seen, for all rooms in two queries; progress is per cent of what is expected."""
        lines = self.env["gaj.asset.stocktake.line"]
        scope = [("stocktake_id", "in", self.stocktake_id.ids)]
        here, elsewhere, extra = {}, {}, {}
        for stocktake, space, seen, count in lines._read_group(
            [*scope, ("is_expected", "=", True), ("seen_space_id", "!=", False), ("space_id", "in", self.space_id.ids)],
            ["stocktake_id", "space_id", "seen_space_id"],
            ["__count"],
        ):
            side = here if seen == space else elsewhere
            side[stocktake, space] = side.get((stocktake, space), 0) + count
        for stocktake, seen, space, count in lines._read_group(
            [*scope, ("seen_space_id", "in", self.space_id.ids)],
            ["stocktake_id", "seen_space_id", "space_id"],
            ["__count"],
        ):
            if seen != space:
                extra[stocktake, seen] = extra.get((stocktake, seen), 0) + count
        for room in self:
            key = (room.stocktake_id, room.space_id)
            room.found_count, room.elsewhere_count = here.get(key, 0), elsewhere.get(key, 0)
            room.extra_count = extra.get(key, 0)
            seen = room.found_count + room.elsewhere_count
            room.progress = 100.0 * seen / room.expected_count if room.expected_count else 100.0

    @api.model
    def close_room(self, stocktake_id, space_id):
        """Declare the counting of a room done; in a blind count its list is shown from then on.

        Called by the scan page; safe to repeat.

        :return: whether the stocktake has such a room
        :raises AccessError: if the user does not count in this stocktake
        """
        self.env["gaj.asset.stocktake.scan"].check_access("create")
        if not all(isinstance(number, int) for number in (stocktake_id, space_id)):
            return False
        stocktake = self.env["gaj.asset.stocktake"].browse(stocktake_id).exists()
        if not stocktake:
            return False
        if not stocktake.has_access("read") or not stocktake.can_count:
            raise AccessError(self.env._("You do not count in this stocktake. Ask its manager to add you as counter."))
        # sudo: counters close rooms by this step only; that they count here was checked above
        room = self.sudo().search([("stocktake_id", "=", stocktake.id), ("space_id", "=", space_id)])
        if room and not room.is_closed:
            prefix = "second_" if stocktake.second_started_on else ""
            room.write({f"{prefix}closed_on": fields.Datetime.now(), f"{prefix}closed_by_id": self.env.uid})
            stocktake._notify_progress()
        return bool(room)

    def action_reopen(self):
        """Let rooms that were declared done be scanned again; the stocktake notes who opened them."""
        for room in self:
            stocktake = room.stocktake_id
            stocktake._check_step(set(COUNTING))
            if not room.is_closed:
                raise UserError(
                    self.env._("Room %s has not been declared done; it can be scanned.", room.space_id.short_name)
                )
            prefix = "second_" if stocktake.second_started_on else ""
            # sudo: managers open rooms by this step only; the role was checked above
            room = room.sudo()
            who = room[f"{prefix}closed_by_id"].name
            room.write(
                {
                    f"{prefix}closed_on": False,
                    f"{prefix}closed_by_id": False,
                    "reopened_on": fields.Datetime.now(),
                    "reopened_by_id": self.env.uid,
                }
            )
            stocktake.message_post(
                body=self.env._(
                    "Room %(room)s, declared done by %(who)s, was opened for scanning again.",
                    room=room.space_id.short_name,
                    who=who,
                )
            )
            stocktake._notify_progress()
