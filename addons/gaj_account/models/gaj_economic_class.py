from odoo import api, fields, models


class GajEconomicClass(models.Model):
    """A class of the department budget's expenditure by economic nature (部门预算支出经济分类), such as 30206 electricity."""

    _name = "gaj.economic.class"
    _description = "Economic Class"
    _order = "code, id"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True, index=True, help="Three digits for a heading (类), five for a class (款).")
    name = fields.Char(required=True, translate=True)
    parent_id = fields.Many2one("gaj.economic.class", string="Heading", ondelete="restrict", index=True)
    is_three_public = fields.Boolean(
        string="Three Public Expenses", help="Counts as official reception, vehicles or travel abroad (三公经费)."
    )
    valid_from = fields.Date()
    valid_to = fields.Date()
    source = fields.Char(required=True, help="The regulation that has this class.")
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(valid_from, '0001-01-01'))", "There is an economic class with this code already."
    )
    _code_digits = models.Constraint(r"CHECK (code ~ '^\d{3}(\d{2})?$')", "An economic class has three or five digits.")

    @api.depends("code", "name")
    def _compute_display_name(self):
        for one in self:
            one.display_name = f"{one.code or ''} {one.name or ''}".strip()
