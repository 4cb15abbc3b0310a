from odoo import api, fields, models


class GajPestControl(models.Model):
    """One round against rats, flies, mosquitoes and cockroaches in one room."""

    _name = "gaj.pest.control"
    _description = "Pest Control Round"
    _inherit = ["gaj.guard.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    room_id = fields.Many2one("gaj.meeting.room", required=True, index=True, check_company=True, ondelete="restrict")
    company_id = fields.Many2one(related="room_id.company_id", store=True, index=True)
    date = fields.Date(required=True, default=fields.Date.context_today)
    is_rodent = fields.Boolean(string="Rats and Mice")
    is_fly = fields.Boolean(string="Flies")
    is_mosquito = fields.Boolean(string="Mosquitoes")
    is_cockroach = fields.Boolean(string="Cockroaches")
    agent = fields.Char(string="Means", required=True, help="Trap, bait or agent with its concentration.")
    finding = fields.Char(help="What was found.")
    employee_id = fields.Many2one(
        "hr.employee",
        index="btree_not_null",
        string="Done By",
        check_company=True,
        ondelete="restrict",
        default=lambda self: self.env.user.employee_id,
    )
    partner_id = fields.Many2one(
        "res.partner", string="Contractor", index="btree_not_null", check_company=True, ondelete="restrict"
    )
    date_next = fields.Date(string="Next Round")

    _some_pest = models.Constraint(
        "CHECK (is_rodent OR is_fly OR is_mosquito OR is_cockroach)", "Say against what the round was."
    )
    _next_later = models.Constraint(
        "CHECK (date_next IS NULL OR date_next > date)", "The next round comes after this one: correct its day."
    )

    @api.depends("room_id", "date")
    def _compute_display_name(self):
        for pest in self:
            pest.display_name = " ".join(filter(None, (pest.room_id.code, str(pest.date or ""))))
