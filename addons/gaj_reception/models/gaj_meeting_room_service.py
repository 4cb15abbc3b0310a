from odoo import fields, models

from .gaj_service_order import CARE, COSTS


class GajMeetingRoom(models.Model):
    """What a room costs, when it was inspected and freed of pests, and whether it is ready."""

    _inherit = "gaj.meeting.room"

    rate_ids = fields.One2many("gaj.meeting.rate", "room_id", string="Rates", groups=COSTS)
    inspection_ids = fields.One2many("gaj.room.inspection", "room_id", string="Inspections", groups=CARE)
    pest_control_ids = fields.One2many("gaj.pest.control", "room_id", groups=CARE)
    last_inspection = fields.Datetime(compute="_compute_last_care", compute_sudo=True)
    last_pest_control = fields.Date(compute="_compute_last_care", compute_sudo=True)
    is_inspection_due = fields.Boolean(
        string="Inspection Due", compute="_compute_last_care", compute_sudo=True, help="Every week."
    )

    def _compute_last_care(self):
        inspected = dict(
            self.env["gaj.room.inspection"]._read_group([("room_id", "in", self.ids)], ["room_id"], ["date:max"])
        )
        freed = dict(self.env["gaj.pest.control"]._read_group([("room_id", "in", self.ids)], ["room_id"], ["date:max"]))
        week_ago = fields.Datetime.subtract(fields.Datetime.now(), days=7)
        for room in self:
            room.last_inspection = inspected.get(room, False)
            room.last_pest_control = freed.get(room, False)
            room.is_inspection_due = not room.last_inspection or room.last_inspection <= week_ago

    def _gaj_set_readiness(self, readiness):
        """Let these rooms be ``readiness``; one that is closed stays so. Rooms of the same space follow."""
        # sudo: who serves says so by his tasks
        rooms = (self | self.linked_room_ids).sudo().filtered(lambda room: room.readiness not in ("closed", readiness))
        rooms.readiness = readiness
