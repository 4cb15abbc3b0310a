from odoo import api, fields, models
from odoo.exceptions import UserError

from .account_move import without_guarded_defaults
from .gaj_budget_writer import ITSELF

SPANS = {"gaj_debit_spans", "gaj_credit_spans"}


class AccountPartialReconcile(models.Model):
    """A match of a payment and its bill brings the budget entry; undoing the match takes it back."""

    _inherit = "account.partial.reconcile"

    gaj_debit_spans = fields.Json(readonly=True)  # stretches of the debit line that this match takes, in cents
    gaj_credit_spans = fields.Json(readonly=True)  # the same of the credit line

    @api.model_create_multi
    def create(self, vals_list):
        if any(SPANS & vals.keys() for vals in vals_list):
            raise UserError(self.env._("What the budget ledger notes about a match is not changed by hand."))
        partials = super(AccountPartialReconcile, without_guarded_defaults(self)).create(vals_list)
        moves = (partials.debit_move_id | partials.credit_move_id).move_id
        if not any(moves.company_id.mapped("gaj_parallel")):
            return partials
        moves = moves.filtered(lambda move: move._gaj_has_budget_ledger())
        others = (moves._gaj_paid_by() - moves).filtered(lambda move: move.gaj_budget_state in ("waiting", "parked"))
        self.env["gaj.budget.writer"]._sync(moves | others)
        return partials

    def write(self, vals):
        if SPANS & vals.keys() and self.env.context.get("gaj_budget") is not ITSELF:
            raise UserError(self.env._("What the budget ledger notes about a match is not changed by hand."))
        return super().write(vals)

    def unlink(self):
        ends = (self.debit_move_id | self.credit_move_id).move_id
        if not any(ends.company_id.mapped("gaj_parallel")):
            return super().unlink()
        kept_by, kept = self.env.context.get("gaj_kept") or (None, ())
        kept = kept if kept_by is ITSELF else ()
        writer = self.env["gaj.budget.writer"]
        reach, behind = ends._gaj_leads_to()
        reach = reach.filtered(lambda move: move.state == "posted" and move.id not in kept)
        entries = self._gaj_entries(self) & reach.sudo().gaj_budget_move_ids
        # what came from other matches, through which these explain payments
        others = self._gaj_entries(behind - self) & reach.sudo().gaj_budget_move_ids
        booked = others.gaj_financial_move_id.sudo(self.env.su)
        before = writer._booked_by_match(booked.filtered(lambda move: move._gaj_has_budget_ledger()))
        behind = others.gaj_partial_id.ids
        result = super().unlink()
        if entries:
            writer.sudo()._undo(entries)
        moves = (ends | booked | reach.filtered(lambda move: move.gaj_budget_state in ("waiting", "parked"))).exists()
        writer._sync(moves.filtered(lambda move: move.id not in kept), behind=behind, before=before)
        return result

    def _gaj_entries(self, partials):
        """Return the posted budget entries that came from ``partials``, also those that this user does not see."""
        entries = self.env["account.move"].sudo()
        return entries.search([("gaj_partial_id", "in", partials.ids), ("state", "=", "posted")])
