from odoo import api, models


class AccountPartialReconcile(models.Model):
    """Bills of receptions and meetings are never paid in cash (G11), by whatever road the payment reaches them."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        self._gaj_refuse_cash(vals_list)
        return super().create(vals_list)

    @api.model
    def _gaj_refuse_cash(self, vals_list):
        """
        :raises UserError: if a bill of a reception or meeting is paid in cash
        """
        for vals in vals_list:
            lines = self.env["account.move.line"].browse(
                [vals[name] for name in ("debit_move_id", "credit_move_id") if vals.get(name)]
            )
            moves = lines.move_id
            cash = moves.filtered(lambda move: move._gaj_cash_journal())
            items = (moves - cash)._gaj_cost_items() if cash else None
            if items:
                cause = items.gaj_reception_id[:1] or items.gaj_meeting_id[:1]
                cash[0]._gaj_refuse_cash(cause._gaj_step_name(), cash[0]._gaj_cash_journal())
