from odoo import Command, api, fields, models
from odoo.exceptions import RedirectWarning, ValidationError


class GajStatement(models.TransientModel):
    """Opens a statement of the current company for a period, without any setting to be made."""

    _name = "gaj.statement"
    _description = "Statement for a Period"

    report_id = fields.Many2one(
        "mis.report", string="Statement", required=True, ondelete="cascade", domain=[("gaj_columns", "!=", False)]
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    period = fields.Selection(
        [
            ("this_month", "This Month"),
            ("last_month", "Last Month"),
            ("this_year", "This Year"),
            ("last_year", "Last Year"),
            ("other", "Other Period"),
        ],
        required=True,
        default="other",
    )
    date_from = fields.Date(
        string="First Day", required=True, compute="_compute_dates", store=True, readonly=False, precompute=True
    )
    date_to = fields.Date(
        string="Last Day", required=True, compute="_compute_dates", store=True, readonly=False, precompute=True
    )
    target_move = fields.Selection(
        [("posted", "Posted Entries"), ("all", "Drafts as Well")],
        string="Entries",
        required=True,
        default="posted",
        help="The note on the difference between the surplus and the budget surplus shows posted entries only.",
    )

    @api.depends("period", "report_id", "company_id")
    def _compute_dates(self):
        for one in self:
            if one.period != "other":
                which, unit = one.period.split("_")
                one._set_period(unit, -1 if which == "last" else 0)
            elif not (one.date_from and one.date_to):
                one._set_period("month" if one.report_id.gaj_columns in ("balance", "flow") else "year", 0)

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for one in self:
            if one.date_from > one.date_to:
                raise ValidationError(
                    self.env._(
                        "The period of the statement begins on %(date_from)s, after its end on %(date_to)s. "
                        "Change one of the two days.",
                        date_from=one.date_from,
                        date_to=one.date_to,
                    )
                )

    def _set_period(self, unit, shift):
        """Take the month or fiscal year (``unit``) of today, moved by ``shift``."""
        instances = self.env["mis.report.instance"]
        for one in self:
            one.date_from, one.date_to = instances._gaj_period_of(one.company_id or self.env.company, unit, shift)

    @api.model
    def action_open_report(self, xml_id):
        """Open the statement with this external id for the month or year of today."""
        return self.create({"report_id": self.env.ref(xml_id).id}).action_open()

    def action_open(self):
        """Show the statement."""
        self.check_access("read")
        instance = self._make_instance()
        action = self.env["ir.actions.act_window"]._for_xml_id("gaj_account.gaj_statement_result_action")
        return {**action, "res_id": instance.id, "display_name": instance.name}

    def action_workbook(self):
        """Download the statement as a workbook."""
        self.check_access("read")
        return self._make_instance().export_xls()

    def _make_instance(self):
        """Return the report for the period; it is gone a day later."""
        self.ensure_one()
        self._check_chart()
        # Only those who design reports may create one; this one holds nothing but the period that was asked for, and
        # whoever looks at it reads the journal items with their own rights.
        instance = self.env["mis.report.instance"].sudo().create(self._prepare_instance_vals())
        return instance.sudo(False)

    def _prepare_instance_vals(self):
        columns = self.report_id._gaj_columns(self.company_id, self.date_from, self.date_to)
        is_wide = len(columns) * len(self.report_id.subkpi_ids) > 4
        return {
            "name": self.report_id.name,
            "report_id": self.report_id.id,
            "company_id": self.company_id.id,
            "temporary": True,
            "target_move": self.target_move,
            "gaj_date_from": self.date_from,
            "gaj_date_to": self.date_to,
            "display_columns_description": self.report_id.gaj_columns != "balance",
            "landscape_pdf": is_wide,
            "widget_show_filters": False,
            "wide_display_by_default": is_wide,
            "period_ids": [
                Command.create(
                    {
                        "name": name,
                        "sequence": sequence,
                        "manual_date_from": date_from,
                        "manual_date_to": date_to,
                    }
                )
                for sequence, (name, date_from, date_to) in enumerate(columns)
            ],
        }

    def _check_chart(self):
        """Raise unless the company books on the chart of government accounting: others use these codes otherwise."""
        company = self.company_id
        if company.gaj_parallel or company.chart_template == "cn_gov":
            return
        raise RedirectWarning(
            self.env._(
                "%(company)s does not keep its books on the chart of government accounting. "
                "Switch its budget ledger on in the accounting settings first.",
                company=company.name,
            ),
            self.env.ref("account.action_account_config").id,
            self.env._("Accounting Settings"),
        )
