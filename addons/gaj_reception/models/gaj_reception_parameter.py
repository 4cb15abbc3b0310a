from odoo import fields, models

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
    _inherit = ["gaj.parameter.mixin"]
    _order = "key, kind, company_id, valid_from desc"
    _rec_name = "key"
    _gaj_parameter_action = "gaj_reception.gaj_reception_parameter_action"
    _gaj_parameter_also = ("kind",)

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

    _divisor_positive = models.Constraint(
        "CHECK (key <> 'companion_divisor' OR value >= 1)", "One companion for at least one guest."
    )
    _from_uniq = models.UniqueIndex(
        "(key, COALESCE(kind, ''), COALESCE(company_id, 0), valid_from)",
        "This parameter already has a value from that day. Change that one instead.",
    )
