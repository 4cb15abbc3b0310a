from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules import disposal, entries
from .gaj_asset_stocktake_followup import FINANCE, MANAGER


class GajAssetShortage(models.Model):
    """A thing that stays missing after the search (盘亏): set aside, written off after approval, and made good."""

    _name = "gaj.asset.shortage"
    _description = "Missing Asset"
    _inherit = ["gaj.asset.stocktake.followup"]
    _state_from = ["set_aside"]
    _gaj_by_step = frozenset(
        {
            "cost",
            "accumulated",
            "net_value",
            "set_aside_on",
            "written_off_on",
            "compensated_on",
            "compensation_received_on",
            "compensation_received",
            "settled_on",
            "remitted_on",
            "found_on",
        }
    )
    _gaj_always_open = frozenset({"document_no", "document_date", "book_on", "compensation_due_on", "payment_amount"})

    asset_id = fields.Many2one("gaj.asset", required=True, index=True, ondelete="restrict", check_company=True)
    department_id = fields.Many2one(related="asset_id.department_id", store=True, index=True)
    searched_from = fields.Date(default=fields.Date.context_today, help="The first day of the search.")
    searched_until = fields.Date(help="The last day of the search; nothing is written off before.")
    search_note = fields.Text(string="How It Was Searched For")
    cause = fields.Selection(
        [
            ("lost", "Lost"),
            ("theft", "Theft"),
            ("disaster", "Disaster"),
            ("not_recorded", "Left without a Record"),
            ("unknown", "Could Not Be Found Out"),
        ],
        tracking=True,
    )
    cause_note = fields.Text(string="About the Cause")
    liability = fields.Selection(
        [("none", "Nobody"), ("employee", "Custodian or Employee"), ("other", "Somebody Else")],
        string="Who Is Liable",
        tracking=True,
    )
    liable_employee_id = fields.Many2one("hr.employee", index="btree_not_null", check_company=True)
    liable_note = fields.Char(string="Why, or Who Else")
    compensation = fields.Monetary(tracking=True, help="What the one liable pays; all of it is due to the treasury.")
    is_receivable = fields.Boolean(string="Paid Later", help="Booked as receivable until the money is in the bank.")
    is_outside_authority = fields.Boolean(string="Decided Outside the Bureau", compute="_compute_authority")
    authority_id = fields.Many2one("gaj.asset.disposal.authority", compute="_compute_authority")
    document_no = fields.Char(string="Document Number of the Authority", copy=False, tracking=True)
    document_date = fields.Date(string="Date of Its Document", copy=False)
    state = fields.Selection(
        [
            ("draft", "Being Searched"),
            ("submitted", "Submitted"),
            ("set_aside", "Set Aside"),
            ("approved", "Approved"),
            ("written_off", "Written Off"),
            ("settled", "Settled"),
            ("closed", "Closed"),
            ("found", "Found Again"),
            ("dropped", "Dropped"),
        ],
        required=True,
        default="draft",
        index=True,
        copy=False,
        readonly=True,
        tracking=True,
    )
    cost = fields.Monetary(string="Original Cost Set Aside", copy=False, readonly=True)
    accumulated = fields.Monetary(string="Depreciation Set Aside", copy=False, readonly=True)
    net_value = fields.Monetary(string="Net Value Set Aside", copy=False, readonly=True)
    set_aside_on = fields.Date(copy=False, readonly=True)
    written_off_on = fields.Date(copy=False, readonly=True)
    compensated_on = fields.Date(string="Compensation Booked On", copy=False, readonly=True)
    compensation_received_on = fields.Date(copy=False, readonly=True)
    settled_on = fields.Date(copy=False, readonly=True)
    remitted_on = fields.Date(copy=False, readonly=True)
    found_on = fields.Date(copy=False, readonly=True)

    _line_once = models.UniqueIndex(
        "(stocktake_line_id) WHERE stocktake_line_id IS NOT NULL",
        "This line of the stocktake has its document already.",
    )
    _open_once = models.UniqueIndex(
        "(asset_id) WHERE state NOT IN ('found', 'dropped')", "This asset is being written off by another document."
    )
    _compensation_positive = models.Constraint("CHECK (compensation >= 0)", "A compensation cannot be negative.")
    _searched_in_order = models.Constraint(
        "CHECK (searched_from IS NULL OR searched_until IS NULL OR searched_from <= searched_until)",
        "A search cannot end before it begins.",
    )
    _not_before_approval = models.Constraint(
        "CHECK (written_off_on IS NULL OR approved_on IS NOT NULL AND written_off_on >= approved_on)",
        "Nothing is written off before its approval.",
    )

    @api.depends("asset_id", "name")
    def _compute_display_name(self):
        for record in self:
            record.display_name = f"{record.name} {record.asset_id.name or ''}".strip()

    @api.depends("asset_id", "cost")
    def _compute_authority(self):
        """Look up who decides on the loss of something of this original cost."""
        rows = self.env["gaj.asset.disposal.authority"]._gaj_of_loss(self.company_id)
        for record in self:
            cost = Decimal(str(record.cost or record.asset_id.cost))
            key = disposal.authority([row._level() for row in rows[record.company_id]], "loss", cost, cost)
            record.authority_id = key or False
            # sudo: who decides is no secret
            record.is_outside_authority = record.authority_id.sudo().is_outside

    def action_submit(self):
        """Say that the search is over: the card is missing, and finance may take it out of the fixed assets."""
        for record in self:
            record._check_step({"draft"})
            record._refuse_before_approval_of_stocktake()
            record._refuse_incomplete()
            # sudo: the card follows its document
            record.asset_id.sudo()._set_missing()
            record._step("submitted", submitted_on=fields.Date.context_today(record), submitted_by_id=self.env.uid)

    def _refuse_incomplete(self):
        """
        :raises UserError: if the search is not over, or cause or liability are not told
        """
        if not self.searched_until or self.searched_until > fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "%(name)s: the search goes on until %(until)s. Write its last day, and submit after it.",
                    name=self.display_name,
                    until=self.searched_until or self.env._("an open day"),
                )
            )
        if not self.cause or not self.liability or not (self.search_note or "").strip():
            raise UserError(
                self.env._(
                    "%s: write how it was searched for, the cause, and who is liable. Then submit it.",
                    self.display_name,
                )
            )
        if self.liability == "employee" and not self.liable_employee_id:
            raise UserError(self.env._("%s: choose the employee who is liable.", self.display_name))
        if self.compensation and self.liability == "none":
            raise UserError(
                self.env._(
                    "%s: nobody is liable, so nobody pays. Say who is liable, or clear the amount.", self.display_name
                )
            )

    def action_return(self):
        """Take it back to the search, before finance has set it aside."""
        for record in self:
            record._check_step({"submitted"})
            record._step("draft", submitted_on=False, submitted_by_id=False)

    def action_drop(self):
        """Give the document up before anything is booked; the card stays as it is."""
        for record in self:
            record._check_step({"draft", "submitted"})
            record._step("dropped")

    def action_found(self):
        """The thing has turned up: the card goes back to what it was, and finance takes the entry back."""
        for record in self:
            booked = record.state in ("set_aside", "approved")
            roles = (FINANCE,) if booked else (MANAGER, FINANCE)
            record._check_step({"draft", "submitted", "set_aside", "approved"}, roles)
            day = record._booking_day()
            # sudo: the card follows its document
            card = record.asset_id.sudo()
            if booked:
                record._gaj_reverse("set_aside", day)
                card._gaj_put_in_books(day)
            state = card.state_before_missing or "idle"
            if card.state == "pending_disposal" != state:
                # only from there may it be lent or let out again
                card.write({"state": "missing"})
            if card.state in ("missing", "pending_disposal"):
                card.write({"state": state, "state_before_missing": False})
            record._step("found", found_on=day)

    def action_set_aside(self):
        """Take the card out of the fixed assets (1601 to 1902); depreciation stops with this month. Asks for approval."""
        for record in self:
            record._check_step({"submitted"}, (FINANCE,))
            day = record._booking_day()
            # sudo: the value of the card, which finance may see, and the books follow the document
            card = record.asset_id.sudo()
            record._refuse_unless_missing(card)
            value = card._gaj_value_on(day)[card]
            card._gaj_take_out_of_books(day)
            record._gaj_book("set_aside", day, record._items(entries.set_aside(value.cost, value.accumulated)))
            card.write({"state": "pending_disposal"})
            record._step(
                "set_aside",
                set_aside_on=day,
                cost=float(value.cost),
                accumulated=float(value.accumulated),
                net_value=float(value.net),
            )
            # sudo: it is the manager's document that is put before the leader
            record.sudo()._ask_for_approval()

    def _refuse_unless_missing(self, card):
        """
        :raises UserError: if the thing has turned up since, or went another way
        """
        if card.state != "missing":
            labels = dict(card._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(name)s: asset %(asset)s is “%(now)s” and no longer missing, so it stays in the books. Drop this"
                    " document, or say that the thing was found.",
                    name=self.display_name,
                    asset=card.display_name,
                    now=labels[card.state],
                )
            )

    def action_ask_again(self):
        """Ask for the approval again after it was rejected."""
        for record in self:
            record._check_step({"set_aside"})
            record._ask_for_approval()

    def _before_approval(self):
        if self.is_outside_authority and not (self.document_no and self.document_date):
            # sudo: the name of who decides is no secret
            raise UserError(
                self.env._(
                    "%(name)s is decided by: %(authority)s. Write the number and date of its document first.",
                    name=self.display_name,
                    authority=self.authority_id.sudo().name,
                )
            )

    def action_write_off(self):
        """Book the approved loss (1902 to 5301); the card is disposed of."""
        for record in self:
            record._check_step({"approved"}, (FINANCE,))
            day = record._booking_day()
            if record.net_value:
                net = Decimal(str(record.net_value))
                record._gaj_book("set_aside_approved", day, record._items(entries.set_aside_approved(net)))
            # sudo: the card follows its document
            record.asset_id.sudo().write({"state": "disposed", "state_before_missing": False})
            record._step("written_off" if record.compensation else "closed", written_off_on=day)

    def action_compensation(self):
        """Book the compensation, in the bank or still to be received."""
        for record in self:
            record._check_step({"written_off"}, (FINANCE,))
            day = record._booking_day()
            amount = Decimal(str(record.compensation))
            record._before_compensation(day)
            record._gaj_book("compensation", day, record._items(entries.compensation(amount, record.is_receivable)))
            record._step(
                "written_off", compensated_on=day, compensation_received_on=False if record.is_receivable else day
            )

    def action_settle(self):
        """Book that the compensation is due to the treasury (1902 to 2103)."""
        for record in self:
            record._check_step({"written_off"}, (FINANCE,))
            if not record.compensated_on:
                raise UserError(self.env._("%s: book the compensation first, then settle it.", record.display_name))
            day = record._booking_day()
            amount = Decimal(str(record.compensation))
            record._gaj_book("settle_net", day, record._items(entries.settle_net(amount)))
            record._step("settled", settled_on=day)

    def action_remit(self):
        """Book that the compensation was remitted to the treasury; all of it, and only once it is in the bank."""
        for record in self:
            record._check_step({"settled"}, (FINANCE,))
            if not record.compensation_received_on:
                raise UserError(
                    self.env._(
                        "%s: the compensation has not been received yet. Book its receipt, then remit it.",
                        record.display_name,
                    )
                )
            day = record._booking_day()
            amount = Decimal(str(record.compensation))
            record._gaj_book("remit", day, record._items(entries.remit(amount)))
            record._step("closed", remitted_on=day)

    def _items(self, lines):
        """Return the lines of an entry with the category and department of the card."""
        # sudo: category and department of the card that this document is about
        card = self.asset_id.sudo()
        return [(line, card.category_id, card.department_id) for line in lines]
