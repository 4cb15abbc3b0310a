from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning
from odoo.fields import Domain


class GajParameterMixin(models.AbstractModel):
    """One number of an application's rules, found by its ``key``; a company may have a value of its own.

    The model that inherits it has a required selection ``key`` as its ``_rec_name``, names in ``_gaj_parameter_action``
    the action that opens the list, and in ``_gaj_parameter_also`` what else narrows a value down, most important first.
    """

    _name = "gaj.parameter.mixin"
    _description = "Dated Parameter"
    _inherit = ["gaj.rule.mixin"]
    _check_company_auto = True
    _gaj_parameter_action = ""
    _gaj_parameter_also = ()

    value = fields.Float(string="Figure", required=True, digits=(16, 4), tracking=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for every company that has no value of its own."
    )

    _value_not_negative = models.Constraint("CHECK (value >= 0)", "A parameter of the rules cannot be negative.")
    _dates_order = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to >= valid_from)", "A parameter cannot end before it begins to be valid."
    )

    @api.depends(lambda self: ["key"] if "key" in self._fields else [])
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["key"]._description_selection(self.env))
        for parameter in self:
            parameter.display_name = labels.get(parameter.key, "")

    @api.model
    def _gaj_value(self, key, company, day=None, **also):
        """Return the value of ``key`` for ``company`` on ``day`` (today there) as ``Decimal``.

        The company's own goes first, then what ``also`` narrows down (fields of ``_gaj_parameter_also``).

        :raises RedirectWarning: if none is valid on that day
        """
        day = day or company._gaj_today()
        # sudo: the number of a rule is no secret; whoever takes a step is bound by it
        found = self.sudo().search(
            Domain("key", "=", key)
            & Domain("company_id", "in", [company.id, False])
            & Domain.AND(Domain(name, "in", [also.get(name) or False, False]) for name in self._gaj_parameter_also)
            & self._gaj_valid_on(day)
        )
        best = found.sorted(
            lambda each: (
                bool(each.company_id),
                *(bool(each[name]) for name in self._gaj_parameter_also),
                each.valid_from,
            )
        )[-1:]
        if not best:
            raise RedirectWarning(
                self.env._(
                    "“%(parameter)s” has no value on %(day)s. Add one with its source.",
                    parameter=dict(self._fields["key"]._description_selection(self.env))[key],
                    day=day,
                ),
                self.env.ref(self._gaj_parameter_action).id,
                self.env._("Open the Parameters"),
            )
        return Decimal(str(best.value))

    @api.model
    def _gaj_whole(self, key, company, day=None, **also):
        """Return the value of ``key`` as a whole number: minutes, days, a count."""
        return int(self._gaj_value(key, company, day, **also))
