from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError

from ..rules import disposal, entries
from .gaj_asset_disposal import FINANCE

ZERO = Decimal(0)


def money(amount):
    return Decimal(str(amount or 0)).quantize(disposal.CENT)


class GajAssetDisposal(models.Model):
    """What finance books: the things leave the accounts, the money comes in, what is due to the treasury."""

    _name = "gaj.asset.disposal"
    _inherit = ["gaj.asset.disposal", "gaj.asset.entry.mixin"]

    received_on = fields.Date(string="Money Received On", copy=False)
    is_received = fields.Boolean(string="Money Received", copy=False, readonly=True)

    def _check_editable(self, vals):
        result = super()._check_editable(vals)
        if self.is_derecognised and vals.keys() & {"set_aside_on", "derecognised_on"}:
            raise UserError(
                self.env._(
                    "The things of disposal %(name)s have left the books; the day of the entry stays.", name=self.name
                )
            )
        return result

    def action_derecognise(self):
        """Book the things out of the accounts; their cards are disposed of from now on."""
        for record in self:
            record._check_step({"executing"}, (FINANCE,))
            record._lock_for_finance()
            if not record.derecognised_on:
                record.derecognised_on = fields.Date.context_today(record)
            record._watch()
            record._refuse("derecognise")
            record._take_out()

    def _take_out(self):
        """Take the cards out of the books and post the entry or entries of this kind."""
        self.ensure_one()
        aside = self.kind in disposal.SET_ASIDE_KINDS
        day = (aside and self.set_aside_on) or self.derecognised_on
        self._dispose_of_cards(day)
        if self.kind == "sale":
            self._gaj_book("sale", day, self._items(lambda cost, gone: entries.sale(cost, gone, ZERO)))
        elif self.kind == "transfer_out":
            self._gaj_book(self.kind, day, self._items(entries.transfer_out))
        elif self.kind == "donation":
            self._gaj_book("donation_out", day, self._items(entries.donation_out))
        elif aside:
            self._gaj_book("set_aside", day, self._items(entries.set_aside))
            approval = self._items(lambda cost, gone: entries.set_aside_approved(cost - gone))
            if approval:
                self._gaj_book("set_aside_approved", self.derecognised_on, approval)
        self._step("executing", is_derecognised=True)

    def _dispose_of_cards(self, day):
        """Take the cards out of the books on ``day`` and keep their last values on the lines."""
        # sudo: finance derecognises, but does not edit cards
        lines = self._staying().sudo()
        lines.asset_id._gaj_take_out_of_books(day)
        lines._set_values()
        lines.write({"status": "settled"})
        lines.asset_id.write({"state": "disposed"})

    def _items(self, entry):
        """Return the lines of ``entry(cost, accumulated)`` of each thing, with its category and department."""
        return [
            (line, thing.asset_id.category_id, thing.asset_id.department_id or self.department_id)
            for thing in self._staying().sudo()
            for line in entry(money(thing.cost), money(thing.accumulated))
        ]

    def action_settle(self):
        """Book the money of the disposal; what is left goes to the treasury by its deadline."""
        for record in self:
            record._check_step({"executing"}, (FINANCE,))
            record._lock_for_finance()
            if not record.settled_on:
                record.settled_on = fields.Date.context_today(record)
            record._watch()
            record._refuse("settle")
            if record.kind == "exchange":
                record._dispose_of_cards(record.settled_on)
                record._step("executing", derecognised_on=record.settled_on, is_derecognised=True)
            record._book_money()
            due = disposal.remittance_due(money(record.proceeds), money(record.taxes), money(record.costs))
            record._step(
                "settled",
                settled_by_id=self.env.uid,
                is_received=not record.is_receivable,
                due_amount=float(due),
                due_on=record._deadline(record.settled_on) if due else False,
            )

    def _book_money(self):
        self.ensure_one()
        proceeds, costs = money(self.proceeds), money(self.taxes) + money(self.costs)
        day, whose = self.settled_on, [(False, self.department_id)]

        def book(event, lines):
            if lines:
                self._gaj_book(event, day, [(line, *pair) for line in lines for pair in whose])

        if self.is_custody:
            # another's things stand in no books before: they come in and go out with their sale
            book("custody_in", entries.custody_in(money(self.total_cost)))
            book("custody_out", entries.custody_out(money(self.total_cost)))
            book("sale_proceeds", self._custody_lines(proceeds, costs))
        elif self.kind == "sale":
            book("sale_proceeds", entries.sale_proceeds(proceeds, costs))
        elif self.kind == "exchange":
            self._gaj_book("exchange", day, self._exchange_items(proceeds, costs))
        elif self.kind in disposal.SET_ASIDE_KINDS:
            event = "compensation" if self.kind == "loss" else "salvage"
            book(event, getattr(entries, event)(proceeds, self.is_receivable))
            book("disposal_cost", entries.disposal_cost(costs))
            book("settle_net", entries.settle_net(proceeds - costs))
        elif costs:
            # the fees of a transfer or donation, apart from the things themselves
            book("disposal_cost", entries.transfer_out(ZERO, ZERO, costs))

    def _custody_lines(self, proceeds, costs):
        """Return the lines of things sold for their owner: what is left is owed to the owner."""
        return entries.balanced(
            entries.Line("bank", debit=proceeds),
            entries.Line("bank", credit=costs),
            entries.Line(self._payable_role(), credit=proceeds - costs),
        )

    def _payable_role(self):
        """Return the role of the account that the money is owed on: to the treasury, or to the owner of the things."""
        return "custody_liability" if self.is_custody else "treasury_payable"

    def _remittance_lines(self, amount):
        """Return the lines of ``amount`` paid to whom it is due."""
        if not self.is_custody:
            return entries.remit(amount)
        return entries.balanced(entries.Line(self._payable_role(), debit=amount), entries.Line("bank", credit=amount))

    def _exchange_items(self, proceeds, costs):
        """Return the items of an exchange: what is received at its cost, what is given at its values."""
        things = self._items(entries.set_aside)
        given = [item for item in things if item[0].role != "pending_value"]
        whole = entries.exchange(
            money(self.total_cost),
            money(self.total_accumulated),
            money(self.appraised_value),
            costs,
            money(self.exchange_paid),
            proceeds,
        )
        received = [
            (line, self.new_category_id, self.department_id)
            for line in whole
            if not (line.role == "depreciation" or (line.role == "asset" and line.credit))
        ]
        return received + given

    def action_receive(self):
        """Book that money still to be received has come in."""
        for record in self:
            record._check_step({"settled"}, (FINANCE,))
            record._refuse_done(record.is_received)
            if not record.received_on:
                record.received_on = fields.Date.context_today(record)
            lines = entries.receivable_received(money(record.proceeds))
            record._gaj_book("receivable_received", record.received_on, [(line, False, False) for line in lines])
            record._step("settled", is_received=True, due_on=record._deadline(record.received_on))

    def _lock_for_finance(self):
        """Let one finance user at a time book this disposal; the second is told at once, or finds it done."""
        # sudo: a lock is no change; finance writes the money fields of this record anyway
        self.sudo().lock_for_update()
