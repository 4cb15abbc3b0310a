from dateutil.relativedelta import relativedelta
from odoo import api, fields, models


class MisReportInstance(models.Model):
    """A statement of government accounting, opened for a period."""

    _inherit = "mis.report.instance"

    gaj_date_from = fields.Date(string="First Day", readonly=True, copy=False)
    gaj_date_to = fields.Date(string="Last Day", readonly=True, copy=False)

    def _add_column_move_lines(self, aep, kpi_matrix, period, label, description):
        if period.source_aml_model_name == "gaj.surplus.difference":
            # Its rows are worked out for the days of the column, not for all years and thrown away.
            aep.env = aep.env(context={**aep.env.context, "gaj_days": (period.date_from, period.date_to)})
        return super()._add_column_move_lines(aep, kpi_matrix, period, label, description)

    def action_gaj_this_year(self):
        return self._gaj_again(0, "year")

    def action_gaj_last_year(self):
        return self._gaj_again(-1, "year")

    def action_gaj_this_month(self):
        return self._gaj_again(0, "month")

    def action_gaj_last_month(self):
        return self._gaj_again(-1, "month")

    def action_gaj_other_period(self):
        """Ask for another period of this statement."""
        self.ensure_one()
        self.env["gaj.statement"].check_access("create")
        action = self.env["ir.actions.act_window"]._for_xml_id("gaj_account.gaj_statement_action")
        context = {
            "default_report_id": self.report_id.id,
            "default_date_from": self.gaj_date_from,
            "default_date_to": self.gaj_date_to,
        }
        return {**action, "context": context}

    def _gaj_again(self, shift, unit):
        """Open the same statement for the year or month of today, moved by ``shift``."""
        self.ensure_one()
        statement = self.env["gaj.statement"].create({"report_id": self.report_id.id})
        statement._set_period(unit, shift)
        return statement.action_open()

    @api.model
    def _gaj_period_of(self, company, unit, shift=0):
        """Return first and last day of the month or fiscal year of today, moved by ``shift`` of these."""
        today = fields.Date.context_today(self)
        if unit == "month":
            first = today.replace(day=1) + relativedelta(months=shift)
            return first, first + relativedelta(day=31)
        dates = company.compute_fiscalyear_dates(today + relativedelta(years=shift))
        return dates["date_from"], dates["date_to"]

    def get_filter_descriptions(self):
        """Return the lines above the table of the workbook: the period and the unit of its amounts."""
        descriptions = super().get_filter_descriptions()
        if len(self) == 1 and self.gaj_date_from:
            day_from, day_to = self._format_date(self.gaj_date_from), self._format_date(self.gaj_date_to)
            descriptions = [
                *descriptions,
                self.env._("Period: %(day_from)s to %(day_to)s", day_from=day_from, day_to=day_to),
                self.env._("Amounts in %(currency)s", currency=(self.company_id or self.env.company).currency_id.name),
            ]
        return descriptions
