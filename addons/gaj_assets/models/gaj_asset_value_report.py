from odoo import fields, models
from odoo.tools import SQL

from ..rules import depreciation


class GajAssetValueReport(models.Model):
    """What each card in the books was worth at the end of a day: the day is ``gaj_as_of`` in the context, else today.

    It reads what was booked until that day, so its totals are those of the general ledger.
    """

    _name = "gaj.asset.value.report"
    _description = "Values on a Day"
    _auto = False
    _order = "asset_no desc, id desc"
    _rec_name = "asset_id"
    _depends = {
        "gaj.asset": [
            "acquisition_date",
            "asset_no",
            "booking_date",
            "category_id",
            "company_id",
            "department_id",
            "life_months",
            "name",
            "out_of_books_on",
        ],
        "gaj.asset.absence": ["asset_id", "date_from", "date_to"],
        "gaj.asset.segment": ["accumulated_change", "asset_id", "cost_change", "date"],
        "gaj.asset.depreciation.line": ["amount", "asset_id", "months", "run_id"],
        "gaj.asset.depreciation.run": ["date", "reversed_on", "state"],
    }

    asset_id = fields.Many2one("gaj.asset", readonly=True)
    asset_no = fields.Char(string="Asset Number", readonly=True)
    name = fields.Char(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    category_id = fields.Many2one("gaj.asset.category", readonly=True)
    department_id = fields.Many2one(
        "hr.department", readonly=True, help="The department that had the asset on that day."
    )
    acquisition_date = fields.Date(readonly=True)
    life_months = fields.Integer(string="Useful Life (Months)", readonly=True, aggregator=None)
    cost = fields.Monetary(string="Original Cost", readonly=True)
    accumulated = fields.Monetary(string="Accumulated Depreciation", readonly=True)
    net_value = fields.Monetary(readonly=True)
    month_amount = fields.Monetary(string="Depreciation of the Month", readonly=True)
    year_amount = fields.Monetary(string="Depreciation of the Year", readonly=True)

    def _gaj_as_of(self):
        """Return the day of the report."""
        day = self.env.context.get("gaj_as_of")
        return fields.Date.to_date(day) or fields.Date.context_today(self)

    @property
    def _table_query(self):
        day = self._gaj_as_of()
        return SQL(
            """
            SELECT asset.id, asset.id AS asset_id, asset.asset_no, asset.name, asset.company_id, asset.category_id,
                   CASE WHEN moved.asset_id IS NULL THEN asset.department_id ELSE moved.department_from_id
                    END AS department_id,
                   asset.acquisition_date, asset.life_months,
                   book.cost, value.accumulated, book.cost - value.accumulated AS net_value,
                   COALESCE(charged.month_amount, 0) AS month_amount, COALESCE(charged.year_amount, 0) AS year_amount
              FROM gaj_asset asset
              JOIN (%(values)s) value ON value.asset_id = asset.id
              JOIN (SELECT asset_id, SUM(cost_change) AS cost
                      FROM gaj_asset_segment WHERE date <= %(day)s GROUP BY asset_id) book ON book.asset_id = asset.id
              LEFT JOIN (SELECT DISTINCT ON (asset_id) asset_id, department_from_id
                           FROM gaj_asset_custody WHERE day > %(day)s
                          ORDER BY asset_id, day, id) moved ON moved.asset_id = asset.id
              LEFT JOIN (SELECT line.asset_id, SUM(line.amount) AS year_amount,
                                SUM(line.amount) FILTER (WHERE run.date >= %(month)s) AS month_amount
                           FROM gaj_asset_depreciation_line line
                           JOIN gaj_asset_depreciation_run run ON run.id = line.run_id
                          WHERE run.date BETWEEN %(year)s AND %(day)s AND run.state IN ('posted', 'reversed')
                            AND (run.reversed_on IS NULL OR run.reversed_on > %(day)s)
                          GROUP BY line.asset_id) charged ON charged.asset_id = asset.id
             WHERE NOT %(away)s
            """,
            values=self.env["gaj.asset"]._gaj_value_sql(day),
            away=self.env["gaj.asset"]._gaj_away_sql(day),
            day=day,
            month=depreciation.month_of(day),
            year=day.replace(month=1, day=1),
        )

    def action_open_asset(self):
        """Return the action that shows the card."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "gaj.asset",
            "res_id": self.asset_id.id,
            "view_mode": "form",
        }
