from odoo import api, fields, models
from odoo.fields import Domain


class HrDepartment(models.Model):
    _inherit = "hr.department"

    gaj_is_own = fields.Boolean(
        string="Own Department",
        compute="_compute_gaj_is_own",
        search="_search_gaj_is_own",
        help="The department in which the user works, or one below it.",
    )

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
