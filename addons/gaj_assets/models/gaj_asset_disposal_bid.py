from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules import disposal
from .gaj_asset_disposal import MANAGER


class GajAssetDisposalBid(models.Model):
    """One bid for the things of a disposal; one of them wins, or stops the sale."""

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
        [("open", "Registered"), ("won", "Won"), ("stopped", "Stopped the Sale")],
        required=True,
        default="open",
        readonly=True,
        copy=False,
    )

    _amount_positive = models.Constraint("CHECK (amount > 0)", "A bid is above nothing.")
    _one_winner = models.UniqueIndex("(disposal_id) WHERE status = 'won'", "This disposal has its winning bid already.")

    @api.model_create_multi
    def create(self, vals_list):
        bids = super().create([{**vals, "status": "open"} for vals in vals_list])
        bids._check_running()
        return bids

    def write(self, vals):
        self.check_access("write")
        if not self.env.su:
            self._check_running()
            if {"status", "disposal_id"} & vals.keys():
                raise UserError(self.env._("A bid wins by the button “Award” and stays with its disposal."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_running(self):
        self._check_running()

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

    def action_award(self):
        """Let this bid win; below the floor the sale stops and goes back to the approval."""
        self.ensure_one()
        record = self.disposal_id
        record._check_step({"executing"}, (MANAGER,))
        self._check_running()
        self._refuse_appraiser()
        record._refuse("award")
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

    def _refuse_appraiser(self):
        """
        :raises UserError: if the bidder, or the firm behind, appraised the things
        """
        record = self.disposal_id
        appraisers = (record.appraiser_id | record.appraiser_contact_id).commercial_partner_id
        if self.bidder_id.commercial_partner_id & appraisers:
            raise UserError(
                self.env._(
                    "%(bidder)s appraised the things of disposal %(name)s and cannot buy them. Choose another bid.",
                    bidder=self.bidder_id.display_name,
                    name=record.name,
                )
            )
