from odoo import fields, models


class AccountMove(models.Model):
    """The two ledgers: a financial entry and the budget entries that go with it."""

    _inherit = "account.move"

    gaj_ledger = fields.Selection(related="journal_id.gaj_ledger", string="Kind of Ledger")
    gaj_financial_move_id = fields.Many2one(
        "account.move",
        string="Financial Entry",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        readonly=True,
        check_company=True,
        help="The entry of financial accounting that this budget entry goes with.",
    )
    gaj_budget_move_ids = fields.One2many(
        "account.move", "gaj_financial_move_id", string="Budget Entries", copy=False, readonly=True
    )
    gaj_partial_id = fields.Many2one(
        "account.partial.reconcile",
        string="Payment Matched",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        readonly=True,
    )
    gaj_budget_kind = fields.Selection(
        [("direct", "With Its Entry"), ("traced", "With a Payment Matched"), ("reversal", "Reversal")],
        string="Origin of the Budget Entry",
        copy=False,
        readonly=True,
    )
    gaj_budget_state = fields.Selection(
        [
            ("none", "No Budget Entry Needed"),
            ("done", "Budget Entry Made"),
            ("waiting", "Waits for Its Bill"),
            ("parked", "To Be Decided"),
        ],
        string="Budget Ledger",
        copy=False,
        readonly=True,
    )
    gaj_budget_problem = fields.Text(string="Why There Is No Budget Entry", copy=False, readonly=True)
    gaj_budget_trace = fields.Json(copy=False, readonly=True)
    gaj_process_id = fields.Many2one("gaj.account.process", string="Process", index="btree_not_null", ondelete="restrict")
    gaj_closing = fields.Boolean(string="Year-End Closing", copy=False, readonly=True)
    gaj_einvoice_no = fields.Char(
        string="E-Invoice Number",
        copy=False,
        tracking=True,
        index="btree_not_null",
        help="Number of the fapiao: 20 digits of a fully digitalised one (数电票), 8 of an older one.",
    )

    _gaj_direct_uniq = models.UniqueIndex(
        "(gaj_financial_move_id) WHERE gaj_budget_kind = 'direct' AND state != 'cancel'",
        "This entry has its budget entry already.",
    )
    _gaj_traced_uniq = models.UniqueIndex(
        "(gaj_financial_move_id, gaj_partial_id) WHERE gaj_budget_kind = 'traced' AND state != 'cancel'",
        "This payment has its budget entry already.",
    )
    _gaj_einvoice_digits = models.Constraint(
        r"CHECK (gaj_einvoice_no IS NULL OR gaj_einvoice_no ~ '^(\d{8}|\d{20})$')",
        "The number of an e-invoice has 20 digits, that of an older invoice 8.",
    )
    _gaj_einvoice_uniq = models.UniqueIndex(
        "(company_id, gaj_einvoice_no) WHERE state = 'posted' AND length(gaj_einvoice_no) = 20"
        " AND move_type IN ('in_invoice', 'in_receipt')",
        "An e-invoice with this number is booked already.",
    )
