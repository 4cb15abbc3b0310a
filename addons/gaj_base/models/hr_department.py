from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools.sql import column_exists, create_column


class HrDepartment(models.Model):
    _inherit = "hr.department"

    gaj_institution_id = fields.Many2one(
        "gaj.institution",
        "Institution",
        compute="_compute_gaj_institution_id",
        store=True,
        readonly=False,
        recursive=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        help="Set at the top of the department tree; the departments below belong to the same institution.",
    )

    gaj_is_own = fields.Boolean(
        string="Own Department",
        compute="_compute_gaj_is_own",
        search="_search_gaj_is_own",
        help="The department in which the user works, or one below it.",
    )

    def _auto_init(self):
        """Make the column empty: the post-install hook fills it once the institutions exist."""
        if not column_exists(self.env.cr, self._table, "gaj_institution_id"):
            create_column(self.env.cr, self._table, "gaj_institution_id", "int4")
        return super()._auto_init()

    @api.depends("parent_id.gaj_institution_id", "company_id")
    def _compute_gaj_institution_id(self):
        """Take the institution from above; at the top keep the one chosen, else the company's own."""
        for department in self:
            institution = department.parent_id.gaj_institution_id or department.gaj_institution_id
            company = department.company_id
            if not institution or (company and institution.company_id != company):
                institution = (company or self.env.company).sudo()._gaj_own_institution()
            department.gaj_institution_id = institution

    @api.depends_context("uid")
    def _compute_gaj_is_own(self):
        own = self.sudo().search([("id", "child_of", self._gaj_own_ids()), ("id", "in", self.ids)])
        for department in self:
            department.gaj_is_own = department in own

    def _search_gaj_is_own(self, operator, value):
        if operator != "in":
            return NotImplemented
        own = Domain("id", "child_of", self._gaj_own_ids())
        return (own if True in value else Domain.FALSE) | (~own if False in value else Domain.FALSE)

    def _gaj_own_ids(self):
        """Return the ids of the departments in which this user works; asked anew each time, unlike a rule's values."""
        # sudo: the user's own employee records, in whatever company
        return self.env["hr.employee"].sudo().search([("user_id", "=", self.env.uid)]).department_id.ids

    @api.constrains("gaj_institution_id", "parent_id", "company_id")
    def _check_gaj_institution(self):
        for department in self:
            institution = department.gaj_institution_id
            if not institution:
                raise ValidationError(
                    self.env._("Choose the institution to which the department %s belongs.", department.name)
                )
            above = department.parent_id.gaj_institution_id
            if above and institution != above:
                raise ValidationError(
                    self.env._(
                        "%(department)s stands below %(parent)s and so belongs to %(institution)s."
                        " Change the institution at the top of the department tree.",
                        department=department.name,
                        parent=department.parent_id.name,
                        institution=above.name,
                    )
                )
            if department.company_id and institution.company_id != department.company_id:
                raise ValidationError(
                    self.env._(
                        "%(department)s belongs to the company %(company)s, %(institution)s to another one."
                        " Choose an institution of the same company.",
                        department=department.name,
                        company=department.company_id.name,
                        institution=institution.name,
                    )
                )
