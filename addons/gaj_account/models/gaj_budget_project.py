from odoo import api, fields, models


class GajBudgetProject(models.Model):
    """A project of the department budget (项目支出)."""

    _name = "gaj.budget.project"
    _description = "Budget Project"
    _order = "code, id"
    _rec_names_search = ["code", "name"]
    _check_company_auto = True

    code = fields.Char(required=True)
    name = fields.Char(required=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex("(company_id, code)", "This company has a budget project with this code already.")

    @api.depends("code", "name")
    def _compute_display_name(self):
        for one in self:
            one.display_name = f"{one.code or ''} {one.name or ''}".strip()
