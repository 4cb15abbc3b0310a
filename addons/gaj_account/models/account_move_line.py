from odoo import fields, models

from .account_account import FUNDING_SOURCES

NATURES = [("basic", "Basic Expenditure"), ("project", "Project Expenditure")]


class AccountMoveLine(models.Model):
    """The dimensions that the Government Accounting System asks for beside the accounts."""

    _inherit = "account.move.line"

    gaj_economic_class_id = fields.Many2one(
        "gaj.economic.class", string="Economic Class", index="btree_not_null", ondelete="restrict"
    )
    gaj_functional_class_id = fields.Many2one(
        "gaj.functional.class", string="Functional Class", index="btree_not_null", ondelete="restrict"
    )
    gaj_nature = fields.Selection(NATURES, string="Nature of the Expenditure")
    gaj_project_id = fields.Many2one(
        "gaj.budget.project", string="Budget Project", index="btree_not_null", ondelete="restrict", check_company=True
    )
    gaj_funding_source = fields.Selection(FUNDING_SOURCES, string="Funding Source")
    gaj_origin_line_id = fields.Many2one(
        "account.move.line",
        string="Line It Comes From",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        readonly=True,
        help="In the budget ledger: the line of the financial entry that this line goes with.",
    )

    _gaj_project_has_nature = models.Constraint(
        "CHECK (gaj_project_id IS NULL OR gaj_nature = 'project')",
        "A line with a budget project is project expenditure.",
    )
