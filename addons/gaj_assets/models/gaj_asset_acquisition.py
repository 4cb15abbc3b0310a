from odoo import api, fields, models
from odoo.exceptions import UserError

from .gaj_asset_acceptance_line import cents

BY_DOCUMENT = {"acceptance_line_id", "acceptance_unit", "acquisition_cost", "purchase_line_id", "bill_line_id"}


class GajAsset(models.Model):
    """Where a card comes from: the batch in which it was received, its order and its bill."""

    _inherit = "gaj.asset"

    acceptance_line_id = fields.Many2one(
        "gaj.asset.acceptance.line", index="btree_not_null", readonly=True, copy=False, ondelete="restrict"
    )
    acceptance_id = fields.Many2one(
        related="acceptance_line_id.acceptance_id",
        string="Acceptance",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    acceptance_unit = fields.Integer(
        string="Piece", readonly=True, copy=False, help="Which piece of its line in the acceptance this card is."
    )
    acquisition_cost = fields.Monetary(
        string="Cost from Acquisition",
        readonly=True,
        copy=False,
        help="As accepted and billed, before any later change of its value.",
    )
    purchase_line_id = fields.Many2one(
        "purchase.order.line", string="Order Line", index="btree_not_null", readonly=True, copy=False
    )
    bill_line_id = fields.Many2one(
        "account.move.line",
        index="btree_not_null",
        readonly=True,
        copy=False,
        groups="account.group_account_readonly,account.group_account_invoice",
    )

    # of two who accept one batch at once, this lets only one make its cards
    _acceptance_unit_uniq = models.UniqueIndex(
        "(acceptance_line_id, acceptance_unit) WHERE acceptance_line_id IS NOT NULL",
        "This piece of the batch has its card already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.keys() & BY_DOCUMENT for vals in vals_list):
            self._refuse_acquisition_by_hand()
        return super().create(vals_list)

    def write(self, vals):
        if vals.keys() & BY_DOCUMENT:
            self._refuse_acquisition_by_hand()
        return super().write(vals)

    def _refuse_acquisition_by_hand(self):
        if not self.env.su:
            raise UserError(self.env._("Batch, order and bill of a card are set by these documents, never by hand."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_accepted(self):
        accepted = self.filtered("acceptance_line_id")[:1]
        if accepted:
            raise UserError(
                self.env._(
                    "Asset %(name)s was accepted with batch %(batch)s and its card is kept. Put it forward for disposal.",
                    name=accepted.display_name,
                    batch=accepted.sudo().acceptance_id.batch_no,
                )
            )

    def action_open_acceptance(self):
        """Return the action that shows the acceptance of this card."""
        self.ensure_one()
        return self.acceptance_id.action_open()

    def _gaj_take_cost_of_bills(self, values, day, reason):
        """Give these cards, in their order, bill line and cost of ``values``: ``[(bill line or empty, cost in yuan)]``.

        A card in the books changes its cost by a value change on ``day``, whose entry is the bill; one that has left
        them keeps its cost.
        """
        costs = {}
        for asset, (bill_line, cost) in zip(self, values, strict=True):
            if asset.bill_line_id != bill_line:
                bill = bill_line.move_id
                asset.write({"bill_line_id": bill_line.id, "invoice_no": bill.ref or bill.name or False})
            if cents(asset.acquisition_cost) != cost and not asset.out_of_books_on:
                costs[asset] = cents(asset.cost) + cost - cents(asset.acquisition_cost)
                asset.acquisition_cost = float(cost)
        booked = {asset: cost for asset, cost in costs.items() if asset.is_in_books}
        self.env["gaj.asset.value.change"]._gaj_from_bill(booked, day, reason)
        for asset, cost in costs.items():
            if asset not in booked:
                asset.cost = float(cost)
