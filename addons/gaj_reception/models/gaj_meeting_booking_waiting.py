from odoo import models


class GajMeetingBooking(models.Model):
    """Whoever waits for a room is told when a booking gives it back, or part of its time."""

    _inherit = "gaj.meeting.booking"

    def _gaj_after_give_up(self):
        result = super()._gaj_after_give_up()
        for booking in self.sudo():
            self.env["gaj.meeting.waiting"]._gaj_tell_about(booking.room_id, booking.start, booking.stop)
        return result

    def _gaj_change(self, vals):
        before = self.sudo()
        room, start, stop = before.room_id, before.start, before.stop
        result = super()._gaj_change(vals)
        self.env["gaj.meeting.waiting"]._gaj_tell_about(room, start, stop)
        return result

    def action_check_out(self):
        result = super().action_check_out()
        for booking in self.sudo():
            self.env["gaj.meeting.waiting"]._gaj_tell_about(booking.room_id, booking.start, booking.stop)
        return result

    def action_wait(self):
        """Put this draft on the waiting list: its organiser is told when the room becomes free."""
        self._gaj_check_own()
        for booking in self:
            booking._check_state(("draft",))
            self.env["gaj.meeting.waiting"].create(
                {
                    "meeting_id": booking.meeting_id.id,
                    "room_id": booking.room_id.id,
                    "layout_id": booking.layout_id.id,
                    "start": booking.start,
                    "stop": booking.stop,
                }
            )
        return True
