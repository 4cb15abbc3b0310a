from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..rules import acquisition

#: What comes on top of the price until a thing can be used.
FEES = ("freight", "installation", "fees")
#: What an inspection may still fill in: which piece is which, and where it goes.
FOR_INSPECTORS = {"serials", "department_id", "space_id", "custodian_id", "model", "brand", "in_service_date"}


def cents(value):
    """Return an amount of Odoo (float, yuan) as ``Decimal`` in whole cents."""
    return Decimal(str(value or 0)).quantize(acquisition.CENT)


class GajAssetAcceptanceLine(models.Model):
    """Some equal things of a batch received: what they are, what they cost on which evidence, and where they go."""

    _name = "gaj.asset.acceptance.line"
    _description = "Item of an Acceptance"
    _inherit = ["gaj.guard.mixin"]
    _order = "acceptance_id desc, id"
    _check_company_auto = True

    acceptance_id = fields.Many2one("gaj.asset.acceptance", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="acceptance_id.company_id", store=True, precompute=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(related="acceptance_id.kind")
    state = fields.Selection(related="acceptance_id.state")

    product_id = fields.Many2one("product.product", index="btree_not_null", check_company=True, ondelete="restrict")
    category_id = fields.Many2one("gaj.asset.category", required=True, index=True, ondelete="restrict")
    name = fields.Char(required=True)
    model = fields.Char(string="Model and Specification")
    brand = fields.Char()
    uom = fields.Char(string="Unit of Measure")
    quantity = fields.Integer(required=True, default=1)
    is_group = fields.Boolean(
        string="One Group Card", help="One card for all of them, instead of one card for each piece."
    )
    serials = fields.Text(string="Serial Numbers", help="One on each line, in the order of the cards.")

    price = fields.Monetary(
        string="Amount in the Papers",
        help="Of the whole line, without VAT: price of the contract or bill, voucher of a donation, original cost in the"
        " giver's books, account of the works.",
    )
    tax = fields.Monetary(string="VAT Not Deductible", help="It is part of the cost.")
    freight = fields.Monetary()
    installation = fields.Monetary()
    fees = fields.Monetary(string="Other Costs", help="Taxes and fees until the things can be used.")
    appraised_amount = fields.Monetary(
        string="Appraised Value", help="Of the things received; in an exchange, of the things given."
    )
    market_amount = fields.Monetary(
        string="Market Value", help="Market price of the same or similar things; for a surplus, the replacement cost."
    )
    taken_over = fields.Monetary(string="Giver's Depreciation", help="Accumulated in the books of the giver.")
    boot = fields.Monetary(
        string="Difference Paid", help="In an exchange: money paid on top; money received is negative."
    )
    is_provisional = fields.Boolean(
        string="Provisional Value", help="Until the final account of the works or the bill is there."
    )
    evidence = fields.Selection(
        [("papers", "Papers"), ("appraisal", "Appraisal"), ("market", "Market Value"), ("nominal", "Nominal Amount")],
        string="Value Rests On",
        compute="_compute_cost",
        store=True,
        precompute=True,
        help="The best evidence there is: papers go before an appraisal, that before a market value, and a nominal"
        " amount of 1.00 is the last resort.",
    )
    evidence_note = fields.Char(
        string="Evidence", help="Number of the paper or report, or why there is none and where the price comes from."
    )
    cost = fields.Monetary(string="Cost on Acceptance", compute="_compute_cost", store=True, precompute=True)
    expensed = fields.Monetary(string="Fees as Expense", compute="_compute_cost", store=True, precompute=True)
    accumulated = fields.Monetary(
        string="Depreciation Taken Over", compute="_compute_cost", store=True, precompute=True
    )
    unit_cost = fields.Monetary(compute="_compute_unit_cost")
    booked_cost = fields.Monetary(
        string="Cost in the Books",
        readonly=True,
        copy=False,
        help="What the cards of this line cost together: as accepted, then as billed.",
    )
    fiscal_part = fields.Monetary(string="Fiscal Funds", help="The part of the cost paid with fiscal funds.")
    life_months = fields.Integer(
        string="Life Left (Months)", help="Of things that were used before. Empty: the life of the category."
    )
    in_service_date = fields.Date(string="In Service Since")

    department_id = fields.Many2one("hr.department", index="btree_not_null", check_company=True)
    space_id = fields.Many2one("gaj.space", string="Place", index="btree_not_null", check_company=True)
    custodian_id = fields.Many2one("hr.employee", string="Future Custodian", index="btree_not_null", check_company=True)
    given_asset_ids = fields.Many2many(
        "gaj.asset", "gaj_asset_acceptance_given", string="Things Given in Exchange", check_company=True
    )
    purchase_line_id = fields.Many2one("purchase.order.line", index="btree_not_null", readonly=True)
    stock_move_id = fields.Many2one("stock.move", index="btree_not_null", readonly=True)
    asset_ids = fields.One2many("gaj.asset", "acceptance_line_id", string="Cards")

    is_building = fields.Boolean(compute="_compute_is_building")
    address = fields.Char()
    structure = fields.Selection(
        lambda self: self.env["gaj.asset"]._fields["structure"]._description_selection(self.env)
    )
    floor_area = fields.Float(string="Floor Area (m²)", digits=(16, 2))
    usable_area = fields.Float(string="Usable Area (m²)", digits=(16, 2))
    land_use = fields.Char(string="Kind of Land Use")
    certificate_no = fields.Char(string="Certificate of Title")
    registered_owner = fields.Char()

    _quantity_positive = models.Constraint("CHECK (quantity >= 1)", "A line is about one thing at least.")
    _amounts_positive = models.Constraint(
        "CHECK (LEAST(COALESCE(price, 0), COALESCE(tax, 0), COALESCE(freight, 0), COALESCE(installation, 0),"
        " COALESCE(fees, 0), COALESCE(appraised_amount, 0), COALESCE(market_amount, 0), COALESCE(taken_over, 0)) >= 0)",
        "The amounts of a line cannot be negative. Write what was paid, or leave the amount empty.",
    )
    _taken_over_within_price = models.Constraint(
        "CHECK (COALESCE(taken_over, 0) <= COALESCE(price, 0) OR COALESCE(taken_over, 0) = 0)",
        "The giver's depreciation cannot exceed the giver's original cost.",
    )
    _life_positive = models.Constraint("CHECK (COALESCE(life_months, 0) >= 0)", "A life cannot be negative.")

    @api.depends("acceptance_id.kind", "price", "tax", *FEES, "appraised_amount", "market_amount", "taken_over", "boot")
    def _compute_cost(self):
        for line in self:
            try:
                evidence, cost = line._reckon()
            except ValueError:  # the constraints say it better when it is saved
                evidence, cost = False, acquisition.Cost(acquisition.ZERO)
            line.evidence = evidence
            line.cost, line.accumulated = float(cost.cost), float(cost.accumulated)
            line.expensed = float(cost.expense)

    def _reckon(self):
        """Return the evidence that decides and the :class:`acquisition.Cost` of the whole line.

        :raises ValueError: as :func:`acquisition.initial_cost`
        """
        kind = self.acceptance_id.kind or "purchase"
        value = {
            "papers": cents(self.price) + cents(self.tax),
            "appraisal": cents(self.appraised_amount),
            "market": cents(self.market_amount),
        }
        evidence = acquisition.best_evidence(kind, **value)
        if not evidence:
            return False, acquisition.Cost(acquisition.ZERO)
        return evidence, acquisition.initial_cost(
            kind,
            evidence,
            value.get(evidence, acquisition.ZERO),
            sum(cents(self[name]) for name in FEES),
            cents(self.taken_over) if evidence == "papers" and kind in ("transfer_in", "takeover") else 0,
            cents(self.boot),
        )

    @api.depends("cost", "quantity")
    def _compute_unit_cost(self):
        for line in self:
            line.unit_cost = line.cost / line.quantity if line.quantity else 0

    @api.depends("category_id.code")
    def _compute_is_building(self):
        for line in self:
            line.is_building = (line.category_id.code or "").startswith("A01")

    @api.depends("name", "quantity")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.name} × {line.quantity}" if line.name else ""

    @api.onchange("product_id")
    def _onchange_product_id(self):
        if self.product_id:
            self.name = self.product_id.name
            self.category_id = self.product_id.gaj_asset_category_id or self.category_id
            self.uom = self.product_id.uom_id.name

    @api.constrains("serials", "quantity", "is_group")
    def _check_serials(self):
        for line in self:
            serials = line._serial_list()
            if len(serials) > line.quantity or len(set(serials)) != len(serials):
                raise ValidationError(
                    self.env._(
                        "Item “%(name)s”: %(count)s serial numbers for %(quantity)s pieces, or one of them twice. Write"
                        " each number once, at most one for each piece.",
                        name=line.name,
                        count=len(serials),
                        quantity=line.quantity,
                    )
                )

    def _serial_list(self):
        """Return the serial numbers of the line, in their order."""
        return [serial.strip() for serial in (self.serials or "").splitlines() if serial.strip()]

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        # a copy brings these names along, empty for a batch made by hand
        self._refuse_by_step(*({name: value for name, value in vals.items() if value} for vals in vals_list))
        lines = super().create(vals_list)
        if not self.env.su:
            lines.acceptance_id._check_open({"draft"})
        return lines

    def write(self, vals):
        self.check_access("write")
        self._refuse_by_step(vals)
        if not self.env.su:
            allowed = {"draft", "inspecting"} if vals.keys() <= FOR_INSPECTORS else {"draft"}
            self.acceptance_id._check_open(allowed)
        result = super().write(vals)
        if not self.env.su and "acceptance_id" in vals:
            # what inspectors look at, or have signed, gets no item from another batch
            self.acceptance_id._check_open({"draft"})
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_settled(self):
        if not self.env.su:
            self.acceptance_id._check_open({"draft"})

    def _refuse_by_step(self, *vals_list):
        written = {"booked_cost", "purchase_line_id", "stock_move_id", "company_id"}
        if not self.env.su and any(vals.keys() & written for vals in vals_list):
            raise UserError(
                self.env._("Order, receipt and cost in the books of an item come from its documents, never by hand.")
            )
