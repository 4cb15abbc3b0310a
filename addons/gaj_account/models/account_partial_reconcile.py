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
        kept_by, kept = self.env.context.get("gaj_kept") or (None, ())
        # whoever may undo the match undoes what came from it, also where he does not see budget entries
        entries = (
            self.env["account.move"].sudo().search([("gaj_partial_id", "in", self.ids)])
            if self
            else self.env["account.move"]
        )
        entries = entries.filtered(
            lambda one: (
                one.state == "posted"
                and one.gaj_financial_move_id.state == "posted"
                and not (kept_by is ITSELF and one.gaj_financial_move_id.id in kept)
            )
        )
        moves = (self.debit_move_id | self.credit_move_id).move_id
        follow = entries.gaj_financial_move_id
        result = super().unlink()
        if entries:
            self.env["gaj.budget.writer"].sudo()._undo(entries)
        moves = (moves.exists() | follow).filtered(lambda move: move.company_id.gaj_parallel and move.id not in kept)
        if moves:
            self.env["gaj.budget.writer"]._sync(moves)
        return result
