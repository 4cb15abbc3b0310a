from odoo import fields, models


class ResCompany(models.Model):
    """How a company keeps its budget ledger."""

    _inherit = "res.company"

    gaj_parallel = fields.Boolean(
        string="Keeps a Budget Ledger",
        help="Each posted entry that moves money of the budget gets its entry in the budget ledger (平行记账).",
    )
    gaj_parallel_from = fields.Date(
        string="Budget Ledger From", help="Entries of earlier days have no budget entries. Empty: from the beginning."
    )
    gaj_entity_kind = fields.Selection(
        [("administrative", "Administrative Unit"), ("institution", "Public Institution")],
        string="Kind of Unit",
        default="administrative",
        help="Administrative units book budget expenditure to 7101, public institutions to 7201.",
    )
    gaj_treasury_regime = fields.Selection(
        [("integrated", "Integrated Budget System"), ("legacy", "Direct Payment and Zero-Balance Account")],
        string="Treasury Payment",
        default="integrated",
    )
    gaj_no_answer = fields.Selection(
        [("stop", "Stop the Posting"), ("park", "Post and List for Later")],
        string="Without a Budget Entry",
        default="stop",
        help="What happens to an entry for which no rule finds the budget entry.",
    )
    gaj_budget_journal_id = fields.Many2one(
        "account.journal",
        string="Budget Journal",
        domain="[('company_id', '=', id), ('gaj_ledger', '=', 'budget')]",
        index="btree_not_null",
    )
    gaj_functional_class_id = fields.Many2one(
        "gaj.functional.class",
        string="Usual Functional Class",
        index="btree_not_null",
        help="Used where the line of an entry says none.",
    )
