from odoo import fields, models

ROLES = [
    ("fund", "Money of the Budget"),
    ("spend", "Expense or Purchase"),
    ("income", "Income"),
    ("traced", "Payable or Receivable, Traced to Its Origin"),
    ("nonbudget", "Money of Others"),
    ("none", "No Part in the Budget"),
]
FUNDING_SOURCES = [
    ("fiscal", "Fiscal Appropriation"),
    ("nonfiscal_special", "Non-Fiscal, Earmarked"),
    ("other", "Other Funds"),
]


class AccountAccount(models.Model):
    """What an account means to the budget ledger (平行记账)."""

    _inherit = "account.account"

    gaj_role = fields.Selection(
        ROLES,
        string="Role in the Budget Ledger",
        help="Money of the budget moves the budget ledger; expenses and purchases say what for; payables are traced to "
        "their bills; money of others (deposits, diners' balances) never enters it. Empty: an account of the budget "
        "ledger itself, or of a company without one.",
    )
    gaj_budget_account_id = fields.Many2one(
        "account.account",
        string="Budget Account",
        ondelete="restrict",
        index="btree_not_null",
        domain=[("account_type", "=", "off_balance")],
        help="For money of the budget: its counterpart in the budget ledger. For income: the budget income.",
    )
    gaj_funding_source = fields.Selection(
        FUNDING_SOURCES,
        string="Funding Source",
        help="Where this money comes from, unless the line of the entry says something else.",
    )
    gaj_economic_class_id = fields.Many2one(
        "gaj.economic.class",
        string="Usual Economic Class",
        ondelete="restrict",
        index="btree_not_null",
        help="Used where neither the line nor its product says one.",
    )

    _gaj_fund_has_counterpart = models.Constraint(
        "CHECK (gaj_role != 'fund' OR gaj_budget_account_id IS NOT NULL)",
        "An account with money of the budget needs its counterpart in the budget ledger.",
    )
