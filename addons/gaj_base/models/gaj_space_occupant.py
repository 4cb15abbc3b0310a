from odoo import api, fields, models
from odoo.exceptions import ValidationError


class GajSpaceOccupant(models.Model):
    """A department or a person that has a space for itself from one day to another."""

    _name = "gaj.space.occupant"
    _description = "Space Occupant"
    _order = "date_from desc, id desc"
    _rec_names_search = ["space_id", "department_id", "employee_id"]
    _check_company_auto = True

    space_id = fields.Many2one("gaj.space", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="space_id.company_id", store=True, index=True)
    department_id = fields.Many2one("hr.department", index="btree_not_null", ondelete="restrict", check_company=True)
    employee_id = fields.Many2one(
        "hr.employee", "Person", index="btree_not_null", ondelete="restrict", check_company=True
    )
    date_from = fields.Date("From", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Last Day", help="Empty: until further notice.")
    note = fields.Char()

    _one_occupant = models.Constraint(
        "CHECK (num_nonnulls(department_id, employee_id) = 1)",
        "Each line of occupants names either a department or a person.",
    )
    _dates_in_order = models.Constraint("CHECK (date_to >= date_from)", "The last day cannot lie before the first one.")
    _department_once = models.Constraint(
        "EXCLUDE USING gist (int4range(space_id, space_id, '[]') WITH &&,"
        " int4range(department_id, department_id, '[]') WITH &&, daterange(date_from, date_to, '[]') WITH &&)"
        " WHERE (department_id IS NOT NULL)",
        "This department already has this space during part of these days.",
    )
    _person_once = models.Constraint(
        "EXCLUDE USING gist (int4range(space_id, space_id, '[]') WITH &&,"
        " int4range(employee_id, employee_id, '[]') WITH &&, daterange(date_from, date_to, '[]') WITH &&)"
        " WHERE (employee_id IS NOT NULL)",
        "This person already has this space during part of these days.",
    )

    @api.constrains("space_id")
    def _check_kind(self):
        for occupant in self:
            if occupant.space_id.kind == "site":
                raise ValidationError(
                    self.env._(
                        "%s is a site: departments and people occupy buildings, floors or rooms in it.",
                        occupant.space_id.name or occupant.space_id.code,
                    )
                )

    @api.depends("department_id", "employee_id", "space_id")
    def _compute_display_name(self):
        for occupant in self:
            who = occupant.department_id.name or occupant.employee_id.name or ""
            occupant.display_name = f"{occupant.space_id.full_code or ''} {who}".strip()

    def _gaj_holds_on(self, day):
        """Tell whether this line is in force on ``day``."""
        self.ensure_one()
        return bool(self.date_from and self.date_from <= day and (not self.date_to or day <= self.date_to))
