from odoo import fields, models


class GajReceptionReceipt(models.Model):
    """Money taken in with a receipt: guests' own share of meals and transport, or what somebody pays back himself."""

    _name = "gaj.reception.receipt"
    _description = "Receipt of a Reception"
    _inherit = ["gaj.reception.part"]
    _order = "reception_id, date, id"
    _gaj_open = ("approved", "ongoing", "listed")

    company_id = fields.Many2one(related="reception_id.company_id", store=True, index=True)
    name = fields.Char("Receipt Number", required=True)
    kind = fields.Selection(
        [
            ("guest_meal", "Guests: Meals"),
            ("guest_transport", "Guests: Transport"),
            ("repayment", "Paid Back Personally"),
        ],
        required=True,
        default="guest_meal",
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    payer = fields.Char("Paid by", required=True)
    amount = fields.Monetary(required=True)

    _amount_positive = models.Constraint("CHECK (amount > 0)", "A receipt is about more than nothing.")
    _number_uniq = models.UniqueIndex(
        "(company_id, name)",
        "This receipt is there already, here or in another reception. Each has a number of its own and counts once.",
    )
