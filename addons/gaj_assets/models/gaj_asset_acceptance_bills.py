from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..rules.acquisition import ZERO
from ..rules.billing import Match, unit_values
from ..rules.split import split_amount
from .gaj_asset_acceptance import FINANCE
from .gaj_asset_acceptance_line import FEES, cents

SETTLED = ("accepted", "booked")


class GajAssetAcceptanceLine(models.Model):
    """What an accepted line costs once its bills are there."""

    _inherit = "gaj.asset.acceptance.line"

    match_ids = fields.One2many(
        "gaj.asset.bill.match",
        "acceptance_line_id",
        string="Bills",
        readonly=True,
        groups="gaj_base.group_gaj_finance,gaj_base.group_gaj_auditor",
    )
    billed_quantity = fields.Integer(string="Pieces Billed", compute="_compute_billed")
    billed_amount = fields.Monetary(compute="_compute_billed")

    @api.depends("match_ids.quantity", "match_ids.amount")
    def _compute_billed(self):
        for line in self:
            # sudo: how much of it is billed is told to whoever sees the line; the bills themselves are not
            matches = line.sudo().match_ids
            line.billed_quantity = sum(matches.filtered(lambda match: not match.is_fee).mapped("quantity"))
            line.billed_amount = sum(matches.mapped("amount"))

    def _gaj_take_turn(self):
        """Let the bills of these lines be matched one after the other.

        A transaction that began before another one took its turn fails here and is repeated by the server; repeated, it
        sees what the other one has billed.
        """
        self.env.cr.execute(
            SQL("UPDATE gaj_asset_acceptance_line SET id = id WHERE id = ANY(%s)", sorted(self.ids)),
        )

    def _gaj_unit_values(self):
        """Return ``[(bill line or empty, value)]`` for each piece of this line, as :func:`billing.unit_values`."""
        self.ensure_one()
        goods = self.match_ids.filtered(lambda match: not match.is_fee)
        fees = (self.match_ids - goods).mapped("amount")
        total = cents(self.cost)
        on_top = sum((cents(self[name]) for name in FEES), ZERO) if self.kind == "purchase" else ZERO
        whole, price = split_amount(total, self.quantity), split_amount(total - on_top, self.quantity)
        values = unit_values(
            price,
            [Match(match.quantity, cents(match.amount)) for match in goods],
            [all_of_it - part for all_of_it, part in zip(whole, price, strict=True)],
            [cents(fee) for fee in fees],
        )
        none = self.env["account.move.line"]
        return [(none if payer is None else goods[payer].bill_line_id, value) for payer, value in values]

    def _gaj_card_values(self, values):
        """Return ``values`` of the pieces of this line as those of its cards: one for all of them, if that is a group."""
        if len(self.asset_ids) == self.quantity:
            return values
        payers = [payer for payer, _value in values if payer]
        return [((payers or [values[0][0]])[0], sum(value for _payer, value in values))]

    def _gaj_follow_bills(self, day, reason):
        """Give the cards of these accepted lines the cost, bill and invoice number that their bills say.

        ``day`` and ``reason`` are those of the change of value of a card in the books.

        :raises UserError: if a credit note takes back more than the things cost
        """
        for line in self.sudo().filtered(lambda line: line.state in SETTLED and line.kind == "purchase"):
            try:
                values = line._gaj_unit_values()
            except ValueError as error:
                raise UserError(
                    self.env._(
                        "Batch %(batch)s, “%(item)s”: this bill or credit note does not fit what was received and billed"
                        " before. Check its quantity and amount.",
                        batch=line.acceptance_id.batch_no,
                        item=line.name,
                    )
                ) from error
            cards = line.asset_ids.sorted("acceptance_unit")
            cards._gaj_take_cost_of_bills(line._gaj_card_values(values), day, reason)
            line.booked_cost = sum(cards.mapped("acquisition_cost"))


class GajAssetAcceptance(models.Model):
    _inherit = "gaj.asset.acceptance"

    bill_count = fields.Integer(string="Bills", compute="_compute_bill_count")

    @api.depends("line_ids.match_ids")
    def _compute_bill_count(self):
        for record in self:
            # sudo: as in _compute_billed
            record.bill_count = len(record.sudo().line_ids.match_ids.bill_id)

    def action_make_bill(self):
        """Return the action that shows the bill of this batch's order: its draft, else a new one.

        :raises UserError: if the batch is not accepted, or came without an order
        """
        self.ensure_one()
        self._check_step({"accepted"}, (FINANCE,))
        order = self.purchase_id
        if not order:
            raise UserError(
                self.env._(
                    "Batch %s has no purchase order. Enter its bill by hand and choose the batch on the line of the bill.",
                    self.batch_no,
                )
            )
        drafts = order.invoice_ids.filtered(lambda bill: bill.state == "draft")
        return order.action_view_invoice(drafts) if drafts else order.action_create_invoice()

    def action_open_bills(self):
        """Return the action that shows the bills of these batches."""
        self.check_access("read")
        # sudo: which bills; what of them the user may see is asked when they open
        bills = self.sudo().line_ids.match_ids.bill_id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Bills"),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [("id", "in", bills.ids)],
            "context": {"create": False},
        }

    def _gaj_follow_bills(self, day=None, reason=""):
        """Bring cards, state and provisional entry of these batches in line with their bills.

        ``day`` and ``reason`` are those of the bill; a bill of a later day counts from today.
        """
        today = fields.Date.context_today(self)
        day = min(day or today, today)
        self.line_ids._gaj_follow_bills(day, reason)
        for record in self.filtered(lambda record: record.state in SETTLED and record.kind == "purchase"):
            billed = all(line.billed_quantity >= line.quantity for line in record.line_ids)
            record._gaj_follow_provisional(day)
            record._gaj_follow_left(day, reason)
            if billed and record.state == "accepted":
                record.write({"state": "booked", "booked_on": day})
            elif not billed and record.state == "booked":
                record.write({"state": "accepted", "booked_on": False})
