from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning
from odoo.fields import Domain

KINDS = [
    ("domestic", "Domestic"),
    ("foreign", "Foreign Guests"),
    ("investment", "Investment Promotion"),
    ("event", "Large Event"),
]


class GajReceptionParameter(models.Model):
    """A number of the rules of receptions, with its source and the time it is valid."""

    _name = "gaj.reception.parameter"
    _description = "Dated Parameter of Receptions"
    _inherit = ["gaj.rule.mixin"]
    _order = "key, kind, company_id, valid_from desc"
    _rec_name = "key"
    _check_company_auto = True

    key = fields.Selection(
        [
            ("few_guests", "Guests up to Whom the Fixed Number of Companions Holds"),
            ("few_companions", "Companions of So Many Guests"),
            ("companion_divisor", "Above, Guests for Each Companion"),
            ("paid_meals", "Working Meals of One Reception"),
            ("share_breakfast", "Guests' Share of a Breakfast (% of the Meal Allowance)"),
            ("share_lunch", "Guests' Share of a Lunch (% of the Meal Allowance)"),
            ("share_dinner", "Guests' Share of a Dinner (% of the Meal Allowance)"),
            ("share_transport", "Guests' Share of Half a Day's Transport (% of the Transport Allowance)"),
            ("allowance_meal", "Daily Meal Allowance of Travellers (yuan)"),
            ("allowance_transport", "Daily Local Transport Allowance of Travellers (yuan)"),
            ("list_days", "Working Days to Sign the Reception List"),
            ("diet_days", "Days after Departure When Diet Notes Are Erased"),
        ],
        string="Parameter",
        required=True,
        index=True,
    )
    kind = fields.Selection(KINDS, "Kind of Reception", help="Empty: every kind that has no value of its own.")
    value = fields.Float("Figure", required=True, digits=(16, 2), tracking=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for every company that has no value of its own."
    )

    _value_not_negative = models.Constraint("CHECK (value >= 0)", "A parameter of receptions cannot be negative.")
    _divisor_positive = models.Constraint(
        "CHECK (key <> 'companion_divisor' OR value >= 1)", "One companion for at least one guest."
    )
    _dates_order = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to >= valid_from)", "A parameter cannot end before it begins to be valid."
    )
    _from_uniq = models.UniqueIndex(
        "(key, COALESCE(kind, ''), COALESCE(company_id, 0), valid_from)",
        "This parameter already has a value from that day. Change that one instead.",
    )

    @api.depends("key")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["key"]._description_selection(self.env))
        for parameter in self:
            parameter.display_name = labels.get(parameter.key, "")

    @api.model
    def _gaj_value(self, key, company, day, kind=None):
        """Return the value of ``key`` on ``day`` as ``Decimal``; the company's own goes first, then that of the kind.

        :raises RedirectWarning: if none is valid on that day
        """
        # sudo: the number of a rule is no secret; whoever takes a step is bound by it
        found = self.sudo().search(
            Domain("key", "=", key)
            & Domain("company_id", "in", [company.id, False])
            & Domain("kind", "in", [kind or False, False])
            & Domain("valid_from", "<=", day)
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", day))
        )
        best = found.sorted(lambda each: (bool(each.company_id), bool(each.kind), each.valid_from))[-1:]
        if not best:
            raise RedirectWarning(
                self.env._(
                    "“%(parameter)s” has no value on %(day)s. Add one with its source.",
                    parameter=dict(self._fields["key"]._description_selection(self.env))[key],
                    day=day,
                ),
                self.env.ref("gaj_reception.gaj_reception_parameter_action").id,
                self.env._("Open the Parameters"),
            )
        return Decimal(str(best.value))
