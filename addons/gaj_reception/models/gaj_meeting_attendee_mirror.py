from odoo import api, models


class GajMeetingAttendee(models.Model):
    """Who comes or goes is told to the calendar."""

    _inherit = "gaj.meeting.attendee"

    @api.model_create_multi
    def create(self, vals_list):
        attendees = super().create(vals_list)
        attendees.sudo().meeting_id.booking_ids._gaj_keep_mirror()
        return attendees

    def write(self, vals):
        result = super().write(vals)
        if "employee_id" in vals:
            self.sudo().meeting_id.booking_ids._gaj_keep_mirror()
        return result

    def unlink(self):
        bookings = self.sudo().meeting_id.booking_ids
        result = super().unlink()
        bookings.exists()._gaj_keep_mirror()
        return result
