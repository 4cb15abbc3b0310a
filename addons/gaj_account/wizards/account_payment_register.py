from odoo import models

from ..models.gaj_budget_writer import ITSELF


class AccountPaymentRegister(models.TransientModel):
    """A payment made from its bill is asked for its budget entry when the bill is matched, not before."""

    _inherit = "account.payment.register"

    def _create_payments(self):
        if not self.company_id.gaj_parallel:
            return super()._create_payments()
        payments = super(AccountPaymentRegister, self.with_context(gaj_defer=ITSELF))._create_payments()
        payments = payments.with_context(gaj_defer=False)
        payments.move_id._gaj_demand(dict.fromkeys(payments.move_id))
        return payments
