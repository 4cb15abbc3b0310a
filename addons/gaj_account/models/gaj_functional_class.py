from odoo import api, fields, models


class GajFunctionalClass(models.Model):
    """A class of expenditure by function (支出功能分类), down to the item (项), such as 2010303 机关服务."""

    _name = "gaj.functional.class"
    _description = "Functional Class"
    _order = "code, id"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True, index=True, help="Seven digits for an item (项).")
    name = fields.Char(required=True, translate=True)
    valid_from = fields.Date()
    valid_to = fields.Date()
    source = fields.Char(required=True, help="The regulation that has this class.")
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(valid_from, '0001-01-01'))", "There is a functional class with this code already."
    )
    _code_digits = models.Constraint(
        r"CHECK (code ~ '^\d{3}(\d{2}){0,2}$')", "A functional class has three, five or seven digits."
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for one in self:
            one.display_name = f"{one.code or ''} {one.name or ''}".strip()
