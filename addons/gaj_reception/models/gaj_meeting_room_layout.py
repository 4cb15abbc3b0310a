from odoo import api, fields, models


class GajMeetingRoomLayout(models.Model):
    """How many people a room seats when it is laid out one way; a combined hall has a table of its own."""

    _name = "gaj.meeting.room.layout"
    _description = "Room Layout"
    _order = "room_id, kind, id"

    room_id = fields.Many2one("gaj.meeting.room", required=True, index=True, ondelete="cascade")
    kind = fields.Selection(
        [
            ("theatre", "Theatre"),
            ("classroom", "Classroom"),
            ("u_shape", "U-Shape"),
            ("boardroom", "Boardroom"),
            ("round", "Round Tables"),
            ("signing", "Signing"),
        ],
        required=True,
    )
    capacity = fields.Integer(required=True)
    setup_minutes = fields.Integer(help="Empty: as the room says.")
    is_own_setup = fields.Boolean(
        string="Own Set-up Time", help="The minutes of this layout count, not those of the room."
    )

    _kind_uniq = models.UniqueIndex("(room_id, kind)", "The room has this layout already.")
    _capacity_positive = models.Constraint("CHECK (capacity > 0)", "A layout seats at least one person.")
    _setup_not_negative = models.Constraint("CHECK (setup_minutes >= 0)", "Setting up cannot take less than no time.")

    @api.depends("kind", "capacity")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for layout in self:
            layout.display_name = f"{labels.get(layout.kind, '')} {layout.capacity}"
