from odoo import api, fields, models


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

    @api.model_create_multi
    def create(self, vals_list):
        """Make kinds; one whose application was uninstalled and comes back is taken up again, with its budgets."""
        self._gaj_refuse_wrong_values(*vals_list)
        archived = self.with_context(active_test=False).search(
            [("active", "=", False), ("code", "in", [vals.get("code") for vals in vals_list])]
        )
        by_code = {kind.code: kind for kind in archived}
        made = iter(super().create([vals for vals in vals_list if vals.get("code") not in by_code]))
        kinds = self.browse()
        for vals in vals_list:
            if kind := by_code.get(vals.get("code")):
                kind.write({**vals, "active": True})
            kinds |= kind or next(made)
        return kinds
