from odoo import models
from odoo.exceptions import RedirectWarning

from .gaj_budget_writer import ITSELF


class AccountPayment(models.Model):
    """Payments of companies with a budget ledger post to the account of their money at once."""

    _inherit = "account.payment"

    def _get_outstanding_account(self, payment_type):
        if not self.company_id.gaj_parallel:
            return super()._get_outstanding_account(payment_type)
        raise RedirectWarning(
            self.env._(
                "Payment method “%(method)s” of the journal “%(journal)s” has no account, so it is unknown which money "
                "moves. Enter the account of the money, such as 1002 or 4001, in the journal's payment methods.",
                method=self.payment_method_line_id.name or "",
                journal=self.journal_id.display_name,
            ),
            {
                "type": "ir.actions.act_window",
                "res_model": "account.journal",
                "res_id": self.journal_id.id,
                "views": [[False, "form"]],
            },
            self.env._("Open the Journal"),
        )

    def action_post(self):
        known = self.filtered(lambda pay: pay.company_id.gaj_parallel and pay.invoice_ids)
        if not known:
            return super().action_post()
        result = super(AccountPayment, self.with_context(gaj_defer=ITSELF)).action_post()
        if self.env.context.get("gaj_defer") is not ITSELF:
            self.move_id._gaj_demand(dict.fromkeys(self.move_id))
        return result
