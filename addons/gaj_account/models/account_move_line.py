from odoo import api, fields, models
from odoo.exceptions import UserError

from .account_account import FUNDING_SOURCES
from .account_move import without_guarded_defaults

NATURES = [("basic", "Basic Expenditure"), ("project", "Project Expenditure")]
#: Dimensions of a line; with the amounts they make the budget entry.
DIMENSIONS = {
    "gaj_economic_class_id",
    "gaj_functional_class_id",
    "gaj_nature",
    "gaj_project_id",
    "gaj_funding_source",
}
BOOKED = {"account_id", "balance", "debit", "credit", "amount_currency", "currency_id", "move_id"}
NOTED = {"gaj_origin_line_id", "gaj_filled"}
OWN = BOOKED | DIMENSIONS | NOTED


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
        ondelete="set null",
        copy=False,
        readonly=True,
        help="In the budget ledger: the line of the financial entry that this line goes with.",
    )

    _gaj_project_has_nature = models.Constraint(
        "CHECK (gaj_project_id IS NULL OR gaj_nature = 'project')",
        "A line with a budget project is project expenditure.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super(AccountMoveLine, without_guarded_defaults(self)).create(vals_list)
        if not self.env["account.move"]._gaj_is_itself():
            lines.move_id._gaj_refuse_alone()
            if any(vals.get(name) for vals in vals_list for name in NOTED):
                raise UserError(self.env._("What the budget ledger notes about an entry is not changed by hand."))
        return lines

    def write(self, vals):
        itself = self.env["account.move"]._gaj_is_itself()
        if not itself and (OWN & vals.keys() or not self.env.su):
            self.move_id._gaj_refuse_alone()
        if not itself and OWN & vals.keys():
            if NOTED & vals.keys():
                raise UserError(self.env._("What the budget ledger notes about an entry is not changed by hand."))
            if DIMENSIONS & vals.keys():
                self._gaj_refuse_booked(vals)
                self._gaj_forget_filled(vals)
        result = super().write(vals)
        if not itself and BOOKED & vals.keys():
            self.move_id._gaj_follow()
        return result

    def _check_company(self, fnames=None):
        # what a budget entry books is that of its financial entry, which was looked at
        return None if self.env["account.move"]._gaj_is_itself() else super()._check_company(fnames)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_budget_of_entry(self):
        if not self.env["account.move"]._gaj_is_itself():
            self.move_id._gaj_refuse_alone()
