import json
from collections import namedtuple
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..rules import depreciation
from .gaj_asset_segment import METHODS

#: Changed by a value change only, once the card is in the books.
KEPT_BY_THE_BOOKS = (
    "cost",
    "accumulated",
    "category_id",
    "acquisition_date",
    "in_service_date",
    "booking_date",
    "life_months",
    "months_done",
    "depreciated_month",
    "out_of_books_on",
    "method",
    "units_total",
    "value_type",
)
#: What a card is worth in the books (yuan, ``Decimal``).
Value = namedtuple("Value", "cost accumulated net")
ZERO = Decimal(0)


class GajAsset(models.Model):
    """A card in the books: how it is depreciated, what it is worth on any day."""

    _inherit = "gaj.asset"

    method = fields.Selection(
        METHODS,
        string="Depreciation Method",
        compute="_compute_method",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="Straight line by months, or by units of work such as kilometres.",
    )
    units_total = fields.Float(
        string="Units of Work in Its Life", digits=(16, 2), help="For example the kilometres that a vehicle should run."
    )
    units_name = fields.Char(string="Unit of Work", help="For example km or hours.")
    months_done = fields.Integer(string="Months Depreciated", readonly=True, copy=False, aggregator=None)
    depreciated_month = fields.Date(
        string="Depreciated Until", readonly=True, copy=False, help="The last month whose depreciation is posted."
    )
    out_of_books_on = fields.Date(
        string="Out of the Books Since",
        readonly=True,
        copy=False,
        help="The day on which its value left the accounts of fixed assets. That month is not depreciated any more.",
    )
    segment_ids = fields.One2many("gaj.asset.segment", "asset_id", string="Depreciation Segments", readonly=True)
    depreciation_line_ids = fields.One2many(
        "gaj.asset.depreciation.line", "asset_id", string="Depreciation Lines", readonly=True
    )
    is_in_books = fields.Boolean(compute="_compute_is_in_books")

    @api.depends("category_id", "value_type")
    def _compute_method(self):
        methods = self.category_id._gaj_methods()
        for asset in self:
            if asset.booking_date and asset.method:
                continue  # in the books it changes with a segment only
            if asset.value_type == "nominal":
                asset.method = "none"
            else:
                asset.method = methods.get(asset.category_id, "straight_line")

    @api.depends("segment_ids", "out_of_books_on")
    def _compute_is_in_books(self):
        # sudo: whether a card is in the books is no secret to who may see the card
        booked = self.env["gaj.asset.segment"].sudo()._read_group([("asset_id", "in", self.ids)], ["asset_id"])
        booked = {asset.id for (asset,) in booked}
        for asset in self:
            asset.is_in_books = asset._origin.id in booked and not asset.out_of_books_on

    def write(self, vals):
        if not self.env.su and vals.keys() & set(KEPT_BY_THE_BOOKS):
            self._gaj_refuse_wrong_values(vals)
            self._gaj_refuse_in_books(vals)
        return super().write(vals)

    def _gaj_refuse_in_books(self, vals):
        """
        :raises UserError: if a card in the books would get another value, category, life or date by hand
        """
        # sudo: see _compute_is_in_books
        booked = self.env["gaj.asset.segment"].sudo()._read_group([("asset_id", "in", self.ids)], ["asset_id"])
        booked = {asset.id for (asset,) in booked}
        for asset in self.filtered(lambda asset: asset.id in booked):
            for name in KEPT_BY_THE_BOOKS:
                if name in vals and self._fields[name].convert_to_write(
                    self._fields[name].convert_to_cache(vals[name], asset), asset
                ) != self._fields[name].convert_to_write(asset[name], asset):
                    raise UserError(
                        self.env._(
                            "Asset %(name)s is in the books, so its “%(field)s” does not change by hand. Write a value"
                            " change for it: finance books it, and depreciation goes on from the new value.",
                            name=asset.display_name,
                            field=self._fields[name]._description_string(self.env),
                        )
                    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_books(self):
        # sudo: see _compute_is_in_books
        segment = self.env["gaj.asset.segment"].sudo().search([("asset_id", "in", self.ids)], limit=1)
        if segment:
            raise UserError(
                self.env._(
                    "Asset %(name)s is in the books, so its card is kept. Put it forward for disposal, or write a value"
                    " change to correct it.",
                    name=segment.asset_id.display_name,
                )
            )

    def _gaj_put_in_books(self, day, opening=None):
        """Begin the life of these cards in the books on ``day``; cards that are in them stay as they are.

        A card with depreciation from other books (``opening``; by default: one whose accumulated depreciation is not 0)
        goes on with what is left at ``day``, and its segment says what straight-line depreciation would have been.
        Any other counts from the month in which it came into service; missed months are caught up by the next run. A
        surplus counts from the month of ``day``. A card that had left the books returns, and catches up as well.

        :raises UserError: if a card is depreciated by units of work, and their total is missing, or by the months of a
            life that it does not have
        """
        day = fields.Date.to_date(day)
        # sudo: who may confirm a card is asked by the document that calls; the books follow by themselves
        cards = self.sudo()
        groups = self.env["gaj.asset.segment"].sudo()._read_group([("asset_id", "in", cards.ids)], ["asset_id"])
        booked = cards.browse().union(*(asset for (asset,) in groups))
        booked.filtered("out_of_books_on")._gaj_return_to_books(day)
        new = cards - booked
        if not new:
            return
        depreciable = new.category_id._gaj_depreciable()
        new._gaj_refuse_without_units()
        new._gaj_refuse_without_life()
        new._gaj_insert_segments(
            [asset._gaj_first_segment(day, opening, asset.category_id in depreciable) for asset in new]
        )
        new._gaj_begin(day)

    def _gaj_insert_segments(self, vals_list):
        """Insert the first segments of these cards in one statement."""
        self.env.flush_all()
        names = list(vals_list[0])
        segments = self.env["gaj.asset.segment"]
        columns = SQL(", ").join(SQL.identifier(name) for name in names)
        typed = SQL(", ").join(
            SQL("%s %s", SQL.identifier(name), SQL(segments._fields[name].column_type[1])) for name in names
        )
        self.env.cr.execute(
            SQL(
                "INSERT INTO gaj_asset_segment (%s, create_uid, create_date, write_uid, write_date)"
                " SELECT %s, %s, %s, %s, %s FROM jsonb_to_recordset(%s) AS segment(%s) ORDER BY asset_id",
                columns,
                columns,
                self.env.uid,
                self.env.cr.now(),
                self.env.uid,
                self.env.cr.now(),
                json.dumps(vals_list, default=str),
                typed,
            )
        )
        segments.invalidate_model()
        self.invalidate_recordset(["segment_ids", "is_in_books"])

    def _gaj_refuse_without_units(self):
        for asset in self:
            if asset.method == "units" and asset.units_total <= 0:
                raise UserError(
                    self.env._(
                        "Asset %(name)s is depreciated by units of work, but their total is missing. Write how many it"
                        " gives in its life, or choose straight-line depreciation.",
                        name=asset.display_name,
                    )
                )

    def _gaj_first_segment(self, day, opening, depreciable):
        """Return the values of the segment with which this card enters the books on ``day``."""
        self.ensure_one()
        cost = Decimal(str(self.cost)).quantize(depreciation.CENT)
        accumulated = Decimal(str(self.accumulated)).quantize(depreciation.CENT)
        began = self.in_service_date or self.acquisition_date
        first, months, note = depreciation.month_of(began), self.life_months, False
        method = self.method if depreciable and self.value_type != "nominal" else "none"
        if self.acquisition_type == "surplus":
            first = depreciation.month_of(day)
        if method != "none" and (accumulated or opening):
            found = depreciation.opening(cost, max(self.life_months, 1), began, accumulated, day)
            first, months = found.first_month, found.months
            if method == "straight_line" and found.computed != accumulated:
                note = self.env._(
                    "Taken over with depreciation %(stated)s; by straight line it would be %(computed)s.",
                    stated=f"{accumulated:,.2f}",
                    computed=f"{found.computed:,.2f}",
                )
        return {
            "asset_id": self.id,
            "company_id": self.company_id.id,
            "date": day,
            "month_from": first,
            "method": method,
            "base": ZERO if method == "none" else cost - accumulated,
            "months": 0 if method == "none" else months,
            "units_total": self.units_total if method == "units" else 0,
            "opening": accumulated,
            "cost_change": cost,
            "accumulated_change": accumulated,
            "note": note or None,
        }

    def _gaj_begin(self, day):
        """Write on cards that have just entered the books since when, and how much of their life is over."""
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                """
                UPDATE gaj_asset asset
                   SET booking_date = %(day)s,
                       method = segment.method,
                       months_done = CASE WHEN segment.method = 'none' THEN 0
                                          ELSE GREATEST(asset.life_months - segment.months, 0) END
                  FROM gaj_asset_segment segment
                 WHERE segment.asset_id = asset.id AND asset.id = ANY(%(ids)s)
                """,
                day=day,
                ids=list(self.ids),
            )
        )
        self.invalidate_recordset(["booking_date", "method", "months_done", "is_in_books", "segment_ids"])

    def _gaj_take_out_of_books(self, day):
        """Let these cards leave the accounts of fixed assets on ``day``: that month is not depreciated any more.

        :raises UserError: if a card is not in the books, a month before that of ``day`` is not posted yet, or that month
            is, or the value of a card changed after ``day``
        """
        day = fields.Date.to_date(day)
        cards = self.sudo()  # sudo: as in _gaj_put_in_books
        out = cards.filtered("out_of_books_on")[:1]
        if out:
            raise UserError(
                self.env._(
                    "Asset %(name)s left the books on %(day)s already.",
                    name=out.display_name,
                    day=out.out_of_books_on,
                )
            )
        cards._gaj_refuse_unposted(depreciation.month_of(day))
        cards._gaj_refuse_value_after(day)
        cards.write({"out_of_books_on": day})

    def _gaj_refuse_value_after(self, day):
        """
        :raises UserError: if a card was depreciated for the month of ``day`` or a later one, or changed its value since
        """
        done = self.filtered(lambda asset: asset.depreciated_month and asset.depreciated_month >= day.replace(day=1))[
            :1
        ]
        if done:
            raise UserError(
                self.env._(
                    "%(asset)s has been depreciated for %(month)s already, and the month in which a thing leaves does not"
                    " count. Choose a day of a later month.",
                    asset=done.display_name,
                    month=done.depreciated_month.strftime("%Y-%m"),
                )
            )
        changed = self.env["gaj.asset.segment"].search([("asset_id", "in", self.ids), ("date", ">", day)], limit=1)
        if changed:
            raise UserError(
                self.env._(
                    "%(asset)s got its present value in the books on %(changed)s, so it cannot leave them on %(day)s."
                    " Choose a later day.",
                    asset=changed.asset_id.display_name,
                    changed=changed.date,
                    day=day,
                )
            )

    def _gaj_waiting(self, month):
        """Return ``{asset: first month}`` of the cards that have months before ``month`` whose charge is not posted."""
        self.env["gaj.asset"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT asset.id,
                       GREATEST(segment.month_from, (asset.depreciated_month + INTERVAL '1 month')::date)
                  FROM gaj_asset asset
                  JOIN LATERAL (SELECT * FROM gaj_asset_segment s WHERE s.asset_id = asset.id
                                 ORDER BY s.id DESC LIMIT 1) segment ON true
                 WHERE asset.id = ANY(%(ids)s)
                   AND segment.method <> 'none' AND segment.base > 0 AND asset.out_of_books_on IS NULL
                   AND segment.month_from < %(month)s
                   AND (asset.depreciated_month IS NULL
                        OR asset.depreciated_month < (%(month)s::date - INTERVAL '1 month'))
                   AND CASE segment.method
                       WHEN 'units' THEN asset.accumulated < segment.opening + segment.base
                       ELSE asset.depreciated_month IS NULL
                            OR asset.depreciated_month < segment.month_from
                            OR asset.depreciated_month
                               < (segment.month_from + (segment.months - 1) * INTERVAL '1 month')::date
                       END
                 ORDER BY asset.id
                """,
                ids=list(self.ids),
                month=month,
            )
        )
        return {self.browse(asset_id): first for asset_id, first in rows}

    def _gaj_refuse_unposted(self, month):
        """Refuse while a run could still be made that takes months before ``month`` from these cards.

        What a card missed before it was confirmed is caught up by the next run, so it stands in nobody's way.

        :raises UserError: if a card has months before ``month`` whose depreciation is not posted
        """
        before = depreciation.month_after(month, -1)
        # sudo: how far the company has come is no secret to who books its assets
        runs = self.env["gaj.asset.depreciation.run"].sudo()
        posted = runs._read_group([("state", "=", "posted"), ("month", ">=", before)], ["company_id"])
        done = self.env["res.company"].union(*(company for (company,) in posted))
        cards = self.filtered(
            lambda asset: asset.booking_date and asset.company_id not in done and asset.booking_date < month
        )
        for asset, first in cards._gaj_waiting(month).items():
            raise UserError(
                self.env._(
                    "Asset %(name)s: its depreciation from %(first)s on is not posted yet, so its value is not certain."
                    " Let finance post the depreciation until %(last)s first.",
                    name=asset.display_name,
                    first=first.strftime("%Y-%m"),
                    last=before.strftime("%Y-%m"),
                )
            )

    def _gaj_value_on(self, day):
        """Return ``{asset: Value(cost, accumulated, net)}`` in the books on ``day``, in ``Decimal`` yuan; three queries.

        A card that is not in the books yet, or no longer, is worth nothing on that day; one that never entered them
        is worth what is written on it.
        """
        day = fields.Date.to_date(day)
        self.env["gaj.asset"].flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT asset.id, value.cost, value.accumulated FROM gaj_asset asset JOIN (%s) value"
                " ON value.asset_id = asset.id WHERE asset.id = ANY(%s)",
                self._gaj_value_sql(day),
                list(self.ids),
            )
        )
        found = {asset_id: (Decimal(str(cost)), Decimal(str(accumulated))) for asset_id, cost, accumulated in rows}
        return {asset: Value(*(pair := found.get(asset.id, (ZERO, ZERO))), pair[0] - pair[1]) for asset in self}

    @api.model
    def _gaj_value_sql(self, day):
        """Return a query of ``asset_id, cost, accumulated`` of every card on ``day``; see :meth:`_gaj_value_on`."""
        return SQL(
            """
            SELECT asset.id AS asset_id,
                   CASE WHEN book.asset_id IS NULL THEN asset.cost
                        WHEN %(away)s THEN 0
                        ELSE COALESCE(book.cost, 0) END AS cost,
                   CASE WHEN book.asset_id IS NULL THEN asset.accumulated
                        WHEN %(away)s THEN 0
                        ELSE COALESCE(book.accumulated, 0) + COALESCE(charged.amount, 0) END AS accumulated
              FROM gaj_asset asset
              LEFT JOIN (SELECT asset_id,
                                SUM(cost_change) FILTER (WHERE date <= %(day)s) AS cost,
                                SUM(accumulated_change) FILTER (WHERE date <= %(day)s) AS accumulated
                           FROM gaj_asset_segment GROUP BY asset_id) book ON book.asset_id = asset.id
              LEFT JOIN (SELECT line.asset_id, SUM(line.amount) AS amount
                           FROM gaj_asset_depreciation_line line
                           JOIN gaj_asset_depreciation_run run ON run.id = line.run_id
                          WHERE run.date <= %(day)s AND run.state IN ('posted', 'reversed')
                            AND (run.reversed_on IS NULL OR run.reversed_on > %(day)s)
                          GROUP BY line.asset_id) charged ON charged.asset_id = asset.id
            """,
            day=day,
            away=self._gaj_away_sql(day),
        )
