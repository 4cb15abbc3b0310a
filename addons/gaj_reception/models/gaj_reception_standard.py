from decimal import Decimal

from odoo import api, fields, models
from odoo.fields import Domain

from ..rules import reception as rules

RANKS = [
    ("minister", "Provincial or Ministerial"),
    ("bureau", "Department or Bureau"),
    ("other", "Other"),
]
MEALS = [("breakfast", "Breakfast"), ("lunch", "Lunch"), ("dinner", "Dinner")]


class GajReceptionStandard(models.Model):
    """What a meal or a night may cost, by place, with its time and the regulation it stands in (接待标准)."""

    _name = "gaj.reception.standard"
    _description = "Standard of Receptions"
    _inherit = ["gaj.rule.mixin"]
    _order = "kind, place_id, rank, meal, valid_from desc, id"
    _check_company_auto = True

    kind = fields.Selection([("lodging", "Lodging"), ("meal", "Working Meal")], required=True, index=True)
    place_id = fields.Many2one(
        "gaj.reception.place",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="Empty: every place without standards of its own.",
    )
    rank = fields.Selection(RANKS, tracking=True, help="Of the guest, for lodging. Empty: whatever the rank.")
    meal = fields.Selection(MEALS, tracking=True, help="For working meals. Empty: whichever meal.")
    amount = fields.Monetary(required=True, tracking=True, help="A night of one room, or a meal of one person.")
    peak_from = fields.Integer("Peak Season from Month", tracking=True, help="1 to 12; 0: there is no peak season.")
    peak_to = fields.Integer("Peak Season to Month", tracking=True)
    peak_amount = fields.Monetary("In Peak Season", tracking=True)
    company_id = fields.Many2one("res.company", "Local Table of", index=True, help="Empty: for every company.")
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")

    _about_uniq = models.UniqueIndex(
        "(kind, COALESCE(place_id, 0), COALESCE(rank, ''), COALESCE(meal, ''), COALESCE(company_id, 0), valid_from)",
        "There is a standard for the same thing from that day already. Change that one instead.",
    )
    _amount_positive = models.Constraint("CHECK (amount > 0)", "A standard is more than nothing.")
    _dates_order = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to >= valid_from)", "A standard cannot end before it begins to be valid."
    )
    _peak_complete = models.Constraint(
        "CHECK ((COALESCE(peak_from, 0) = 0 AND COALESCE(peak_to, 0) = 0)"
        " OR (peak_from BETWEEN 1 AND 12 AND peak_to BETWEEN 1 AND 12 AND peak_amount > 0))",
        "A peak season has a first and a last month, 1 to 12, and an amount.",
    )

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for standard in self:
            standard.currency_id = (standard.company_id or self.env.company).currency_id

    @api.depends("kind", "place_id", "rank", "meal")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for standard in self:
            words = [
                dict(self._fields[name]._description_selection(self.env)).get(standard[name])
                for name in ("kind", "rank", "meal")
            ]
            standard.display_name = ", ".join(filter(None, [standard.place_id.name, *words]))

    @api.model
    def _gaj_in_force(self, kind, company, day, place=None, rank=None, meal=None):
        """Return the standard that holds on ``day``; empty if there is none.

        The row of the company goes before that for all, the row of the place before that for every place, the row of
        the rank or the meal before that for all.
        """
        # sudo: a standard is no secret; whoever plans is bound by it
        found = self.sudo().search(
            Domain("kind", "=", kind)
            & Domain("company_id", "in", [company.id, False])
            & Domain("place_id", "in", [place.id if place else False, False])
            & Domain("rank", "in", [rank or False, False])
            & Domain("meal", "in", [meal or False, False])
            & self._gaj_valid_on(day)
        )
        return found.sorted(
            lambda each: (
                bool(each.company_id),
                bool(each.place_id),
                bool(each.rank),
                bool(each.meal),
                each.valid_from,
            )
        )[-1:]

    def _gaj_rate(self):
        """Return this standard as :class:`rules.Rate`, in ``Decimal`` yuan."""
        self.ensure_one()
        return rules.Rate(Decimal(str(self.amount)), self.peak_from, self.peak_to, Decimal(str(self.peak_amount or 0)))
