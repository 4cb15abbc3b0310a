from odoo import fields, models


class GajMeetingBookingReason(models.TransientModel):
    """Asks why a booking is rejected or cancelled; the organiser reads it."""

    _name = "gaj.meeting.booking.reason"
    _description = "Why a Booking Ends"

    booking_ids = fields.Many2many("gaj.meeting.booking", string="Bookings")
    step = fields.Selection([("reject", "Reject"), ("cancel", "Cancel")], required=True, default="cancel")
    reason = fields.Char(help="Say nothing here that is confidential: everybody who sees the booking reads it.")

    def action_apply(self):
        """Take the step with the reason given."""
        self.ensure_one()
        self.check_access("read")
        bookings = self.booking_ids
        return bookings.action_reject(self.reason) if self.step == "reject" else bookings.action_cancel(self.reason)
