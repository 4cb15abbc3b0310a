from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class GajMeetingRoom(models.Model):
    """A room is closed or taken out of use when nobody has booked it for then any more."""

    _inherit = "gaj.meeting.room"

    def _gaj_booked(self, start, stop):
        """Return the bookings that take one of these rooms, or part of it, from ``start`` to ``stop`` (naive UTC)."""
        bookings = self.env["gaj.meeting.booking"]
        rooms = self._origin
        rows = rooms._gaj_bookables().sudo()._gaj_busy(start, stop)
        held = {row.res_id for row in rows if row.res_model == bookings._name}
        # sudo: requests that hold nothing are listed too; a booking itself is no secret
        asked = bookings.sudo().search(
            Domain("room_id.space_ids", "in", rooms.sudo().space_ids.ids)
            & Domain("state", "=", "requested")
            & Domain("occ_start", "<", stop)
            & Domain("occ_stop", ">", start)
        )
        return bookings.browse(sorted(held | set(asked.ids)))

    def _gaj_refuse_booked(self, start, stop):
        """
        :raises UserError: naming the bookings then, which are moved or cancelled first
        """
        if bookings := self._gaj_booked(start, stop):
            names = [booking._gaj_step_name() for booking in bookings[:10]]
            if len(bookings) > len(names):
                names.append(self.env._("… and %s more", len(bookings) - len(names)))
            raise UserError(
                self.env._("These meetings are booked then. Move or cancel each of them first:\n%s", "\n".join(names))
            )

    def write(self, vals):
        if ("active" in vals and not vals["active"]) or "space_ids" in vals:
            self._gaj_refuse_booked(fields.Datetime.now(), datetime(9999, 1, 1))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_booked(self):
        self._gaj_refuse_booked(fields.Datetime.now(), datetime(9999, 1, 1))
