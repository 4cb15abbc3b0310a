from odoo import fields, models

ROLES = [("attendant", "Attendant"), ("technician", "Technician"), ("cleaner", "Cleaner")]
ANCHORS = [("start", "Start of the Meeting"), ("stop", "End of the Meeting")]
KINDS = [
    ("prepare", "Preparation"),
    ("inspect", "Room Inspection"),
    ("serve", "Service"),
    ("clear", "Clearing"),
    ("clean", "Cleaning"),
    ("disinfect", "Disinfection"),
]


class GajServiceTemplateTask(models.Model):
    """One thing to do for a meeting, so many minutes before or after its start or end."""

    _name = "gaj.service.template.task"
    _description = "Task of a Service Template"
    _order = "template_id, anchor, offset_minutes, id"

    template_id = fields.Many2one("gaj.service.template", required=True, index=True, ondelete="cascade")
    name = fields.Char(string="Task", required=True, translate=True)
    kind = fields.Selection(KINDS, required=True, default="prepare", help="Cleaning makes the room ready again.")
    role = fields.Selection(ROLES, required=True, default="attendant")
    anchor = fields.Selection(ANCHORS, string="Counted From", required=True, default="start")
    offset_minutes = fields.Integer(string="Minutes", help="Negative: before.")
    length_minutes = fields.Integer(string="Lasts Minutes", default=15, help="0: until the end of the meeting.")
    every_minutes = fields.Integer(string="Again Every", help="Minutes, as long as the meeting lasts; 0: once.")
    is_exclusive = fields.Boolean(string="Exclusive", help="Whoever does it can do nothing else at that time.")
    is_for_each = fields.Boolean(string="For Each", help="One task for each person of the role.")

    _minutes_not_negative = models.Constraint(
        "CHECK (length_minutes >= 0 AND every_minutes >= 0)", "A task lasts and repeats after no negative time."
    )
