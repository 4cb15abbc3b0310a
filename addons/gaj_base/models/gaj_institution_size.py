from odoo import api, fields, models


class GajInstitutionSize(models.Model):
    """How large an institution is from a day on, until its next line begins."""

    _name = "gaj.institution.size"
    _description = "Institution Size"
    _order = "institution_id, date_from desc"
    _rec_names_search = ["institution_id"]

    institution_id = fields.Many2one("gaj.institution", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="institution_id.company_id", store=True, index=True)
    date_from = fields.Date("In Force From", required=True, default=lambda self: self._default_date_from())
    building_area = fields.Float("Building Area (m²)", digits=(12, 2))
    heated_area = fields.Float("Heated Area (m²)", digits=(12, 2))
    people = fields.Integer(help="Everyone who regularly uses energy here: staff and contract workers.")
    posts = fields.Integer("Authorised Posts")
    note = fields.Char()

    # one line a day: since each line ends where the next begins, two can never overlap
    _institution_day_uniq = models.UniqueIndex(
        "(institution_id, date_from)", "This institution already has sizes from this day on. Change that line."
    )
    _not_negative = models.Constraint(
        "CHECK (building_area >= 0 AND heated_area >= 0 AND people >= 0 AND posts >= 0)",
        "Areas and numbers of people cannot be negative.",
    )
    _heated_within_building = models.Constraint(
        "CHECK (heated_area <= building_area)", "The heated area cannot exceed the building area."
    )

    @api.model
    def _default_date_from(self):
        return fields.Date.context_today(self).replace(month=1, day=1)

    @api.depends("institution_id", "date_from")
    def _compute_display_name(self):
        for size in self:
            size.display_name = f"{size.institution_id.name or ''} {size.date_from or ''}".strip()
