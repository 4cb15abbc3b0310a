from odoo import api, fields, models

from .roles import MANAGER, STAFF


class GajMeetingBooking(models.Model):
    """What the screens of a booking offer to whom."""

    _inherit = "gaj.meeting.booking"

    can_manage = fields.Boolean(compute="_compute_can", help="The booking is yours, or you manage all.")
    can_decide = fields.Boolean(compute="_compute_can", help="You approve or reject this request.")
    can_check_in = fields.Boolean(compute="_compute_can", help="You may check in now.")
    loser_ids = fields.Many2many(
        "gaj.meeting.booking",
        string="Requests That Lose",
        compute="_compute_loser_ids",
        help="Requests for the same room and time: approving this one rejects them.",
    )

    @api.depends("state", "start", "stop", "release_at", "is_protected")
    @api.depends_context("uid")
    def _compute_can(self):
        now = fields.Datetime.now()
        is_manager = self.env.user.has_group(MANAGER)
        is_staff = self.env.user.has_group(STAFF)
        for booking in self:
            if not booking._origin:
                booking.can_manage, booking.can_decide, booking.can_check_in = True, False, False
                continue
            known = booking._origin
            booking.can_manage = is_manager or known._gaj_is_own()
            booking.can_decide = booking.state == "requested" and known._gaj_is_decider()
            attends = self.env.user in known.sudo().meeting_id.attendee_ids.employee_id.user_id
            booking.can_check_in = (
                booking.state == "confirmed"
                and (booking.can_manage or is_staff or attends)
                and known.sudo()._gaj_check_in_opens() <= now
            )

    def _gaj_check_in_opens(self):
        """Return from when on one may check in (naive UTC)."""
        return fields.Datetime.subtract(self.start, minutes=self.room_id.open_before)

    @api.depends("state", "occ_start", "occ_stop")
    def _compute_loser_ids(self):
        for booking in self:
            booking.loser_ids = booking._origin._gaj_losers() if booking._origin else booking.browse()

    def action_extend_step(self):
        """Extend by one step, for the button."""
        self.ensure_one()
        get = self.env["gaj.meeting.parameter"]._gaj_whole
        return self.action_extend(get("extension_step_minutes", self.company_id))

    def action_open_meeting(self):
        """Open the meeting of this booking for those who may see it."""
        self.ensure_one()
        self.meeting_id.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "gaj.meeting",
            "res_id": self.meeting_id.id,
            "views": [(False, "form")],
        }
