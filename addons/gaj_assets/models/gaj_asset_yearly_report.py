from odoo import fields, models
from odoo.tools import SQL


class GajAssetYearlyReport(models.Model):
    """Received batches, disposed batches and money remitted to the treasury, by company and month."""

    _name = "gaj.asset.yearly.report"
    _description = "Yearly Report of Assets"
    _auto = False
    _order = "date desc, company_id"
    _rec_name = "date"
    # what is flushed before the report is read
    _depends = {
        "gaj.asset.acceptance": ["company_id", "accepted_on", "state"],
        "gaj.asset.disposal": ["company_id", "settled_on", "state", "total_cost", "proceeds", "is_custody"],
        "gaj.asset.remittance": ["company_id", "date", "state", "amount"],
        "gaj.asset.shortage": ["company_id", "remitted_on", "compensation"],
    }

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(string="Month", readonly=True, help="The first day of the month.")
    received_count = fields.Integer(string="Received Batches", readonly=True)
    disposed_count = fields.Integer(string="Disposed Batches", readonly=True)
    disposed_cost = fields.Monetary(string="Original Cost Disposed Of", readonly=True)
    proceeds = fields.Monetary(readonly=True)
    remitted_amount = fields.Monetary(
        string="Remitted to the Treasury",
        readonly=True,
        help="Proceeds of disposals, and what people paid for things that stayed missing.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT ROW_NUMBER() OVER (ORDER BY company_id, date) AS id, company_id, date,
                   SUM(received)::int4 AS received_count, SUM(disposed)::int4 AS disposed_count,
                   SUM(cost) AS disposed_cost, SUM(proceeds) AS proceeds, SUM(remitted) AS remitted_amount
              FROM (SELECT company_id, date_trunc('month', accepted_on)::date AS date,
                           1 AS received, 0 AS disposed, 0 AS cost, 0 AS proceeds, 0 AS remitted
                      FROM gaj_asset_acceptance WHERE state IN ('accepted', 'booked')
                     UNION ALL
                    SELECT company_id, date_trunc('month', settled_on)::date, 0, 1, total_cost, proceeds, 0
                      FROM gaj_asset_disposal WHERE state IN ('settled', 'remitted', 'closed') AND is_custody IS NOT TRUE
                     UNION ALL
                    SELECT paid.company_id, date_trunc('month', paid.date)::date, 0, 0, 0, 0, paid.amount
                      FROM gaj_asset_remittance paid
                      JOIN gaj_asset_disposal disposal ON disposal.id = paid.disposal_id
                     WHERE paid.state = 'posted' AND disposal.is_custody IS NOT TRUE
                     UNION ALL
                    SELECT company_id, date_trunc('month', remitted_on)::date, 0, 0, 0, 0, compensation
                      FROM gaj_asset_shortage WHERE remitted_on IS NOT NULL) events
             GROUP BY company_id, date
            """
        )
