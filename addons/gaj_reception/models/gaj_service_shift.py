from odoo import api, fields, models


class GajServiceShift(models.Model):
    """When somebody of the conference service works."""

    _name = "gaj.service.shift"
    _description = "Conference Service Shift"
    _order = "start desc, employee_id"
    _check_company_auto = True

    employee_id = fields.Many2one("hr.employee", required=True, index=True, check_company=True, ondelete="restrict")
    user_id = fields.Many2one(related="employee_id.user_id", store=True, index="btree_not_null", compute_sudo=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    start = fields.Datetime(required=True)
    stop = fields.Datetime("End", required=True)
    kind = fields.Selection(
        [("normal", "Normal"), ("duty", "Duty"), ("holiday", "Holiday")],
        required=True,
        default="normal",
        help="Meetings on weekends and holidays are served by those on duty or holiday shift.",
    )
    note = fields.Char()

    _stop_after_start = models.Constraint("CHECK (stop > start)", "A shift ends after it begins: correct the times.")
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(employee_id, employee_id, '[]') WITH &&, tsrange(start, stop) WITH &&)",
        "This person has a shift at that time already. Change that one, or choose another time.",
    )

    @api.depends("employee_id", "start")
    def _compute_display_name(self):
        for shift in self:
            # sudo: the name of a colleague is no secret
            day = (shift.start and shift.company_id._gaj_local(shift.start).strftime("%Y-%m-%d")) or ""
            shift.display_name = " ".join(filter(None, (shift.sudo().employee_id.name, day)))

    @api.model
    def _gaj_of(self, employee, start, stop):
        """Return the shifts of ``employee`` that touch the span (naive UTC)."""
        return self.search([("employee_id", "=", employee.id), ("start", "<=", stop), ("stop", ">=", start)])
