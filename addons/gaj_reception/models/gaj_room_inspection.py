from odoo import api, fields, models


class GajRoomInspection(models.Model):
    """A look at the technology and light of a room, each week and before a meeting."""

    _name = "gaj.room.inspection"
    _description = "Room Inspection"
    _inherit = ["gaj.guard.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    room_id = fields.Many2one("gaj.meeting.room", required=True, index=True, check_company=True, ondelete="restrict")
    order_id = fields.Many2one("gaj.service.order", index="btree_not_null", check_company=True, ondelete="restrict")
    company_id = fields.Many2one(related="room_id.company_id", store=True, index=True)
    kind = fields.Selection([("weekly", "Weekly"), ("before", "Before a Meeting")], required=True, default="weekly")
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    employee_id = fields.Many2one(
        "hr.employee",
        index="btree_not_null",
        string="Inspected By",
        check_company=True,
        ondelete="restrict",
        default=lambda self: self.env.user.employee_id,
    )
    is_av_ok = fields.Boolean(string="Screen and Video")
    is_sound_ok = fields.Boolean(string="Sound")
    is_light_ok = fields.Boolean(string="Light")
    note = fields.Char(string="Fault", help="What is not in order.")
    is_ok = fields.Boolean(string="In Order", compute="_compute_is_ok", store=True)

    _fault_named = models.Constraint(
        "CHECK ((is_av_ok AND is_sound_ok AND is_light_ok) OR note IS NOT NULL)",
        "Something is not in order: say what, in the field “Fault”.",
    )

    @api.depends("is_av_ok", "is_sound_ok", "is_light_ok")
    def _compute_is_ok(self):
        for inspection in self:
            inspection.is_ok = inspection.is_av_ok and inspection.is_sound_ok and inspection.is_light_ok

    @api.depends("room_id", "date")
    def _compute_display_name(self):
        for inspection in self:
            inspection.display_name = " ".join(
                filter(None, (inspection.room_id.code, inspection.date and str(inspection.date.date())))
            )
