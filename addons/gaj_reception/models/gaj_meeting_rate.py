from odoo import api, fields, models
from odoo.fields import Domain


class GajMeetingRate(models.Model):
    """What a room and its service cost a department inside the house; a room without a rate is free."""

    _name = "gaj.meeting.rate"
    _description = "Meeting Room Rate"
    _inherit = ["gaj.rule.mixin"]
    _order = "room_id, valid_from desc, id desc"

    room_id = fields.Many2one("gaj.meeting.room", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="room_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    room_hour = fields.Monetary(string="Room per Hour", required=True, tracking=True)
    video_amount = fields.Monetary(string="Video", tracking=True, help="Once for each meeting by video.")
    attendant_hour = fields.Monetary(string="Attendant per Hour", tracking=True)

    _amounts_not_negative = models.Constraint(
        "CHECK (room_hour >= 0 AND COALESCE(video_amount, 0) >= 0 AND COALESCE(attendant_hour, 0) >= 0)",
        "A rate cannot be negative.",
    )
    _dates_order = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to >= valid_from)", "The rate cannot end before it begins to be valid."
    )
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(room_id, room_id, '[]') WITH &&, daterange(valid_from, valid_to, '[]') WITH &&)",
        "This room has a rate at that time already. End that one first, or change it.",
    )

    @api.depends("room_id", "valid_from")
    def _compute_display_name(self):
        for rate in self:
            rate.display_name = " ".join(filter(None, (rate.room_id.display_name, str(rate.valid_from or ""))))

    @api.model
    def _gaj_of(self, room, day):
        """Return the rate of ``room`` on ``day``, or none: then it is free."""
        return self.search(Domain("room_id", "=", room.id) & self._gaj_valid_on(day), limit=1)
