from datetime import timedelta

from odoo import api, fields, models


class GajMeetingRoom(models.Model):
    """Whether a room is free now, and until when."""

    _inherit = "gaj.meeting.room"

    space_id = fields.Many2one("gaj.space", string="Main Space", compute="_compute_space_id", compute_sudo=True)
    image_128 = fields.Image("Photo", compute="_compute_space_id", compute_sudo=True)
    now_state = fields.Selection(
        [("free", "Free"), ("busy", "Taken"), ("closed", "Closed")], string="Now", compute="_compute_now"
    )
    now_until = fields.Char(string="Until", compute="_compute_now", help="Until when that lasts today.")

    @api.depends("space_ids.image_128")
    def _compute_space_id(self):
        for room in self:
            room.space_id = room.space_ids[:1]
            room.image_128 = room.space_ids[:1].image_128

    @api.depends("space_ids", "readiness")
    def _compute_now(self):
        now = fields.Datetime.now()
        # sudo: when a room is taken is for everybody
        rooms = self.sudo()
        spaces = rooms.space_ids._origin
        bookables = dict(
            zip(spaces.ids, self.env["gaj.bookable"].sudo()._gaj_known(spaces), strict=True) if spaces else ()
        )
        every = self.env["gaj.bookable"].sudo().union(*bookables.values()) if bookables else self.env["gaj.bookable"]
        rows = every._gaj_busy(now, now + timedelta(days=1)).grouped("bookable_id")
        for room in rooms:
            taken = sorted(
                (row.start, row.stop) for space in room.space_ids._origin.ids for row in rows.get(bookables[space], ())
            )
            room.now_state, until = ("closed", None) if room.readiness == "closed" else _now(taken, now)
            room.now_until = until and room.company_id._gaj_local(until).strftime("%H:%M")

    def _gaj_waiting_for_user(self):
        """Return the bookings of these rooms at which the user may check in now."""
        now = fields.Datetime.now()
        found = self.env["gaj.meeting.booking"].search(
            [
                ("room_id", "in", self.ids),
                ("state", "=", "confirmed"),
                ("start", "<=", now + timedelta(hours=2)),
                ("stop", ">", now),
            ],
            order="start",
        )
        # sudo: whether the user takes part
        return found.filtered(
            lambda each: (
                (each._gaj_is_own() or self.env.user in each.sudo().meeting_id.attendee_ids.employee_id.user_id)
                and each.start - timedelta(minutes=each.sudo().room_id.open_before) <= now
            )
        )


def _now(taken, now):
    """Return ``(state, until)`` of a room whose sorted spans of the next day are ``taken``."""
    if not taken or taken[0][0] > now:
        return "free", taken[0][0] if taken else None
    until = now
    for start, stop in taken:
        if start > until:
            break
        until = max(until, stop)
    return "busy", until
