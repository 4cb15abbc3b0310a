from odoo import fields, models


class GajMeetingEquipmentType(models.Model):
    """What a meeting asks for: video terminal, projector, sound, simultaneous interpretation."""

    _name = "gaj.meeting.equipment.type"
    _description = "Kind of Meeting Equipment"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    needs_technician = fields.Boolean(help="A technician is on duty while it is in use, e.g. for video.")
    active = fields.Boolean(default=True)
