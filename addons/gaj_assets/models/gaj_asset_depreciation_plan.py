from odoo import models
from odoo.tools import SQL

from ..rules import depreciation

#: The columns of a line that a run reckons, in the order of the plan.
RECKONED = ("asset_id", "segment_id", "category_id", "department_id", "amount", "accumulated", "months", "catch_up")


class GajAssetDepreciationRun(models.Model):
    """What a run takes from each asset, as one query: the same as ``depreciation.next_charge``, for all at once."""

    _inherit = "gaj.asset.depreciation.run"

    def _plan_sql(self):
        """Return the query of what this run takes from each asset, with the columns :data:`RECKONED`.

        Amounts are reckoned in whole numbers of half cents, so that nothing is rounded before the end.
        """
        self.ensure_one()
        return SQL(
            """
            WITH segment AS (
                SELECT DISTINCT ON (asset_id) id, asset_id, month_from, method, base, months, units_total, opening
                  FROM gaj_asset_segment
                 WHERE company_id = %(company)s
                 ORDER BY asset_id, id DESC
            ), used AS (
                SELECT usage.asset_id, SUM(usage.quantity) AS units
                  FROM gaj_asset_usage usage
                  JOIN segment ON segment.asset_id = usage.asset_id AND segment.method = 'units'
                 WHERE COALESCE(usage.counted_month, usage.month) BETWEEN segment.month_from AND %(month)s
                 GROUP BY usage.asset_id
            ), moved AS (  -- who had it on the last day of the month, where it has moved since
                SELECT DISTINCT ON (asset_id) asset_id, department_from_id
                  FROM gaj_asset_custody
                 WHERE company_id = %(company)s AND day > %(last_day)s
                 ORDER BY asset_id, day, id
            ), due AS (
                SELECT asset.id AS asset_id, asset.category_id, asset.accumulated,
                       CASE WHEN moved.asset_id IS NULL THEN asset.department_id ELSE moved.department_from_id
                        END AS department_id,
                       segment.id AS segment_id, segment.method, segment.opening, segment.base, segment.months,
                       GREATEST(COALESCE(used.units, 0), 0) AS units, segment.units_total,
                       (12 * (DATE_PART('year', %(month)s::date) - DATE_PART('year', segment.month_from))
                        + DATE_PART('month', %(month)s::date) - DATE_PART('month', segment.month_from))::integer + 1
                        AS place,
                       GREATEST(0, (12 * (DATE_PART('year', asset.depreciated_month)
                                          - DATE_PART('year', segment.month_from))
                        + DATE_PART('month', asset.depreciated_month)
                        - DATE_PART('month', segment.month_from))::integer + 1) AS before
                  FROM gaj_asset asset
                  JOIN segment ON segment.asset_id = asset.id
                  LEFT JOIN used ON used.asset_id = asset.id
                  LEFT JOIN moved ON moved.asset_id = asset.id
                 WHERE asset.company_id = %(company)s
                   AND segment.method <> 'none' AND segment.base > 0 AND segment.month_from <= %(month)s
                   AND asset.booking_date <= %(last_day)s
                   AND (asset.out_of_books_on IS NULL OR asset.out_of_books_on > %(last_day)s)
                   AND (asset.depreciated_month IS NULL OR asset.depreciated_month < %(month)s)
            ), target AS (
                SELECT due.*,
                       CASE method
                       WHEN 'units' THEN GREATEST(accumulated, opening + DIV(
                           2 * (base * 100) * (LEAST(units, units_total) * 100) + units_total * 100,
                           2 * (units_total * 100)) / 100)
                       ELSE opening + DIV(2 * (base * 100) * LEAST(place, months) + months, 2 * months) / 100
                       END AS target,
                       CASE method WHEN 'units' THEN place ELSE LEAST(place, months) END AS reached
                  FROM due
                 WHERE CASE method WHEN 'units' THEN accumulated < opening + base ELSE before < LEAST(place, months) END
            )
            SELECT asset_id, segment_id, category_id, department_id,
                   ROUND(target - accumulated, 2) AS amount,
                   ROUND(target, 2) AS accumulated,
                   reached - before AS months,
                   reached - before - CASE WHEN method = 'units' OR place <= months THEN 1 ELSE 0 END AS catch_up
              FROM target
            """,
            company=self.company_id.id,
            month=self.month,
            last_day=depreciation.month_end(self.month),
        )

    def _plan_lines(self):
        """Replace the lines of this run by what its plan says now; return how many there are."""
        self.env.flush_all()
        self.env.cr.execute(SQL("DELETE FROM gaj_asset_depreciation_line WHERE run_id = %s", self.id))
        self.env.cr.execute(
            SQL(
                "INSERT INTO gaj_asset_depreciation_line (run_id, company_id, month, is_reversed, %(columns)s)"
                " SELECT %(run)s, %(company)s, %(month)s, false, plan.* FROM (%(plan)s) plan ORDER BY plan.asset_id",
                columns=SQL(", ").join(SQL.identifier(name) for name in RECKONED),
                run=self.id,
                company=self.company_id.id,
                month=self.month,
                plan=self._plan_sql(),
            )
        )
        self.env["gaj.asset.depreciation.line"].invalidate_model()
        return self.env.cr.rowcount

    def _plan_differs(self):
        """Return whether the cards have changed since the lines were reckoned, in a way that changes a line."""
        self.env.flush_all()
        same = SQL(" AND ").join(
            SQL("line.%(name)s IS NOT DISTINCT FROM plan.%(name)s", name=SQL.identifier(name)) for name in RECKONED
        )
        rows = self.env.execute_query(
            SQL(
                "SELECT 1 FROM (SELECT * FROM gaj_asset_depreciation_line WHERE run_id = %(run)s) line"
                " FULL JOIN (%(plan)s) plan ON plan.asset_id = line.asset_id WHERE NOT COALESCE(%(same)s, false) LIMIT 1",
                run=self.id,
                plan=self._plan_sql(),
                same=same,
            )
        )
        return bool(rows)

    def _write_cards(self):
        """Bring the cards to what the lines of this run say, in one statement."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE gaj_asset asset
                   SET accumulated = line.accumulated,
                       net_value = asset.cost - line.accumulated,
                       months_done = asset.months_done + line.months,
                       depreciated_month = line.month
                  FROM gaj_asset_depreciation_line line
                 WHERE line.run_id = %s AND line.asset_id = asset.id
                """,
                self.id,
            )
        )
        self.env["gaj.asset"].invalidate_model()
        self._tell_value_changes()

    def _write_cards_back(self):
        """Bring the cards back to what they were before this run, in one statement, and mark its lines."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE gaj_asset asset
                   SET accumulated = line.accumulated - line.amount,
                       net_value = asset.cost - line.accumulated + line.amount,
                       months_done = asset.months_done - line.months,
                       depreciated_month = (SELECT MAX(earlier.month) FROM gaj_asset_depreciation_line earlier
                                             WHERE earlier.asset_id = asset.id AND earlier.month < line.month
                                               AND NOT earlier.is_reversed)
                  FROM gaj_asset_depreciation_line line
                 WHERE line.run_id = %s AND line.asset_id = asset.id
                """,
                self.id,
            )
        )
        self.env.cr.execute(SQL("UPDATE gaj_asset_depreciation_line SET is_reversed = true WHERE run_id = %s", self.id))
        self.env["gaj.asset"].invalidate_model()
        self.env["gaj.asset.depreciation.line"].invalidate_model()
        self._tell_value_changes()

    def _tell_value_changes(self):
        """Let value changes that are not booked yet show what their cards are worth after this run."""
        # sudo: they follow by themselves, whoever wrote them
        changes = self.env["gaj.asset.value.change"].sudo()
        waiting = changes.search(
            [
                ("state", "in", ("draft", "submitted", "approved")),
                ("asset_id.depreciation_line_ids.run_id", "in", self.ids),
            ]
        )
        waiting.asset_id.modified(["accumulated", "months_done"])

    def _totals(self):
        """Return ``[(category, department, amount)]`` of this run, amounts as floats in yuan; one query."""
        groups = (
            self.env["gaj.asset.depreciation.line"]
            .sudo()
            ._read_group([("run_id", "=", self.id)], ["category_id", "department_id"], ["amount:sum"])
        )
        return [(category, department, amount) for category, department, amount in groups if amount]
