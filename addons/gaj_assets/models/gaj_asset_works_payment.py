from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules import entries
from .gaj_asset_entry_mixin import FINANCE

CONTENT = {"change_id", "date", "amount", "paid_from", "name"}


class GajAssetWorksPayment(models.Model):
    """One payment of the works of an improvement, with its own entry into construction in progress (1613)."""

    _name = "gaj.asset.works.payment"
    _description = "Payment of Works"
    _inherit = ["gaj.step.mixin", "gaj.guard.mixin", "gaj.asset.entry.mixin"]
    _order = "change_id, date, id"
    _check_company_auto = True

    change_id = fields.Many2one(
        "gaj.asset.value.change", string="Improvement", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="change_id.company_id", store=True, precompute=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    name = fields.Char(string="Voucher", required=True, help="Number of the voucher, invoice or payment certificate.")
    date = fields.Date(string="Paid On", required=True, default=fields.Date.context_today)
    amount = fields.Monetary(required=True)
    paid_from = fields.Selection(
        [("appropriation", "Treasury Payment"), ("bank", "Bank")], required=True, default="appropriation"
    )
    state = fields.Selection(
        [("draft", "Draft"), ("booked", "Booked"), ("reversed", "Taken Back")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )

    _amount_positive = models.Constraint("CHECK (amount > 0)", "A payment of works is above nothing.")

    @api.depends("change_id.name", "name")
    def _compute_display_name(self):
        for payment in self:
            payment.display_name = f"{payment.change_id.name or ''} {payment.name or ''}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        payments = super().create(vals_list)
        payments._refuse_not_under_way()
        return payments

    def write(self, vals):
        self.check_access("write")
        booked = self.filtered(lambda payment: payment.state != "draft")[:1]
        if booked and vals.keys() & CONTENT:
            raise UserError(
                self.env._(
                    "Payment %(payment)s is booked and stays as it is. Take it back, and write another one.",
                    payment=booked.display_name,
                )
            )
        result = super().write(vals)
        if "change_id" in vals:
            self._refuse_not_under_way()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_booked(self):
        booked = self.filtered(lambda payment: payment.state != "draft")[:1]
        if booked:
            raise UserError(
                self.env._(
                    "Payment %(payment)s is booked and kept as evidence. Take it back instead.",
                    payment=booked.display_name,
                )
            )

    def _refuse_not_under_way(self):
        """
        :raises UserError: if the works that are paid have not begun, or are completed
        """
        for change in self.change_id:
            if change.state != "under_way":
                raise UserError(
                    self.env._(
                        "%(change)s is “%(state)s”: works are paid from their beginning to their completion. What comes"
                        " later is a value change of its own.",
                        change=change.display_name,
                        state=change._state_label(change.state),
                    )
                )

    def action_book(self):
        """Book this payment into the construction."""
        for payment in self:
            payment._check_step({"draft"}, (FINANCE,))
            payment.change_id._lock_for_finance()
            payment._refuse_not_under_way()
            payment.change_id._refuse_day(payment.date, payment.change_id.begun_on)
            lines = entries.improvement_works(Decimal(str(payment.amount)).quantize(entries.CENT), payment.paid_from)
            payment._gaj_book("improvement_works", payment.date, [(line, False, False) for line in lines])
            payment._step("booked")

    def action_take_back(self):
        """Take a wrong payment back by a red entry, as long as the works are under way."""
        for payment in self:
            payment._check_step({"booked"}, (FINANCE,))
            payment.change_id._lock_for_finance()
            payment._refuse_not_under_way()
            payment._gaj_reverse("improvement_works", max(payment.date, fields.Date.context_today(payment)))
            payment._step("reversed")
