from odoo import api, fields, models


class GajMeetingBooking(models.Model):
    """A room for a meeting from one minute to another, with the time to set it up and clear it."""

    _name = "gaj.meeting.booking"
    _description = "Meeting Room Booking"
    _inherit = ["gaj.step.mixin", "gaj.guard.mixin"]
    _order = "start desc, id desc"
    _check_company_auto = True

    meeting_id = fields.Many2one("gaj.meeting", required=True, index=True, ondelete="restrict", check_company=True)
    is_main = fields.Boolean("Main Venue", default=True, help="A sub-venue belongs to the meeting, but is not counted.")
    room_id = fields.Many2one("gaj.meeting.room", required=True, index=True, ondelete="restrict", check_company=True)
    layout_id = fields.Many2one(
        "gaj.meeting.room.layout", domain="[('room_id', '=', room_id)]", index="btree_not_null", ondelete="restrict"
    )
    company_id = fields.Many2one(related="room_id.company_id", store=True, index=True)
    department_id = fields.Many2one(related="meeting_id.department_id", store=True, index=True, compute_sudo=True)
    organiser_id = fields.Many2one(related="meeting_id.organiser_id", store=True, index=True, compute_sudo=True)
    start = fields.Datetime(required=True)
    stop = fields.Datetime("End", required=True)
    setup_minutes = fields.Integer(
        string="Set-up",
        compute="_compute_buffers",
        store=True,
        readonly=False,
        precompute=True,
        help="Minutes before the start that the room is taken.",
    )
    cleanup_minutes = fields.Integer(
        string="Clean-up",
        compute="_compute_buffers",
        store=True,
        readonly=False,
        precompute=True,
        help="Minutes after the end that the room is taken.",
    )
    occ_start = fields.Datetime(string="Taken From", readonly=True, copy=False)
    occ_stop = fields.Datetime(string="Taken Until", readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("requested", "Requested"),
            ("confirmed", "Confirmed"),
            ("in_use", "In Use"),
            ("done", "Done"),
            ("rejected", "Rejected"),
            ("expired", "Expired"),
            ("cancelled", "Cancelled"),
            ("preempted", "Moved Away"),
            ("no_show", "Not Shown Up"),
        ],
        required=True,
        default="draft",
        index=True,
        readonly=True,
        copy=False,
    )
    title = fields.Char(compute="_compute_title", help="The subject, as far as you may know it.")
    requested_on = fields.Datetime(readonly=True, copy=False)
    requested_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    expires_at = fields.Datetime(readonly=True, copy=False, help="When a request that nobody decided on ends.")
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    checked_in_at = fields.Datetime(readonly=True, copy=False)
    checked_in_by = fields.Selection(
        [("qr", "QR Code at the Door"), ("panel", "Panel"), ("staff", "Staff")], readonly=True, copy=False
    )
    checked_out_at = fields.Datetime(readonly=True, copy=False)
    release_at = fields.Datetime(
        readonly=True, copy=False, index="btree_not_null", help="Without check-in the room is free from then on."
    )
    is_protected = fields.Boolean(
        string="Protected", readonly=True, copy=False, help="Never released, never taken over."
    )
    equipment_ids = fields.Many2many("gaj.meeting.equipment", string="Movable Equipment", check_company=True)
    reason = fields.Char(readonly=True, copy=False, help="Why it was rejected, cancelled or moved.")
    moved_from_id = fields.Many2one("gaj.meeting.booking", readonly=True, copy=False, index="btree_not_null")
    preempted_by_id = fields.Many2one("gaj.meeting.booking", readonly=True, copy=False, index="btree_not_null")

    _stop_after_start = models.Constraint("CHECK (stop > start)", "A meeting ends after it begins: correct the times.")
    _buffers_not_negative = models.Constraint(
        "CHECK (setup_minutes >= 0 AND cleanup_minutes >= 0)", "Setting up and clearing cannot take less than no time."
    )

    @staticmethod
    def _gaj_given_up():
        """Return the states in which a booking has no room (any more)."""
        return ("draft", "rejected", "expired", "cancelled", "preempted", "no_show")

    @staticmethod
    def _gaj_live():
        """Return the states in which a booking has, or waits for, its room."""
        return ("requested", "confirmed", "in_use")

    @api.depends("room_id", "layout_id")
    def _compute_buffers(self):
        for booking in self:
            # sudo: how long setting up takes is no secret
            booking.setup_minutes, booking.cleanup_minutes = booking.sudo()._gaj_due_buffers()

    def _gaj_due_buffers(self):
        """Return the minutes of setting up and clearing that room and layout ask for."""
        layout, room = self.layout_id, self.room_id
        setup = layout.setup_minutes if layout.is_own_setup else room.setup_minutes
        return setup, room.cleanup_minutes

    @api.depends("meeting_id.subject", "meeting_id.secrecy", "meeting_id.state")
    @api.depends_context("uid", "lang")
    def _compute_title(self):
        # sudo: the masked title of a meeting is for everybody
        for booking in self:
            booking.title = booking.sudo().meeting_id.display_name

    @api.depends("room_id.code", "title")
    @api.depends_context("uid", "lang")
    def _compute_display_name(self):
        for booking in self:
            booking.display_name = " ".join(filter(None, (booking.sudo().room_id.code, booking.title)))

    def _gaj_step_name(self):
        """Return room and time: what everybody may know of a booking."""
        self.ensure_one()
        booking = self.sudo()
        start, stop = (booking.company_id._gaj_local(each) for each in (booking.start, booking.stop))
        return self.env._(
            "%(room)s, %(start)s – %(stop)s",
            room=booking.room_id.display_name,
            start=start.strftime("%Y-%m-%d %H:%M"),
            stop=stop.strftime("%H:%M"),
        )
