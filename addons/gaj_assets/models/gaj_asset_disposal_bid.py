from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..rules import disposal
from .gaj_asset_disposal import MANAGER


class GajAssetDisposalBid(models.Model):
    """One bid for the things of a disposal; one of them wins, or stops the sale.

    A bid is a fact: once registered it is neither changed nor deleted. One that was mistaken or taken back is withdrawn,
    with the reason, and stays on record.
    """

    _name = "gaj.asset.disposal.bid"
    _description = "Bid in a Disposal"
    _inherit = ["gaj.guard.mixin"]
    _order = "disposal_id, round desc, amount desc, id"
    _rec_name = "bidder_id"
    _check_company_auto = True

    disposal_id = fields.Many2one("gaj.asset.disposal", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="disposal_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    department_id = fields.Many2one(related="disposal_id.department_id", store=True, index=True)
    bidder_id = fields.Many2one("res.partner", required=True, index=True, check_company=True, ondelete="restrict")
    amount = fields.Monetary(required=True)
    bid_on = fields.Date(string="Date", required=True, default=fields.Date.context_today)
    round = fields.Integer(default=1, required=True)
    note = fields.Char()
    status = fields.Selection(
        [("open", "Registered"), ("won", "Won"), ("stopped", "Stopped the Sale"), ("withdrawn", "Withdrawn")],
        required=True,
        default="open",
        readonly=True,
        copy=False,
    )

    withdrawal_reason = fields.Char(
        string="Why Withdrawn",
        copy=False,
        help="The bidder took it back, did not pay, or it was registered by mistake.",
    )
    withdrawn_by_id = fields.Many2one("res.users", copy=False, readonly=True)

    _amount_positive = models.Constraint("CHECK (amount > 0)", "A bid is above nothing.")
    _one_winner = models.UniqueIndex("(disposal_id) WHERE status = 'won'", "This disposal has its winning bid already.")
    _withdrawn_says_why = models.Constraint(
        "CHECK (status <> 'withdrawn' OR withdrawal_reason IS NOT NULL)", "A bid is withdrawn with a reason."
    )

    @api.constrains("bid_on")
    def _check_bid_on(self):
        today = fields.Date.context_today(self)
        for bid in self:
            if bid.bid_on > today:
                raise ValidationError(
                    self.env._(
                        "The bid of %(bidder)s in disposal %(name)s is dated %(day)s, which is still to come. Write the day"
                        " on which it was made.",
                        bidder=bid.bidder_id.display_name,
                        name=bid.disposal_id.name,
                        day=bid.bid_on,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        bids = super().create([{**vals, "status": "open"} for vals in vals_list])
        bids._check_running()
        return bids

    def write(self, vals):
        self.check_access("write")
        if not self.env.su:
            self._refuse_settled()
            if any(self._gaj_differs(name, value) for name, value in vals.items() if name != "withdrawal_reason"):
                self._refuse_change()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._refuse_change()

    def _refuse_change(self):
        """
        :raises UserError: that a bid stays as it was registered, and how it leaves
        """
        for bid in self:
            raise UserError(
                self.env._(
                    "The bid of %(bidder)s in disposal %(name)s stays as it was registered; “Award” decides on it. If it was"
                    " mistaken or taken back, write why and withdraw it, then register the right one.",
                    bidder=bid.bidder_id.display_name,
                    name=bid.disposal_id.name,
                )
            )

    def _refuse_settled(self):
        """
        :raises UserError: if this bid has been withdrawn or has stopped the sale, or its sale is over
        """
        for bid in self:
            record = bid.disposal_id
            if record.state != "executing" or record.handed_over_on or bid.status not in ("open", "won"):
                raise UserError(
                    self.env._(
                        "The bid of %(bidder)s in disposal %(name)s is “%(status)s” and stays on record as it is.",
                        bidder=bid.bidder_id.display_name,
                        name=record.name,
                        status=dict(self._fields["status"]._description_selection(self.env))[bid.status],
                    )
                )

    def _check_running(self):
        """
        :raises UserError: if the sale of a bid is not under way, or the bid has been decided on
        """
        for bid in self:
            record = bid.disposal_id
            if record.state != "executing" or record.buyer_id or bid.status != "open":
                raise UserError(
                    self.env._(
                        "Disposal %(name)s takes no bids now: they are registered while it is being carried out, until one"
                        " has won.",
                        name=record.name,
                    )
                )

    def action_withdraw(self):
        """Take this bid out of the sale, with the reason on record; the things of a winner are for sale again."""
        for bid in self:
            record = bid.disposal_id
            record._check_step({"executing"}, (MANAGER,))
            bid._refuse_settled()
            if not (bid.withdrawal_reason or "").strip():
                raise UserError(
                    self.env._(
                        "Write under “%(field)s” why the bid of %(bidder)s in disposal %(name)s is withdrawn.",
                        field=self._fields["withdrawal_reason"]._description_string(self.env),
                        bidder=bid.bidder_id.display_name,
                        name=record.name,
                    )
                )
            if bid.status == "won":
                record._refuse_signed_sale()
                # sudo: the step was checked above; who wins is written by steps only
                record.sudo().write({"buyer_id": False, "proceeds": 0})
            bid.sudo().write({"status": "withdrawn", "withdrawn_by_id": self.env.uid})
            record.message_post(
                body=self.env._(
                    "The bid of %(bidder)s, %(amount)s, is withdrawn: %(reason)s",
                    bidder=bid.bidder_id.name,
                    amount=f"{bid.amount:,.2f}",
                    reason=bid.withdrawal_reason,
                )
            )

    def action_award(self):
        """Let this bid win if it is the highest; below the floor the sale stops and goes back to the approval."""
        self.ensure_one()
        record = self.disposal_id
        record._check_step({"executing"}, (MANAGER,))
        self._check_running()
        self._refuse_appraiser()
        record._refuse("award")
        self._refuse_lower()
        floor = self.env["gaj.asset.parameter"]._gaj_value(
            "bid_floor_percent", record.company_id, fields.Date.context_today(self)
        )
        stops = disposal.stops_sale(
            Decimal(str(self.amount)),
            Decimal(str(record.appraised_value)),
            floor,
            Decimal(str(record.approved_price)) if record.approved_price else None,
        )
        # sudo: the step was checked above; who wins is written by this step only
        if stops:
            self.sudo().status = "stopped"
            record._stop_sale(self)
        else:
            self.sudo().status = "won"
            record.sudo().write({"buyer_id": self.bidder_id.id, "proceeds": self.amount})
            record.message_post(
                body=self.env._(
                    "%(bidder)s wins with %(amount)s.", bidder=self.bidder_id.name, amount=f"{self.amount:,.2f}"
                )
            )

    def _refuse_lower(self):
        """
        :raises UserError: if somebody who may buy has bid more
        """
        record = self.disposal_id
        others = record.bid_ids.filtered(lambda bid: bid.status == "open" and not bid._is_of_appraiser())
        best = max(others, key=lambda bid: bid.amount, default=self)
        if best.amount > self.amount:
            raise UserError(
                self.env._(
                    "Disposal %(name)s: %(best)s has bid %(highest)s, more than the %(amount)s of %(bidder)s. Award the"
                    " highest bid; if it was taken back, withdraw it with the reason first.",
                    name=record.name,
                    best=best.bidder_id.display_name,
                    highest=f"{best.amount:,.2f}",
                    amount=f"{self.amount:,.2f}",
                    bidder=self.bidder_id.display_name,
                )
            )

    def _is_of_appraiser(self):
        """Return whether the bidder, or the firm behind, appraised the things."""
        record = self.disposal_id
        appraisers = (record.appraiser_id | record.appraiser_contact_id).commercial_partner_id
        return bool(self.bidder_id.commercial_partner_id & appraisers)

    def _refuse_appraiser(self):
        """
        :raises UserError: if the bidder, or the firm behind, appraised the things
        """
        record = self.disposal_id
        if self._is_of_appraiser():
            raise UserError(
                self.env._(
                    "%(bidder)s appraised the things of disposal %(name)s and cannot buy them. Choose another bid.",
                    bidder=self.bidder_id.display_name,
                    name=record.name,
                )
            )
