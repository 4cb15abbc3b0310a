from odoo import api, models
from odoo.exceptions import RedirectWarning

from .template_cn_gov import CHART


class ResCompany(models.Model):
    """What the settings of the budget ledger bring with them."""

    _inherit = "res.company"

    @api.constrains("gaj_parallel", "gaj_budget_journal_id")
    def _check_gaj_budget_journal(self):
        for company in self:
            journal = company.gaj_budget_journal_id
            if not company.gaj_parallel or journal.gaj_ledger == "budget":
                continue
            raise RedirectWarning(
                self.env._(
                    "%(company)s cannot keep a budget ledger yet: it has no journal for it. Set up government accounting "
                    "first.",
                    company=company.name,
                ),
                self.env.ref("gaj_account.gaj_account_setup_action").id,
                self.env._("Set Up"),
            )

    def write(self, vals):
        changed = self.browse()
        if "gaj_treasury_regime" in vals:
            changed = self.filtered(lambda one: one.gaj_treasury_regime != vals["gaj_treasury_regime"])
        result = super().write(vals)
        changed._gaj_show_quota_journal()
        return result

    def _gaj_show_quota_journal(self):
        """Show the journal of the zero-balance account where direct and authorised payment are still told apart."""
        for company in self.filtered(lambda one: one.chart_template == CHART):
            journal = self.env["account.chart.template"].with_company(company).ref("zero_balance", False)
            if journal:
                journal.active = company.gaj_treasury_regime == "legacy"
