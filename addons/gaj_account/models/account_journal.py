from odoo import fields, models


class AccountJournal(models.Model):
    """Each journal belongs to one of the two ledgers."""

    _inherit = "account.journal"

    gaj_ledger = fields.Selection(
        [("financial", "Financial Accounting"), ("budget", "Budget Accounting")],
        string="Kind of Ledger",
        default="financial",
        required=True,
    )

    _gaj_budget_is_general = models.Constraint(
        "CHECK (gaj_ledger = 'financial' OR type = 'general')",
        "A journal of the budget ledger is of the type “Miscellaneous”.",
    )
