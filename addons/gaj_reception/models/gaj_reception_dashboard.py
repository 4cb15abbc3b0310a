from odoo import api, models

from .gaj_meeting_dashboard import MONEY_DIGITS

#: The colour of what is to be kept to, beside the first colour of a chart.
BESIDE = "#a8b2bd"
#: Years of receptions that are compared.
YEARS = 3


class GajMeetingMonth(models.Model):
    """Receptions on the dashboard: beside their budget and the years before."""

    _inherit = "gaj.meeting.month"

    @api.model
    def _gaj_charts_receptions(self):
        """Return receptions beside budget and last year, for who may see their figures."""
        report, company = self.env["gaj.reception.report"], self.env.company
        if not report.has_access("read"):
            return []
        this_year = company._gaj_today().year
        years = [str(this_year - number) for number in reversed(range(YEARS))]
        groups = report._read_group(
            [("company_id", "=", company.id), ("year", "in", years)], ["year"], ["batches:sum", "amount:sum"]
        )
        found = {year: (batches, amount) for year, batches, amount in groups}
        if not found:
            return []
        actions = [self._gaj_reception_lines(year) for year in years]
        cost = [{"label": self.env._("Cost"), "values": [found.get(year, (0, 0))[1] or 0 for year in years]}]
        if budgets := self._gaj_reception_budgets(years):
            cost.append({"label": self.env._("Budget"), "values": budgets, "color": BESIDE})
        batches = [{"label": self.env._("Receptions"), "values": [found.get(year, (0, 0))[0] or 0 for year in years]}]
        return [
            {
                "name": "receptions",
                "type": "bar",
                "title": self.env._("Receptions: Cost and Budget"),
                "unit": company.currency_id.symbol,
                "digits": MONEY_DIGITS,
                "labels": years,
                "actions": actions,
                "series": cost,
            },
            {
                "name": "batches",
                "type": "bar",
                "title": self.env._("Receptions by Year"),
                "labels": years,
                "actions": actions,
                "series": batches,
            },
        ]

    @api.model
    def _gaj_reception_lines(self, year):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Receptions %s", year),
            "res_model": "gaj.reception.report",
            "views": [(False, "list"), (False, "pivot")],
            "domain": [("year", "=", year), ("company_id", "=", self.env.company.id)],
        }

    @api.model
    def _gaj_reception_budgets(self, years):
        """Return what may be spent on receptions in each of ``years``; nothing for who sees no budgets."""
        budgets = self.env["gaj.budget"]
        if not budgets.has_access("read"):
            return []
        kinds = [self.env.ref(f"gaj_reception.budget_kind_{name}").id for name in ("reception", "reception_investment")]
        domain = [
            ("company_id", "=", self.env.company.id),
            ("kind_id", "in", kinds),
            ("year", "in", list(map(int, years))),
        ]
        amounts = dict(budgets._read_group(domain, ["year"], ["amount:sum"]))
        return [amounts.get(int(year), 0) for year in years] if amounts else []
