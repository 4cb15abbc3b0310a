from odoo import api, fields, models


class GajReceptionCompanion(models.Model):
    """Who accompanies the guests, or works for the reception."""

    _name = "gaj.reception.companion"
    _description = "Companion or Support Staff of a Reception"
    _inherit = ["gaj.reception.part"]
    _order = "reception_id, role, sequence, id"

    role = fields.Selection(
        [("companion", "Companion"), ("support", "Support Staff")], required=True, default="companion"
    )
    sequence = fields.Integer(default=10)
    employee_id = fields.Many2one("hr.employee", index="btree_not_null", ondelete="restrict")
    name = fields.Char(compute="_compute_from_employee", store=True, readonly=False, precompute=True)
    unit_name = fields.Char("Unit", compute="_compute_from_employee", store=True, readonly=False, precompute=True)
    post = fields.Char(compute="_compute_from_employee", store=True, readonly=False, precompute=True)

    _has_name = models.Constraint("CHECK (name IS NOT NULL)", "Name the companion, or choose the employee.")
    _employee_uniq = models.UniqueIndex(
        "(reception_id, role, employee_id) WHERE employee_id IS NOT NULL", "This employee is on the list already."
    )

    @api.depends("employee_id")
    def _compute_from_employee(self):
        for companion in self:
            # sudo: the name, department and post of a colleague are no secret
            employee = companion.employee_id.sudo()
            companion.name = employee.name or companion.name
            companion.unit_name = employee.department_id.name or companion.unit_name
            companion.post = employee.job_title or companion.post
