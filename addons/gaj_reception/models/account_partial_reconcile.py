from odoo import api, models


class AccountPartialReconcile(models.Model):
    """Bills of receptions and meetings are never paid in cash (G11), by whatever road the payment reaches them."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        partials._gaj_refuse_cash()
        return partials

    def _gaj_refuse_cash(self):
        """
        :raises UserError: if a bill of a reception or meeting is paid in cash
        """
        for partial in self:
            moves = (partial.debit_move_id | partial.credit_move_id).move_id
            cash = moves.filtered(lambda move: move.journal_id.type == "cash")
            items = (moves - cash)._gaj_cost_items() if cash else None
            if items:
                cause = items.gaj_reception_id[:1] or items.gaj_meeting_id[:1]
                cash[0]._gaj_refuse_cash(cause._gaj_step_name())
