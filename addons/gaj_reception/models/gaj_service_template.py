from odoo import fields, models


class GajServiceTemplate(models.Model):
    """How meetings of a kind are served: what is done when, by how many people, and what is brought."""

    _name = "gaj.service.template"
    _description = "Conference Service Template"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10, help="The first template that fits a meeting is taken.")
    company_id = fields.Many2one("res.company", index=True, help="Only for this company; empty: for all.")
    mode = fields.Selection(
        [("onsite", "On Site"), ("video", "Video"), ("hybrid", "Hybrid")], help="Empty: for every meeting."
    )
    level_id = fields.Many2one("gaj.meeting.level", index="btree_not_null", ondelete="restrict")
    room_kind = fields.Selection(
        [
            ("meeting", "Meeting Room"),
            ("hall", "Hall"),
            ("reception", "Reception Room"),
            ("video", "Video Conference Room"),
            ("training", "Training Room"),
            ("activity", "Activity Room"),
        ],
        help="Empty: for every room.",
    )
    attendees_from = fields.Integer(string="Persons From", default=1, required=True)
    attendees_to = fields.Integer(string="Persons To", default=0, required=True, help="0: no upper limit.")
    persons_per_attendant = fields.Integer(default=30, required=True)
    least_attendants = fields.Integer(default=1, required=True)
    video_technicians = fields.Integer(default=1, required=True, help="Technicians of a video or hybrid meeting.")
    task_ids = fields.One2many("gaj.service.template.task", "template_id", string="Tasks", copy=True)
    supply_ids = fields.One2many("gaj.service.template.supply", "template_id", string="Supplies", copy=True)
    active = fields.Boolean(default=True)

    _numbers_sound = models.Constraint(
        "CHECK (attendees_from >= 0 AND (attendees_to = 0 OR attendees_to >= attendees_from)"
        " AND persons_per_attendant > 0 AND least_attendants >= 0 AND video_technicians >= 0)",
        "The numbers of a service template must make sense: the range of attendees is in order, an attendant serves at"
        " least one person, and nothing is negative.",
    )

    def _gaj_for(self, booking):
        """Return the first template that fits ``booking``, or none."""
        meeting, room = booking.meeting_id, booking.room_id
        wanted = {"mode": meeting.mode, "level_id": meeting.level_id, "room_kind": room.kind}
        count = meeting.planned_attendees
        for template in self.search([("company_id", "in", [False, booking.company_id.id])]):
            in_range = template.attendees_from <= count and (
                not template.attendees_to or count <= template.attendees_to
            )
            if in_range and all(not template[name] or template[name] == value for name, value in wanted.items()):
                return template
        return self.browse()
