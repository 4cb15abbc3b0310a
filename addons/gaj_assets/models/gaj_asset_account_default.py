from odoo import fields, models

from ..rules.entries import CATEGORY_ROLES

STANDARDS = [
    ("government", "Government Accounting"),
    ("enterprise_small", "Small Enterprises"),
    ("enterprise", "Enterprises"),
]
ROLES = [
    ("asset", "Fixed Assets"),
    ("depreciation", "Accumulated Depreciation"),
    ("expense", "Depreciation Expense"),
    ("bank", "Bank Deposits"),
    ("other_receivable", "Other Receivables"),
    ("construction", "Construction in Progress"),
    ("custody", "Assets Held in Custody"),
    ("pending_value", "Value Pending Disposal"),
    ("pending_net", "Net Disposal Proceeds"),
    ("treasury_payable", "Payable to the Treasury"),
    ("payable_provisional", "Payable, Provisional Values"),
    ("quality_deposit", "Quality Deposits Withheld"),
    ("custody_liability", "Liability for Assets in Custody"),
    ("accumulated_surplus", "Accumulated Surplus"),
    ("free_transfer", "Net Assets Transferred without Payment"),
    ("prior_year", "Prior-Year Adjustments"),
    ("appropriation", "Fiscal Appropriation Income"),
    ("donation_income", "Donation Income"),
    ("other_income", "Other Income"),
    ("disposal_expense", "Asset Disposal Expenses"),
    ("other_expense", "Other Expenses"),
    # bills and payments use these, entries of assets do not
    ("receivable", "Accounts Receivable"),
    ("payable", "Accounts Payable"),
    ("suspense", "Bank Items Not Yet Identified"),
]


class GajAssetAccountDefault(models.Model):
    """Which account an accounting standard has for a role; the setup finds or makes it in a company."""

    _name = "gaj.asset.account.default"
    _description = "Usual Account"
    _order = "standard, code, id"
    _rec_name = "code"

    standard = fields.Selection(STANDARDS, required=True)
    role = fields.Selection(ROLES, required=True)
    category_id = fields.Many2one(
        "gaj.asset.category",
        string="Category Heading",
        ondelete="cascade",
        index="btree_not_null",
        help="Only for fixed assets, their depreciation and its expense. Empty: for all categories without another.",
    )
    code = fields.Char(required=True)
    name = fields.Char(required=True)
    chinese_name = fields.Char(required=True)
    account_type = fields.Selection(
        selection=lambda self: self.env["account.account"]._fields["account_type"].selection, required=True
    )
    source = fields.Char(required=True, translate=True, help="The regulation that has this account.")

    _role_uniq = models.UniqueIndex(
        "(standard, role, COALESCE(category_id, 0))", "This standard has an account for this role and category already."
    )
    _category_for_category_roles = models.Constraint(
        f"CHECK (category_id IS NULL OR role IN {CATEGORY_ROLES!r})",
        "Only fixed assets, their depreciation and its expense have accounts by category.",
    )
