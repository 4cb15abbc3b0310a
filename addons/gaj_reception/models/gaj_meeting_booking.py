from odoo import fields, models


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
    setup_minutes = fields.Integer(string="Set-up", help="Minutes before the start that the room is taken.")
    cleanup_minutes = fields.Integer(string="Clean-up", help="Minutes after the end that the room is taken.")
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
    requested_on = fields.Datetime(readonly=True, copy=False)
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
