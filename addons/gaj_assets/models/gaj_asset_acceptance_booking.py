from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import UserError

from ..rules import entries
from ..rules.acquisition import NOMINAL
from .gaj_asset_acceptance import FINANCE
from .gaj_asset_acceptance_line import FEES, cents

#: The event under which finance books each way of getting; a purchase is booked by its bill.
EVENTS = {
    "purchase": "provisional",
    "build": "build_completed",
    "transfer_in": "transfer_in",
    "takeover": "transfer_in",
    "donation": "donation_in",
    "surplus": "surplus_found",
}


class GajAssetAcceptance(models.Model):
    """What finance books for a batch that came without a bill, or before it."""

    _inherit = "gaj.asset.acceptance"

    def _gaj_event_labels(self):
        return {**super()._gaj_event_labels(), "build_completed": self.env._("Own construction completed")}

    def action_book(self):
        """Return the action that asks finance for the day and books these batches."""
        for record in self:
            record._check_step({"accepted"}, (FINANCE,))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Book"),
            "res_model": "gaj.asset.acceptance.book",
            "view_mode": "form",
            "target": "new",
            "context": {"default_acceptance_ids": [fields.Command.set(self.ids)]},
        }

    def _book(self, day):
        """Book these accepted batches on ``day``.

        A batch bought enters the books at its provisional value (暂估入账), taken back when its bill is posted; the
        others enter them for good.

        :raises UserError: if there is nothing to book, or it is booked already
        """
        for record in self:
            record._check_step({"accepted"}, (FINANCE,))
            if day < record.date:
                raise UserError(
                    self.env._(
                        "Batch %(batch)s was received on %(day)s and cannot be booked before. Choose a later day.",
                        batch=record.batch_no,
                        day=record.date,
                    )
                )
            if record.kind == "surplus" and record.approved_by_id:
                raise UserError(
                    self.env._(
                        "Batch %s was found by a stocktake: the surplus of that stocktake books it. Book it there.",
                        record.batch_no,
                    )
                )
            if record.kind == "exchange":
                record._check_exchange_booked()
            else:
                record._gaj_book(EVENTS[record.kind], day, record.sudo()._gaj_entry_items())
            if record.kind != "purchase":
                record._step("booked", {"accepted"}, (FINANCE,), booked_on=day)

    def _gaj_entry_items(self):
        """Return the items of the entry of this batch, for :meth:`_gaj_book`."""
        self.ensure_one()
        return [
            (entry, line.category_id, line.department_id or self.department_id or False)
            for line in self.line_ids
            for entry in line._gaj_entry()
        ]

    def _gaj_follow_provisional(self, day):
        """Take the provisional entry back when bills came, and book again what is still open."""
        entry = self._gaj_entry("provisional")
        items = self._gaj_entry_items()
        if not entry or sum(line.debit for line, _c, _d in items) == cents(sum(entry.line_ids.mapped("debit"))):
            return
        # the bill was posted by somebody with the right to do so; what it takes the place of follows by itself
        books = self.with_user(SUPERUSER_ID)
        day = max(day, entry.date)
        books._gaj_reverse("provisional", day)
        if items:
            books._gaj_book("provisional", day, items)

    def _check_exchange_booked(self):
        """
        :raises UserError: if the disposal of what was given in exchange has not booked the exchange, or another cost
        """
        # sudo: finance books; what was given may belong to a department whose disposals are closed to it
        batch = self.sudo()
        given = batch.line_ids.given_asset_ids
        disposals = self.env["gaj.asset.disposal.line"].sudo().search([("asset_id", "in", given.ids)]).disposal_id
        entries_of_it = [entry for disposal in disposals if (entry := disposal._gaj_entry("exchange"))]
        self._refuse_exchanged_twice(given)
        open_ones = given.filtered(lambda asset: asset.state != "disposed")
        if not given or open_ones or not entries_of_it:
            raise UserError(
                self.env._(
                    "Batch %(batch)s came by exchange: what was given for it leaves the books by a disposal of the kind"
                    " exchange, which books both sides. Name the things given on the items, and let finance settle their"
                    " disposal first: %(assets)s.",
                    batch=self.batch_no,
                    assets=", ".join((open_ones or given).mapped("display_name")) or self.env._("none is named"),
                )
            )
        accounts = batch.line_ids.category_id._gaj_accounts(self.company_id)
        asset_accounts = {accounts[category]["asset"].id for category in accounts}
        booked = sum(
            cents(line.debit)
            for entry in entries_of_it
            for line in entry.line_ids
            if line.account_id.id in asset_accounts
        )
        if booked != cents(self.cost):
            raise UserError(
                self.env._(
                    "Batch %(batch)s costs %(cost)s, but the disposal of what was given for it booked %(booked)s. Correct"
                    " the cards by a value change, or take the settlement of the disposal back.",
                    batch=self.batch_no,
                    cost=f"{self.cost:,.2f}",
                    booked=f"{booked:,.2f}",
                )
            )

    def _refuse_exchanged_twice(self, given):
        """
        :raises UserError: if another batch was booked for the same things ``given`` in exchange
        """
        # sudo: as in _check_exchange_booked
        others = (
            self.env["gaj.asset.acceptance.line"]
            .sudo()
            .search(
                [
                    ("given_asset_ids", "in", given.ids),
                    ("acceptance_id.state", "=", "booked"),
                    ("acceptance_id", "!=", self.id),
                ],
                limit=1,
            )
        )
        if others:
            raise UserError(
                self.env._(
                    "Batch %(other)s was booked already for what was given in exchange for batch %(batch)s. One of the two"
                    " names the wrong things.",
                    other=others.acceptance_id.batch_no,
                    batch=self.batch_no,
                )
            )


class GajAssetAcceptanceLine(models.Model):
    _inherit = "gaj.asset.acceptance.line"

    def _gaj_entry(self):
        """Return the entry of this line, as :mod:`rules.entries` says for its way of getting."""
        self.ensure_one()
        cost, accumulated = cents(self.cost), cents(self.accumulated)
        fees = sum(cents(self[name]) for name in FEES)
        if self.kind == "purchase":
            whole = cents(self.booked_cost) + sum(self._gaj_left_differences().values(), entries.ZERO)
            return entries.provisional(max(whole - cents(self.billed_amount), entries.ZERO))
        if self.evidence == "nominal":
            source = {"donation": "donation_income", "surplus": "pending_value"}.get(self.kind, "free_transfer")
            return entries.nominal_in(cents(self.expensed), NOMINAL, source)
        if self.kind == "build":
            return entries.improvement_completed(cost)
        if self.kind == "surplus":
            return entries.surplus_found(cost)
        if self.kind == "donation":
            return entries.donation_in(cost - fees, fees)
        if accumulated:
            return entries.transfer_in_depreciated(cost, accumulated, cents(self.expensed))
        return entries.transfer_in(cost - fees, fees)
