from odoo import fields, models


class GajBudgetRule(models.Model):
    """Which budget expenditure account an entry uses; the first rule that fits holds.

    A rule's accounts are codes, so that one rule holds for every company with the chart of government accounting.
    """

    _name = "gaj.budget.rule"
    _description = "Rule of the Budget Ledger"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    entity_kind = fields.Selection(
        [("administrative", "Administrative Unit"), ("institution", "Public Institution")],
        string="Kind of Unit",
        help="Empty: for both.",
    )
    with_codes = fields.Char(
        string="Entries with an Account",
        help="Codes with commas: the rule is for entries that have a line on an account whose code begins with one of "
        "these. Empty: for every entry.",
    )
    line_codes = fields.Char(
        string="For Lines on an Account",
        help="Codes with commas: the rule is for the part spent on accounts whose code begins with one of these. Empty: "
        "for every part.",
    )
    fund_codes = fields.Char(
        string="For Money of",
        help="Codes of the budget ledger with commas, such as 800103: the rule is for what this money paid or received. "
        "Empty: for all money.",
    )
    is_receipt = fields.Boolean(
        string="For Money Received",
        help="The rule is for money received; what comes back of a payment follows the rules for payments.",
    )
    process_id = fields.Many2one("gaj.account.process", string="Only for the Process", ondelete="cascade", index=True)
    expenditure_code = fields.Char(
        string="Budget Account", required=True, help="Code of the account in the budget ledger."
    )
    valid_from = fields.Date()
    valid_to = fields.Date()
    source = fields.Char(required=True, help="The regulation that says so.")
    active = fields.Boolean(default=True)

    _dates_in_order = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_from IS NULL OR valid_from <= valid_to)",
        "A rule cannot end before it begins.",
    )
