from collections import namedtuple
from datetime import timedelta
from decimal import Decimal

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.gaj_base.rules.paper import Paper, PaperTable, exact

ZERO = Decimal(0)
#: One line of the ledger: things and yuan at the beginning, what came, what went, at the end.
Turnover = namedtuple(
    "Turnover",
    "count0 cost0 depreciation0 count_in cost_in depreciation_in count_out cost_out depreciation_out count cost depreciation",
)


class GajAssetPaper(models.TransientModel):
    """The general ledger by category, and what changed in a period."""

    _inherit = "gaj.asset.paper"

    def _gaj_ledger_papers(self):
        """Return the general ledger of assets (资产总账): opening, additions, disposals, depreciation, closing."""
        turnovers = self._gaj_turnovers()
        categories = (
            self.env["gaj.asset.category"].with_context(active_test=False).search([("id", "in", list(turnovers))])
        )
        headers = [
            self.env._("Code"),
            self.env._("Category"),
            self.env._("Opening Quantity"),
            self.env._("Opening Cost"),
            self.env._("Opening Depreciation"),
        ]
        headers += [self.env._("Added Quantity"), self.env._("Added Cost"), self.env._("Depreciation of the Period")]
        headers += [self.env._("Removed Quantity"), self.env._("Removed Cost"), self.env._("Removed Depreciation")]
        headers += [
            self.env._("Closing Quantity"),
            self.env._("Closing Cost"),
            self.env._("Closing Depreciation"),
            self.env._("Closing Net Value"),
        ]
        rows = []
        for category in categories:
            line = turnovers[category.id]
            rows.append((category.code, category.name, *line, line.cost - line.depreciation))
        total = Turnover(*(sum(parts) for parts in zip(*turnovers.values(), strict=True))) if turnovers else None
        totals = (None, self.env._("Total"), *total, total.cost - total.depreciation) if total else ()
        return [
            Paper(
                self.env._("General Ledger of Assets"),
                self.company_id.name,
                facts=[*self._gaj_period(), *self._gaj_narrowed()],
                tables=[PaperTable(headers, rows, totals=totals)],
                notes=[
                    self.env._(
                        "Cost and depreciation of the books; what was never booked counts with the values of its card."
                    ),
                ],
                signatures=self._gaj_signatures(),
                landscape=True,
            )
        ]

    def _gaj_period(self):
        return [(self.env._("From"), self.date_from), (self.env._("To"), self.date_to)]

    def _gaj_turnovers(self):
        """Return ``{category id: Turnover}`` of the cards chosen, in one query.

        A card came on the day it was booked (else acquired) and went on the day it left the books. What came and went
        within the period is in both. A value written up counts as added, one written down as removed.
        """
        begin, end = self.date_from - timedelta(days=1), self.date_to
        self.env["gaj.asset"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                WITH card AS (
                    SELECT asset.category_id, asset.quantity,
                           asset.came <= %(begin)s AND (asset.went IS NULL OR asset.went > %(begin)s)
                               AND NOT %(away_at_begin)s AS at_begin,
                           asset.came <= %(end)s AND (asset.went IS NULL OR asset.went > %(end)s)
                               AND NOT %(away_at_end)s AS at_end,
                           asset.cost, asset.accumulated,
                           before.cost AS cost0, before.accumulated AS acc0, after.cost AS cost1, after.accumulated AS acc1
                      FROM (SELECT id, category_id, quantity, cost, accumulated, out_of_books_on,
                                   COALESCE(booking_date, acquisition_date) AS came,
                                   COALESCE(out_of_books_on, CASE WHEN state = 'disposed' THEN write_date::date END) AS went
                              FROM gaj_asset WHERE id IN %(chosen)s) asset
                      JOIN (%(before)s) before ON before.asset_id = asset.id
                      JOIN (%(after)s) after ON after.asset_id = asset.id
                     WHERE asset.came <= %(end)s AND (asset.went IS NULL OR asset.went > %(begin)s)
                       AND NOT (%(away_at_begin)s AND %(away_at_end)s)
                ), worth AS (
                    SELECT category_id, quantity, at_begin, at_end,
                           CASE WHEN at_begin THEN cost0 ELSE 0 END AS cost0,
                           CASE WHEN at_begin THEN acc0 ELSE 0 END AS acc0,
                           CASE WHEN at_end THEN cost1 ELSE cost END AS cost1,
                           CASE WHEN at_end THEN acc1 ELSE accumulated END AS acc1
                      FROM card
                )
                SELECT category_id,
                       SUM(quantity) FILTER (WHERE at_begin), SUM(cost0), SUM(acc0),
                       SUM(quantity) FILTER (WHERE NOT at_begin),
                       SUM(GREATEST(cost1 - cost0, 0)), SUM(GREATEST(acc1 - acc0, 0)),
                       SUM(quantity) FILTER (WHERE NOT at_end),
                       SUM(GREATEST(cost0 - cost1, 0) + CASE WHEN at_end THEN 0 ELSE cost1 END),
                       SUM(GREATEST(acc0 - acc1, 0) + CASE WHEN at_end THEN 0 ELSE acc1 END),
                       SUM(quantity) FILTER (WHERE at_end),
                       SUM(CASE WHEN at_end THEN cost1 ELSE 0 END), SUM(CASE WHEN at_end THEN acc1 ELSE 0 END)
                  FROM worth GROUP BY category_id
                """,
                begin=begin,
                end=end,
                chosen=self.env["gaj.asset"]._search(self._gaj_domain()).subselect(),
                before=self.env["gaj.asset"]._gaj_value_sql(begin),
                after=self.env["gaj.asset"]._gaj_value_sql(end),
                away_at_begin=self.env["gaj.asset"]._gaj_away_sql(begin),
                away_at_end=self.env["gaj.asset"]._gaj_away_sql(end),
            )
        )
        return {
            category: Turnover(
                *(
                    int(value or 0) if name.startswith("count") else Decimal(str(value or 0)).quantize(Decimal("0.01"))
                    for name, value in zip(Turnover._fields, values, strict=True)
                )
            )
            for category, *values in rows
        }

    def _gaj_changes_papers(self):
        """Return what changed in the period: what came, what went, what moved, what changed its value."""
        came, went = self._gaj_came(), self._gaj_went()
        tables = [
            self._gaj_change_table(
                self.env._("Added"), self.env._("Added On"), came, "acquisition_type", self.env._("Way of Acquisition")
            ),
            self._gaj_change_table(
                self.env._("Removed"), self.env._("Removed On"), went, "state", self.env._("Status")
            ),
            self._gaj_moved_table(),
            *self._gaj_revalued_tables(),
        ]
        return [
            Paper(
                self.env._("Changes of Assets in the Period"),
                self.company_id.name,
                facts=[
                    *self._gaj_period(),
                    (self.env._("Added"), len(came)),
                    (self.env._("Removed"), len(went)),
                    *self._gaj_narrowed(),
                ],
                tables=tables,
                signatures=self._gaj_signatures(),
                landscape=True,
            )
        ]

    def _gaj_came(self):
        """Return the cards that were booked (else acquired) in the period, with the day in ``day``."""
        period = [("booking_date", ">=", self.date_from), ("booking_date", "<=", self.date_to)]
        acquired = [("acquisition_date", ">=", self.date_from), ("acquisition_date", "<=", self.date_to)]
        domain = Domain(period) | (Domain("booking_date", "=", False) & Domain(acquired))
        cards = self._gaj_changed(domain)
        for card in cards:
            card["day"] = card["booking_date"] or card["acquisition_date"]
        return sorted(cards, key=lambda card: (card["day"], card["asset_no"] or ""))

    def _gaj_went(self):
        """Return the cards that left the books in the period, with the day in ``day``."""
        cards = self._gaj_changed(
            Domain([("out_of_books_on", ">=", self.date_from), ("out_of_books_on", "<=", self.date_to)])
        )
        for card in cards:
            card["day"] = card["out_of_books_on"]
        return sorted(cards, key=lambda card: (card["day"], card["asset_no"] or ""))

    def _gaj_changed(self, domain):
        paths = [
            "asset_no",
            "name",
            "model",
            "category_id.name",
            "department_id.name",
            "quantity",
            "cost",
            "accumulated",
        ]
        paths += ["net_value", "acquisition_type", "acquisition_date", "booking_date", "out_of_books_on", "state"]
        return self._gaj_read(paths, self._gaj_domain() & domain)

    def _gaj_change_table(self, title, day, cards, last, last_title):
        headers = [
            self.env._("No."),
            day,
            self.env._("Asset Number"),
            self.env._("Name"),
            self.env._("Model"),
            self.env._("Category"),
            self.env._("Department"),
        ]
        headers += [
            self.env._("Quantity"),
            self.env._("Original Cost"),
            self.env._("Accumulated Depreciation"),
            self.env._("Net Value"),
            last_title,
        ]
        paths = ["day", "asset_no", "name", "model", "category_id.name", "department_id.name", "quantity"]
        paths += ["cost", "accumulated", "net_value", last]
        totals = {name: self._gaj_sum(cards, name) for name in ("cost", "accumulated", "net_value")}
        totals |= {"asset_no": self.env._("Total"), "quantity": sum(card["quantity"] for card in cards)}
        rows = [(number, *(card[path] for path in paths)) for number, card in enumerate(cards, 1)]
        return PaperTable(headers, rows, title=title, totals=(None, *(totals.get(path) for path in paths)))

    def _gaj_moved_table(self):
        """Return the changes of department, custodian and place in the period, from the custody records."""
        assets = self.env["gaj.asset"]._search(self._gaj_domain())
        moves = self.env["gaj.asset.custody"].search(
            [("day", ">=", self.date_from), ("day", "<=", self.date_to), ("asset_id", "in", assets)], order="day, id"
        )
        # sudo: the names of what records point at that the user may see
        rows = [
            (
                number,
                move.day,
                move.asset_id.display_name,
                move.department_from_id.name,
                move.department_id.name,
                move.custodian_from_id.name,
                move.custodian_id.name,
                move.space_from_id.full_code,
                move.space_id.full_code,
                move.reason,
            )
            for number, move in enumerate(moves.sudo(), 1)
        ]
        headers = [
            self.env._("No."),
            self.env._("Date"),
            self.env._("Asset"),
            self.env._("From Department"),
            self.env._("To Department"),
            self.env._("From Custodian"),
        ]
        headers += [self.env._("To Custodian"), self.env._("From Place"), self.env._("To Place"), self.env._("Reason")]
        return PaperTable(headers, rows, title=self.env._("Moved"))

    def _gaj_revalued_tables(self):
        """Return the table of value changes booked in the period, none for who may not see value changes."""
        changes = self.env["gaj.asset.value.change"]
        if not changes.has_access("read"):
            return []
        booked = changes.search(
            [
                ("state", "=", "booked"),
                ("date", ">=", self.date_from),
                ("date", "<=", self.date_to),
                ("asset_id", "in", self.env["gaj.asset"]._search(self._gaj_domain())),
            ],
            order="date, id",
        )
        kinds = dict(changes._fields["kind"]._description_selection(self.env))
        rows = [
            (
                number,
                change.date,
                change.name,
                change.asset_id.display_name,
                kinds[change.kind],
                exact(change.old_cost),
                exact(change.new_cost),
                exact(change.new_cost - change.old_cost),
                change.reason,
            )
            for number, change in enumerate(booked, 1)
        ]
        headers = [self.env._("No."), self.env._("Date"), self.env._("Value Change"), self.env._("Asset")]
        headers += [self.env._("Kind"), self.env._("Cost Before"), self.env._("Cost After"), self.env._("Difference")]
        return [PaperTable([*headers, self.env._("Reason")], rows, title=self.env._("Value Changed"))]
