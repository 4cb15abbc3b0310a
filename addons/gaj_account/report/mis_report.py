from datetime import timedelta

from dateutil.relativedelta import relativedelta
from odoo import fields, models
from odoo.tools import format_date

from odoo.addons.mis_builder.models.kpimatrix import KpiMatrix


class StatementMatrix(KpiMatrix):
    """Names accounts with their codes, whatever the user's rights to features show elsewhere."""

    def _get_account_name(self, account):
        code = account.with_company(self._companies[:1]).code if self._companies else account.code
        return f"{code or ''} {account.name}".strip()


class MisReport(models.Model):
    """Statements of government accounting are templates that know which columns they have."""

    _inherit = "mis.report"

    gaj_columns = fields.Selection(
        [
            ("balance", "End of the Period and Beginning of the Year"),
            ("flow", "Period and Year to Date"),
            ("years", "This Year and Last Year"),
            ("period", "Period"),
        ],
        string="Columns of the Statement",
        help="For statements that are opened for a period without further settings.",
    )

    def prepare_kpi_matrix(self, companies=None):
        if not self.gaj_columns:
            return super().prepare_kpi_matrix(companies)
        matrix = StatementMatrix(self.env, companies, self.account_model)
        for kpi in self.kpi_ids:
            matrix.declare_kpi(kpi)
        return matrix

    def _gaj_columns(self, company, date_from, date_to):
        """Return the columns for a period as (name, first day, last day).

        Years are fiscal years of ``company``; a year is shown up to the end of the period.
        """
        self.ensure_one()
        year_from = company.compute_fiscalyear_dates(date_to)["date_from"]
        last_to = year_from - timedelta(days=1)
        last_from = company.compute_fiscalyear_dates(last_to)["date_from"]
        is_month = date_from.day == 1 and date_to == date_from + relativedelta(day=31)
        years = [(self.env._("This Year"), year_from, date_to), (self.env._("Last Year"), last_from, last_to)]
        is_year = (date_from, date_to) == (year_from, company.compute_fiscalyear_dates(date_to)["date_to"])
        columns = {
            "balance": [
                (self.env._("Closing Balance %(day)s", day=format_date(self.env, date_to)), year_from, date_to),
                (self.env._("Opening Balance of the Year"), last_from, last_to),
            ],
            "flow": years
            if is_year
            else [
                (self.env._("This Month") if is_month else self.env._("This Period"), date_from, date_to),
                (self.env._("Year to Date"), year_from, date_to),
            ],
            "years": years,
        }
        return columns.get(self.gaj_columns, [(self.env._("This Period"), date_from, date_to)])
