from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules import reception as rules
from .gaj_reception_standard import MEALS


class GajReceptionMeal(models.Model):
    """A meal: the working meal that the host pays for, or one that the guests pay for by the rule."""

    _name = "gaj.reception.meal"
    _description = "Meal of a Reception"
    _inherit = ["gaj.reception.part"]
    _order = "reception_id, date, meal, id"

    date = fields.Date(required=True)
    meal = fields.Selection(MEALS, required=True, default="lunch")
    payer = fields.Selection(
        [("host", "Host: Working Meal"), ("guest", "Guests: by the Rule")],
        "Paid by",
        required=True,
        default="host",
    )
    venue_kind = fields.Selection(
        [("canteen", "Own Canteen"), ("outside", "Outside Venue")], "Where", required=True, default="canteen"
    )
    venue_id = fields.Many2one("res.partner", index="btree_not_null", ondelete="restrict")
    guest_count = fields.Integer(
        "Guests", compute="_compute_guest_count", store=True, readonly=False, precompute=True, required=True
    )
    companion_ids = fields.Many2many(
        "gaj.reception.companion",
        "gaj_reception_meal_companion_rel",
        string="Companions",
        domain="[('reception_id', '=', reception_id), ('role', '=', 'companion')]",
    )
    posted_price = fields.Monetary(help="Of the canteen, for one guest who pays. 0: by the guests' share.")
    standard = fields.Monetary(compute="_compute_figures", help="For one person.")
    cap = fields.Monetary("At Most", compute="_compute_figures", help="Standard × (guests + companions).")
    guests_due = fields.Monetary("Guests Pay", compute="_compute_figures")

    _once = models.UniqueIndex(
        "(reception_id, date, meal, payer)", "This meal is there already: change its number of guests instead."
    )
    _figures_sound = models.Constraint(
        "CHECK (guest_count >= 0 AND COALESCE(posted_price, 0) >= 0)", "Guests and prices cannot be negative."
    )
    _venue_complete = models.Constraint(
        "CHECK (venue_kind = 'canteen' OR venue_id IS NOT NULL)", "Choose the venue outside, or the own canteen."
    )

    @api.depends("date", "meal")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["meal"]._description_selection(self.env))
        for meal in self:
            meal.display_name = " ".join(filter(None, (str(meal.date or ""), labels.get(meal.meal))))

    @api.depends("reception_id.guest_ids")
    def _compute_guest_count(self):
        for meal in self:
            if meal.reception_id.state in ("draft", False) or not meal.guest_count:
                meal.guest_count = len(meal.reception_id.guest_ids)

    @api.depends("date", "meal", "payer", "guest_count", "companion_ids", "posted_price")
    @api.depends("reception_id.place_id", "reception_id.kind", "reception_id.company_id")
    def _compute_figures(self):
        for meal in self:
            standard = meal._gaj_standard()
            amount = Decimal(str(standard.amount or 0))
            host = meal.payer == "host"
            meal.standard = standard.amount
            persons = max(meal.guest_count, 0), len(meal.companion_ids)
            meal.cap = float(rules.working_meal_cap(amount, *persons)) if host else 0
            meal.guests_due = 0 if host or not meal.date else float(meal._gaj_guests_due())

    @api.constrains("companion_ids", "reception_id")
    def _check_companions(self):
        for meal in self:
            for person in meal.companion_ids:
                if person.reception_id != meal.reception_id or person.role != "companion":
                    raise ValidationError(
                        self.env._(
                            "Reception %(reception)s, %(meal)s: %(person)s is none of its companions. Choose those of this"
                            " reception.",
                            reception=meal.reception_id.name,
                            meal=meal.display_name,
                            person=person.name,
                        )
                    )

    def _gaj_standard(self):
        """Return the standard of this meal on its day; empty if there is none."""
        self.ensure_one()
        if not self.date:
            return self.env["gaj.reception.standard"]
        reception = self.reception_id
        return self.env["gaj.reception.standard"]._gaj_in_force(
            "meal", reception.company_id or self.env.company, self.date, place=reception.place_id, meal=self.meal
        )

    def _gaj_guests_due(self):
        """Return what the guests pay for this meal (``Decimal`` yuan): the posted price, else their share."""
        if self.posted_price:
            return Decimal(str(self.posted_price)) * self.guest_count
        reception, parameter = self.reception_id, self.env["gaj.reception.parameter"]
        of = (reception.company_id or self.env.company, self.date)
        allowance, percent = (
            parameter._gaj_value(key, *of, kind=reception.kind) for key in ("allowance_meal", f"share_{self.meal}")
        )
        return rules.guests_share(allowance, percent, max(self.guest_count, 0), 1)
