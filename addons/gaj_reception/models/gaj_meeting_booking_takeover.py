from odoo import models


class GajMeetingBooking(models.Model):
    _inherit = "gaj.meeting.booking"

    def action_take_over(self):
        """Open the takeover of the room by this booking; the conference manager gives the reason and decides."""
        self.ensure_one()
        self._check_step(("draft", "requested"), ("gaj_reception.group_gaj_conference_manager",))
        known = self.env["gaj.meeting.takeover"].search(
            [("booking_id", "=", self.id), ("state", "=", "draft")], limit=1
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take the Room Over"),
            "res_model": "gaj.meeting.takeover",
            "res_id": known.id,
            "views": [(False, "form")],
            "context": {"default_booking_id": self.id},
        }

    def _gaj_takes_part(self):
        """Return whether the user takes part, answers for the meeting, or serves it."""
        self.ensure_one()
        user = self.env.user
        return (
            user in self.sudo().meeting_id.attendee_ids.employee_id.user_id
            or self._gaj_is_own()
            or user.has_group("gaj_reception.group_gaj_conference_staff")
        )
