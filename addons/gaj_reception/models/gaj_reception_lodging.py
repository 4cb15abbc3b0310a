from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_amount

from ..rules import reception as rules
from .gaj_reception_standard import RANKS


class GajReceptionLodging(models.Model):
    """Rooms for the night. Guests pay for them and claim the cost at home, unless the kind of reception says otherwise."""

    _name = "gaj.reception.lodging"
    _description = "Lodging of a Reception"
    _inherit = ["gaj.reception.part"]
    _order = "reception_id, date_from, id"

    place_id = fields.Many2one(
        "gaj.reception.place",
        required=True,
        index=True,
        ondelete="restrict",
        compute="_compute_place_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    venue_kind = fields.Selection(
        [("own", "Own Guest House"), ("outside", "Outside Venue")], "Where", required=True, default="outside"
    )
    venue_id = fields.Many2one("res.partner", index="btree_not_null", ondelete="restrict")
    rank = fields.Selection(RANKS, required=True, default="other")
    room_kind = fields.Selection(
        [("standard", "Standard Room"), ("suite", "Ordinary Suite")], required=True, default="standard"
    )
    rooms = fields.Integer(required=True, default=1)
    date_from = fields.Date("Arrival", required=True)
    date_to = fields.Date("Departure", required=True)
    price = fields.Monetary(required=True, help="One room, one night, by the agreement with the venue.")
    payer = fields.Selection([("guest", "Guests"), ("host", "Host")], "Paid by", required=True, default="guest")
    amount = fields.Monetary(compute="_compute_amount")
    cap = fields.Monetary("At Most", compute="_compute_cap", help="Limit × rooms × nights, each by its own season.")

    _figures_sound = models.Constraint(
        "CHECK (rooms > 0 AND price >= 0)", "At least one room, at a price that is not negative."
    )
    _dates_in_order = models.Constraint("CHECK (date_to > date_from)", "Guests stay at least one night.")
    _venue_complete = models.Constraint(
        "CHECK (venue_kind = 'own' OR venue_id IS NOT NULL)", "Choose the venue outside, or the own guest house."
    )

    @api.depends("venue_id", "date_from", "rooms")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.venue_id.name or self.env._('Lodging')} × {line.rooms}, {line.date_from or ''}"

    @api.depends("reception_id.place_id")
    def _compute_place_id(self):
        for line in self:
            line.place_id = line.place_id or line.reception_id.place_id

    @api.depends("rooms", "price", "date_from", "date_to")
    def _compute_amount(self):
        for line in self:
            line.amount = line.rooms * line.price * len(line._gaj_nights())

    @api.depends("rooms", "rank", "place_id", "date_from", "date_to", "reception_id.company_id")
    def _compute_cap(self):
        for line in self:
            limits = [line._gaj_limit(night) for night in line._gaj_nights()]
            line.cap = float(line.rooms * sum(limits)) if limits and all(limits) else 0

    def _gaj_nights(self):
        self.ensure_one()
        if not self.date_from or not self.date_to or self.date_to < self.date_from:
            return []
        return rules.nights(self.date_from, self.date_to)

    def _gaj_limit(self, night):
        """Return what one room may cost in ``night`` (``Decimal`` yuan); None if there is no standard."""
        company = self.reception_id.company_id or self.env.company
        standard = self.env["gaj.reception.standard"]._gaj_in_force(
            "lodging", company, night, place=self.place_id, rank=self.rank
        )
        return standard._gaj_rate().on(night) if standard else None

    @api.constrains("price", "rank", "place_id", "date_from", "date_to", "rooms")
    def _check_price(self):
        for line in self:
            for night in line._gaj_nights():
                limit = line._gaj_limit(night)
                if limit is not None and Decimal(str(line.price)) > limit:
                    raise ValidationError(
                        self.env._(
                            "Reception %(reception)s, night of %(night)s in %(place)s: %(price)s is above the limit of"
                            " %(limit)s for this rank. Take a cheaper room, or correct “%(field)s”.",
                            reception=line.reception_id.name,
                            night=night,
                            place=line.place_id.name,
                            price=format_amount(self.env, line.price, line.currency_id),
                            limit=format_amount(self.env, float(limit), line.currency_id),
                            field=self._fields["price"]._description_string(self.env),
                        )
                    )

    @api.constrains("room_kind", "rank")
    def _check_room_kind(self):
        for line in self:
            if line.room_kind == "suite" and line.rank != "minister":
                raise ValidationError(
                    self.env._(
                        "Reception %(reception)s: an ordinary suite is for provincial or ministerial rank only. Choose a"
                        " standard room in “%(field)s”.",
                        reception=line.reception_id.name,
                        field=self._fields["room_kind"]._description_string(self.env),
                    )
                )
