from odoo import api, fields, models


class GajMeeting(models.Model):
    """A meeting: what it is about, who holds it and who takes part. Its rooms are bookings."""

    _name = "gaj.meeting"
    _description = "Meeting"
    _inherit = ["gaj.step.mixin", "gaj.guard.mixin", "rating.mixin", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "subject"
    _rec_names_search = ["name", "subject"]
    _check_company_auto = True

    name = fields.Char(string="Number", copy=False, readonly=True, index=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    subject = fields.Char(required=True, tracking=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("planned", "Planned"),
            ("held", "Held"),
            ("settled", "Settled"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        index=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    department_id = fields.Many2one(
        "hr.department",
        required=True,
        index=True,
        check_company=True,
        tracking=True,
        default=lambda self: self.env.user.employee_id.department_id,
    )
    organiser_id = fields.Many2one(
        "res.users", required=True, index=True, default=lambda self: self.env.user, tracking=True
    )
    phone = fields.Char()
    level_id = fields.Many2one("gaj.meeting.level", index="btree_not_null", ondelete="restrict", tracking=True)
    secrecy = fields.Selection(
        [("public", "Public"), ("internal", "Internal"), ("confidential", "Confidential")],
        required=True,
        default="internal",
        tracking=True,
        help="Nobody but organiser, attendees and assigned staff sees what a confidential meeting is about."
        " No secret content is entered at all.",
    )
    mode = fields.Selection(
        [("onsite", "On Site"), ("video", "Video"), ("hybrid", "Hybrid")], required=True, default="onsite"
    )
    planned_attendees = fields.Integer(required=True, default=1)
    actual_attendees = fields.Integer()
    attendee_ids = fields.One2many("gaj.meeting.attendee", "meeting_id", string="Attendees", copy=True)
    booking_ids = fields.One2many("gaj.meeting.booking", "meeting_id", string="Rooms", copy=False)
    start = fields.Datetime(compute="_compute_span", store=True)
    stop = fields.Datetime("End", compute="_compute_span", store=True)
    note = fields.Text()

    _number_uniq = models.UniqueIndex("(company_id, name)", "A meeting of this number exists already.")
    _attendees_positive = models.Constraint(
        "CHECK (planned_attendees > 0 AND actual_attendees >= 0)", "At least one person takes part in a meeting."
    )

    @api.depends("booking_ids.start", "booking_ids.stop", "booking_ids.state")
    def _compute_span(self):
        for meeting in self:
            live = meeting.booking_ids.filtered(lambda each: each.state not in each._gaj_given_up())
            meeting.start = min(live.mapped("start"), default=False)
            meeting.stop = max(live.mapped("stop"), default=False)
