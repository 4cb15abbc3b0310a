from odoo import fields, models


class GajBudgetKind(models.Model):
    """What money of a budget is for: meetings, receptions, training. Applications bring their own kinds."""

    _name = "gaj.budget.kind"
    _description = "Kind of Budget"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="By this word applications find their budgets.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex("(code)", "There is already a kind of budget with this code.")
