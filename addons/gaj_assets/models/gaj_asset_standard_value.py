from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import format_amount

from ..rules import standards


class GajAssetStandardValue(models.Model):
    """One figure of a configuration standard, with its time, its place and the regulation it stands in."""

    _name = "gaj.asset.standard.value"
    _description = "Value of a Configuration Standard"
    _order = "standard_id, aspect, sequence, valid_from desc, id"
    _rec_names_search = ["standard_id", "source"]

    standard_id = fields.Many2one("gaj.asset.standard", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company",
        string="Local Table of",
        index=True,
        help="Empty for the national table. The rows of a company take the place of the national ones on the same aspect.",
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    aspect = fields.Selection(
        [("quantity", "Quantity"), ("price", "Price"), ("years", "Years of Service")], required=True, index=True
    )
    valid_from = fields.Date(required=True, default=fields.Date.context_today)
    valid_to = fields.Date()
    unit_class = fields.Selection(
        [("ordinary", "Ordinary Units"), ("classified", "Classified Units"), ("field", "Field Units")],
        string="Kind of Unit",
        help="Empty: for every unit. A row for one kind of unit takes the place of the one for all.",
    )
    rank_class = fields.Selection(
        [("bureau", "Bureau Rank"), ("other", "Below Bureau Rank")],
        string="Rank",
        help="Empty: whatever the rank. Quantities of the ranks add up; prices hold for the rank.",
    )
    size = fields.Selection([("large", "Large"), ("small", "Small")], help="Empty: whatever the size.")
    method = fields.Selection(
        [
            ("percent", "Per Cent of Staff"),
            ("person", "Pieces for Each Person"),
            ("office", "Pieces for Each Office"),
            ("steps", "One for Each Step of Staff"),
            ("free", "As Needed"),
        ],
        string="Reckoned as",
    )
    number = fields.Float(string="Per Cent or Pieces", digits=(8, 2))
    step_first = fields.Integer(string="People for One Piece")
    step_limit = fields.Integer(string="Up to Staff of")
    step_after = fields.Integer(string="Beyond, People for One Piece")
    needs_consent = fields.Boolean(help="Even within the quantity only with the consent of a leader.")
    amount = fields.Monetary(string="Highest Price")
    is_per_m2 = fields.Boolean(string="For Each m² of the Room")
    area_over = fields.Float(string="Rooms Over (m²)", digits=(8, 2))
    area_up_to = fields.Float(string="Rooms Up to (m²)", digits=(8, 2), help="0: without an upper bound.")
    years = fields.Integer(string="Minimum Years")
    sheets = fields.Integer(string="Or Sheets Made", help="A copier may also be replaced after so many sheets.")
    source = fields.Char(
        required=True, translate=True, help="Regulation and article; say so when it has not been read again."
    )
    is_verified = fields.Boolean(string="Verified", help="Set when the figure has been read in the regulation itself.")

    _about_uniq = models.UniqueIndex(
        "(standard_id, aspect, COALESCE(company_id, 0), COALESCE(unit_class, ''), COALESCE(rank_class, ''),"
        " COALESCE(size, ''), COALESCE(area_over, 0), valid_from)",
        "This standard already says something about the same thing from that day. Change that row instead.",
    )
    _dates_order = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to >= valid_from)", "A value cannot end before it begins to be valid."
    )
    _quantity_complete = models.Constraint(
        "CHECK (aspect <> 'quantity' OR (method IS NOT NULL AND COALESCE(number, 0) >= 0"
        " AND (method <> 'steps' OR (step_first > 0 AND step_after > 0 AND step_limit >= 0))))",
        "A quantity says how it is reckoned: a number that is not negative, or how many people one piece is for.",
    )
    _price_complete = models.Constraint(
        "CHECK (aspect <> 'price' OR (amount > 0 AND COALESCE(area_over, 0) >= 0"
        " AND (COALESCE(area_up_to, 0) = 0 OR area_up_to > COALESCE(area_over, 0))))",
        "A highest price is more than nothing, and its band of room sizes begins before it ends.",
    )
    _years_complete = models.Constraint(
        "CHECK (aspect <> 'years' OR years BETWEEN 1 AND 100)", "The minimum service is 1 to 100 years."
    )

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for value in self:
            value.currency_id = (value.company_id or self.env.company).currency_id

    @api.depends(
        "aspect",
        "method",
        "number",
        "step_first",
        "step_limit",
        "step_after",
        "amount",
        "is_per_m2",
        "years",
        "sheets",
        "unit_class",
        "rank_class",
        "size",
        "area_over",
        "area_up_to",
        "currency_id",
    )
    @api.depends_context("lang")
    def _compute_display_name(self):
        for value in self:
            texts = {"quantity": value._quantity_text, "price": value._price_text, "years": value._years_text}
            what = texts[value.aspect]() if value.aspect else ""
            whom = value._whom_text()
            value.display_name = self.env._("%(whom)s: %(what)s", whom=whom, what=what) if whom else what

    def _quantity_text(self):
        number = f"{self.number:g}"
        return {
            "percent": self.env._("%s %% of staff", number),
            "person": self.env._("%s for each person", number),
            "office": self.env._("%s for each office", number),
            "steps": self.env._(
                "1 for each %(first)s staff up to %(limit)s, then for each %(after)s",
                first=self.step_first,
                limit=self.step_limit,
                after=self.step_after,
            ),
            "free": self.env._("as needed"),
        }.get(self.method, "")

    def _price_text(self):
        amount = format_amount(self.env, self.amount, self.currency_id)
        return self.env._("at most %s for each m²", amount) if self.is_per_m2 else self.env._("at most %s", amount)

    def _years_text(self):
        if self.sheets:
            return self.env._("at least %(years)s years or %(sheets)s sheets", years=self.years, sheets=self.sheets)
        return self.env._("at least %s years", self.years)

    def _whom_text(self):
        """Return for whom or what the row holds, in words; empty if for all."""
        selections = ("unit_class", "rank_class", "size")
        words = [dict(self._fields[name]._description_selection(self.env)).get(self[name]) for name in selections]
        if self.area_over:
            words.append(self.env._("over %s m²", f"{self.area_over:g}"))
        if self.area_up_to:
            words.append(self.env._("up to %s m²", f"{self.area_up_to:g}"))
        return ", ".join(filter(None, words))

    def _gaj_about(self):
        """Return what the row is about: a later row about the same takes its place."""
        self.ensure_one()
        return self.unit_class, self.rank_class, self.size, self.area_over

    def _gaj_for_unit(self, unit_class):
        """Return the rows that hold for a unit of ``unit_class``: those made for it, else those for all."""
        return self.filtered(lambda value: value.unit_class == unit_class) or self.filtered(
            lambda value: not value.unit_class
        )

    def _gaj_quantities(self):
        """Return these rows as :class:`standards.Quantity`."""
        return [
            standards.Quantity(
                value.method,
                Decimal(str(value.number)),
                value.rank_class or None,
                value.step_first,
                value.step_limit,
                value.step_after,
            )
            for value in self
        ]

    def _gaj_prices(self):
        """Return these rows as :class:`standards.Price`."""
        return [
            standards.Price(
                Decimal(str(value.amount)),
                value.rank_class or None,
                value.size or None,
                value.is_per_m2,
                Decimal(str(value.area_over)) if value.area_over else None,
                Decimal(str(value.area_up_to)) if value.area_up_to else None,
            )
            for value in self
        ]
