from odoo import api, fields, models


class GajMeetingAttendee(models.Model):
    """Who takes part in a meeting: a colleague, or somebody from outside with unit and post."""

    _name = "gaj.meeting.attendee"
    _description = "Meeting Attendee"
    _order = "meeting_id, is_rostrum desc, sequence, id"

    meeting_id = fields.Many2one("gaj.meeting", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    employee_id = fields.Many2one("hr.employee", index="btree_not_null", ondelete="restrict")
    name = fields.Char(compute="_compute_from_employee", store=True, readonly=False, precompute=True)
    unit_name = fields.Char("Unit", compute="_compute_from_employee", store=True, readonly=False, precompute=True)
    post = fields.Char(compute="_compute_from_employee", store=True, readonly=False, precompute=True)
    is_rostrum = fields.Boolean("Rostrum", help="Sits on the rostrum.")
    seat = fields.Char()
    is_attended = fields.Boolean("Attended")
    is_overnight = fields.Boolean("Lodging", default=True, help="Stays overnight at the expense of the meeting.")

    _has_name = models.Constraint("CHECK (name IS NOT NULL)", "Name the attendee, or choose the employee.")
    _employee_uniq = models.UniqueIndex(
        "(meeting_id, employee_id) WHERE employee_id IS NOT NULL", "This employee takes part already."
    )

    @api.depends("employee_id")
    def _compute_from_employee(self):
        for attendee in self:
            # sudo: the name, department and post of a colleague are no secret
            employee = attendee.employee_id.sudo()
            if employee:
                attendee.name = employee.name
                attendee.unit_name = employee.department_id.name
                attendee.post = employee.job_title
            else:
                attendee.name, attendee.unit_name, attendee.post = attendee.name, attendee.unit_name, attendee.post
