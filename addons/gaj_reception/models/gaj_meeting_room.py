import secrets

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class GajMeetingRoom(models.Model):
    """A room that is booked for meetings. A combined hall lies in several spaces and takes all of them at once."""

    _name = "gaj.meeting.room"
    _description = "Meeting Room"
    _inherit = ["mail.thread"]
    _order = "code, id"
    _rec_names_search = ["code", "name"]
    _check_company_auto = True

    code = fields.Char(required=True, tracking=True)
    name = fields.Char(required=True, tracking=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    kind = fields.Selection(
        [
            ("meeting", "Meeting Room"),
            ("hall", "Hall"),
            ("reception", "Reception Room"),
            ("video", "Video Conference Room"),
            ("training", "Training Room"),
            ("activity", "Activity Room"),
        ],
        required=True,
        default="meeting",
    )
    space_ids = fields.Many2many(
        "gaj.space",
        string="Spaces",
        required=True,
        check_company=True,
        help="One space for a plain room, several for a combined hall.",
    )
    building_id = fields.Many2one("gaj.space", compute="_compute_building_id", store=True, index="btree_not_null")
    linked_room_ids = fields.Many2many(
        "gaj.meeting.room",
        string="Linked Rooms",
        compute="_compute_linked_room_ids",
        help="Rooms that share a space with this one: when one is taken, so is the other.",
    )
    layout_ids = fields.One2many("gaj.meeting.room.layout", "room_id", string="Layouts", copy=True)
    capacity = fields.Integer(compute="_compute_capacity", store=True, help="Of the largest layout.")
    equipment_type_ids = fields.Many2many("gaj.meeting.equipment.type", string="Fixed Equipment")
    resource_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Opening Hours",
        index="btree_not_null",
        check_company=True,
        help="Empty: the working hours of the company. Buffers may lie outside unless asked for.",
    )
    buffers_in_hours = fields.Boolean(string="Set-up Inside Opening Hours")
    is_always_open = fields.Boolean(help="May be booked at any hour.")

    slot_minutes = fields.Integer(default=15, required=True, help="Meetings begin and end on multiples of it.")
    min_minutes = fields.Integer(string="Shortest Meeting", default=15, required=True)
    max_minutes = fields.Integer(string="Longest Meeting", default=720, required=True)
    advance_days = fields.Integer(string="Days Ahead", default=60, required=True)
    notice_minutes = fields.Integer(string="Notice", default=0, required=True)
    setup_minutes = fields.Integer(string="Set-up", default=30, required=True)
    cleanup_minutes = fields.Integer(string="Clean-up", default=20, required=True)

    approval_mode = fields.Selection(
        [("none", "None"), ("always", "Always"), ("other_unit", "For Other Departments")],
        required=True,
        default="none",
        tracking=True,
    )
    department_id = fields.Many2one("hr.department", string="Kept by", index="btree_not_null", check_company=True)
    approver_ids = fields.Many2many("res.users", "gaj_meeting_room_approver_rel", string="Approvers")
    allowed_department_ids = fields.Many2many(
        "hr.department", string="Open To", help="With those below them. Empty: every department."
    )
    is_secrecy_ok = fields.Boolean(string="Fit for Confidential Meetings", tracking=True)
    checkin_mode = fields.Selection(
        [("none", "None"), ("qr", "QR Code at the Door"), ("panel", "Panel"), ("staff", "Staff")],
        required=True,
        default="qr",
    )
    open_before = fields.Integer(string="Check-in Opens Before", default=15, required=True, help="Minutes.")
    grace_minutes = fields.Integer(
        string="Grace", default=15, required=True, help="Minutes until the room is released."
    )
    hold_on_request = fields.Boolean(string="Hold While Asked For", default=True)
    analytic_account_id = fields.Many2one("account.analytic.account", index="btree_not_null", check_company=True)
    panel_token = fields.Char(copy=False, readonly=True, groups="gaj_reception.group_gaj_conference_manager")
    checkin_token = fields.Char(copy=False, readonly=True, groups="gaj_reception.group_gaj_conference_manager")
    readiness = fields.Selection(
        [("ready", "Ready"), ("dirty", "To Clean"), ("in_setup", "Being Set Up"), ("closed", "Closed")],
        required=True,
        default="ready",
        readonly=True,
        copy=False,
    )
    booking_ids = fields.One2many("gaj.meeting.booking", "room_id", string="Bookings")
    active = fields.Boolean(default=True, tracking=True)
    note = fields.Text()

    _code_uniq = models.UniqueIndex("(company_id, code)", "There is a meeting room with this code already.")
    _panel_token_uniq = models.UniqueIndex("(panel_token)", "Each panel has a token of its own.")
    _checkin_token_uniq = models.UniqueIndex("(checkin_token)", "Each door has a token of its own.")
    _minutes_sound = models.Constraint(
        "CHECK (slot_minutes > 0 AND min_minutes > 0 AND max_minutes >= min_minutes AND advance_days >= 0"
        " AND notice_minutes >= 0 AND setup_minutes >= 0 AND cleanup_minutes >= 0 AND open_before >= 0"
        " AND grace_minutes > 0)",
        "The minutes of a room must make sense: a slot and a meeting last longer than nothing, the longest meeting is"
        " not shorter than the shortest, and nothing else is negative.",
    )

    @api.depends("space_ids.building_id")
    def _compute_building_id(self):
        for room in self:
            room.building_id = room.space_ids.building_id[:1]

    @api.depends("layout_ids.capacity")
    def _compute_capacity(self):
        for room in self:
            room.capacity = max(room.layout_ids.mapped("capacity"), default=0)

    @api.depends("space_ids")
    def _compute_linked_room_ids(self):
        for room in self:
            # sudo: that two rooms share a space is no secret
            sharing = self.sudo().search([("space_ids", "in", room.space_ids.ids)]) if room.space_ids else self.browse()
            room.linked_room_ids = sharing - room._origin

    @api.depends("code", "name")
    def _compute_display_name(self):
        for room in self:
            room.display_name = " ".join(filter(None, (room.code, room.name)))

    @api.constrains("space_ids", "active")
    def _check_spaces(self):
        for room in self.filtered("active"):
            if not room.space_ids:
                raise ValidationError(self.env._("%s lies nowhere: choose its space.", room.display_name))

    @api.model_create_multi
    def create(self, vals_list):
        rooms = super().create(vals_list)
        rooms._gaj_new_tokens()
        # in the ledger from the beginning: many who book a new room at once would each want to enter it
        rooms._gaj_bookables()
        return rooms

    def write(self, vals):
        result = super().write(vals)
        if "space_ids" in vals:
            self._gaj_bookables()
        return result

    def _gaj_new_tokens(self):
        """Give panel and door new tokens of 32 random bytes: links made before lead nowhere any more."""
        for room in self.sudo():
            room.panel_token = secrets.token_urlsafe(32)
            room.checkin_token = secrets.token_urlsafe(32)

    def _gaj_bookables(self):
        """Return what a meeting in these rooms takes in the ledger: one bookable for each space."""
        return self.env["gaj.bookable"]._gaj_for(self.sudo().space_ids)
