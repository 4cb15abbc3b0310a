from decimal import Decimal

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..rules import entries
from .gaj_asset_stocktake_followup import FINANCE


class GajAssetSurplus(models.Model):
    """A thing that the books did not have (盘盈): valued, approved, and taken into the books on a new card."""

    _name = "gaj.asset.surplus"
    _description = "Surplus Asset"
    _inherit = ["gaj.asset.stocktake.followup"]
    _state_from = ["submitted"]
    _gaj_by_step = frozenset({"origin", "old_asset_id", "asset_id", "booked_on"})

    origin = fields.Selection(
        [("surplus", "Found by a Stocktake"), ("ghost", "Disposed of in the Books, but There")],
        required=True,
        default="surplus",
        readonly=True,
        copy=False,
    )
    old_asset_id = fields.Many2one(
        "gaj.asset",
        string="Card Disposed Of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="It stays as it is; what was wrong with its disposal is made good by a new card.",
    )
    item_name = fields.Char(string="Name of the Thing")
    category_id = fields.Many2one("gaj.asset.category", index="btree_not_null", ondelete="restrict")
    model = fields.Char(string="Model and Specification")
    brand = fields.Char()
    serial_no = fields.Char(string="Serial Number")
    department_id = fields.Many2one("hr.department", index=True, check_company=True)
    space_id = fields.Many2one("gaj.space", string="Place", index="btree_not_null", check_company=True)
    found_on = fields.Date(required=True, default=fields.Date.context_today)
    cause = fields.Selection(
        [
            ("not_recorded", "Received without a Record"),
            ("gift", "Gift Not Recorded"),
            ("disposal_mistake", "Disposal Recorded by Mistake"),
            ("not_removed", "Left Behind after Its Disposal"),
            ("unknown", "Could Not Be Found Out"),
        ],
        tracking=True,
    )
    cause_note = fields.Text(string="About the Cause")
    valuation = fields.Selection(
        [("appraised", "Appraised Value"), ("replacement", "Replacement Cost")],
        string="Value Rests On",
        tracking=True,
        help="An appraisal goes before the replacement cost.",
    )
    valuation_note = fields.Char(string="Evidence", help="Number of the report, or where the price comes from.")
    value = fields.Monetary(tracking=True)
    life_months = fields.Integer(
        string="Life Left (Months)", help="It is depreciated over these, from the month in which it is booked."
    )
    is_earlier_year = fields.Boolean(
        string="Of an Earlier Year",
        default=True,
        help="Booked against the surplus of earlier years; else as something newly acquired.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("registered", "On a Card"),
            ("closed", "Booked"),
            ("dropped", "Dropped"),
        ],
        required=True,
        default="draft",
        index=True,
        copy=False,
        readonly=True,
        tracking=True,
    )
    asset_id = fields.Many2one("gaj.asset", string="New Card", readonly=True, copy=False, index="btree_not_null")
    booked_on = fields.Date(copy=False, readonly=True)

    _line_once = models.UniqueIndex(
        "(stocktake_line_id) WHERE stocktake_line_id IS NOT NULL",
        "This line of the stocktake has its document already.",
    )
    _value_positive = models.Constraint("CHECK (COALESCE(value, 0) >= 0)", "The value of a thing cannot be negative.")
    _life_positive = models.Constraint("CHECK (COALESCE(life_months, 0) >= 0)", "A life cannot be negative.")
    _booked_after_approval = models.Constraint(
        "CHECK (state NOT IN ('registered', 'closed') OR approved_on IS NOT NULL AND asset_id IS NOT NULL)",
        "A surplus gets its card only after its approval.",
    )

    @api.depends("item_name", "name")
    def _compute_display_name(self):
        for record in self:
            record.display_name = f"{record.name} {record.item_name or ''}".strip()

    def action_submit(self):
        """Put the surplus before a leader, with its cause and value."""
        for record in self:
            record._check_step({"draft"})
            record._refuse_before_approval_of_stocktake()
            record._refuse_incomplete()
            record._step("submitted", submitted_on=fields.Date.context_today(record), submitted_by_id=self.env.uid)
            record._ask_for_approval()

    def _refuse_incomplete(self):
        """
        :raises UserError: if name, category, cause, value or department are not told, or lie in the future
        """
        if not (self.item_name and self.category_id and self.department_id and self.cause):
            raise UserError(
                self.env._("%s: write what it is, its category, its department, and the cause.", self.display_name)
            )
        if not self.valuation or self.value <= 0 or not (self.valuation_note or "").strip():
            raise UserError(
                self.env._(
                    "%s has no value yet. Write the appraised value, else the replacement cost, and the evidence of it.",
                    self.display_name,
                )
            )
        if self.found_on > fields.Date.context_today(self):
            raise UserError(
                self.env._("%s was found on a day that lies in the future. Correct the day.", self.display_name)
            )

    def action_return(self):
        """Take it back to the draft after the approval was rejected."""
        for record in self:
            record._check_step({"submitted"})
            if record.validation_status != "rejected":
                raise UserError(
                    self.env._("%s waits for its approval. Have it rejected to change it.", record.display_name)
                )
            record.restart_validation()
            record._step("draft", submitted_on=False, submitted_by_id=False)

    def action_drop(self):
        """Give the document up: no card is made."""
        for record in self:
            record._check_step({"draft", "submitted"})
            record._step("dropped")

    def action_register(self):
        """Make the card of the approved surplus, through an acceptance; from this month on it is depreciated."""
        for record in self:
            record._check_step({"approved"})
            acceptance = self.env["gaj.asset.acceptance"]._gaj_from_surplus(record._acceptance_values())
            # sudo: only the card just made
            asset = acceptance.sudo().asset_ids
            record._step("registered", asset_id=asset.id)

    def _acceptance_values(self):
        amount = "appraised_amount" if self.valuation == "appraised" else "market_amount"
        return {
            "company_id": self.company_id.id,
            "date": self.found_on,
            "note": self.display_name,
            "approved_by_id": self.approved_by_id.id,
            "name": self.item_name,
            "category_id": self.category_id.id,
            "model": self.model,
            "brand": self.brand,
            "serials": self.serial_no,
            amount: self.value,
            "evidence_note": self.valuation_note,
            "life_months": self.life_months,
            "department_id": self.department_id.id,
            "space_id": self.space_id.id,
        }

    def action_book(self):
        """Book the surplus: found (1601 to 1902) in the month of the card, and approved (1902 to 3501 to 3001).

        Where that month is closed, finance chooses an open day for both.
        """
        for record in self:
            record._check_step({"registered"}, (FINANCE,))
            # sudo: the card and the batch that this document made
            card = record.sudo().asset_id
            found = record._found_day(max(record.found_on, card.booking_date + relativedelta(day=1)))
            batch = card.acceptance_id.sudo(False)
            batch._gaj_book("surplus_found", found, batch.sudo()._gaj_entry_items())
            # sudo: the batch follows its surplus; the role was checked above
            batch.sudo()._step("booked", {"accepted"}, booked_on=found)
            day = max(record._booking_day(), found)
            lines = entries.surplus_approved(Decimal(str(record.value)), record.is_earlier_year)
            record._gaj_book("surplus_approved", day, record._items(lines))
            record._step("closed", booked_on=day)

    def _found_day(self, day):
        """Return the day on which the find is booked: ``day``, or where the books of it are closed, that of finance.

        :raises UserError: if finance has chosen none, or one before the thing was found
        """
        if self.book_on and self.book_on < self.found_on:
            raise UserError(
                self.env._(
                    "%(name)s was found on %(found)s and cannot be booked before, on %(day)s. Choose a later day.",
                    name=self.display_name,
                    found=self.found_on,
                    day=self.book_on,
                )
            )
        company = self.company_id.sudo()  # sudo: lock dates are the company's, also where its form is closed
        locks = company._get_violated_lock_dates(day, False, company._gaj_journal_of_assets())
        if not locks:
            return day
        if not self.book_on:
            raise UserError(
                self.env._(
                    "%(name)s was found on %(day)s, and the books are closed up to %(locked)s. Choose an open day under"
                    " “%(field)s”, then book it.",
                    name=self.display_name,
                    day=day,
                    locked=locks[-1][0],
                    field=self._fields["book_on"]._description_string(self.env),
                )
            )
        return max(day, self.book_on)

    def action_open_entries(self):
        """Open the entries of the surplus: found, which its batch books, and approved."""
        action = super().action_open_entries()
        # sudo: the batch that this document made
        batch = self.sudo().asset_id.acceptance_id
        action["domain"] = Domain(action["domain"]) | (
            Domain("gaj_source_model", "=", batch._name) & Domain("gaj_source_id", "in", batch.ids)
        )
        action["domain"] = list(action["domain"])
        return action

    def _items(self, lines):
        return [(line, self.category_id, self.department_id) for line in lines]

    def action_open_card(self):
        """Open the new card."""
        self.ensure_one()
        self.check_access("read")
        if not self.asset_id:
            raise UserError(self.env._("%s has no card yet.", self.display_name))
        return {
            "type": "ir.actions.act_window",
            "res_model": "gaj.asset",
            "res_id": self.asset_id.id,
            "views": [(False, "form")],
        }
