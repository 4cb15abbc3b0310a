from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

_COMPARED = {"<": SQL("<"), "<=": SQL("<="), ">": SQL(">"), ">=": SQL(">=")}


class GajAsset(models.Model):
    """What is read off a card and looked for: how much of its life is over, when it was last counted."""

    _inherit = "gaj.asset"

    life_used = fields.Float(
        string="Life Used (%)",
        compute="_compute_life_used",
        search="_search_life_used",
        digits=(16, 1),
        aggregator=None,
        help="Whole months in service of the useful life; from 100 on the life is over.",
    )
    last_counted_on = fields.Date(
        string="Last Counted",
        compute="_compute_last_counted_on",
        search="_search_last_counted_on",
        help="The day on which a stocktake last saw it.",
    )

    @api.depends("in_service_date", "acquisition_date", "life_months")
    def _compute_life_used(self):
        self.flush_recordset(["in_service_date", "acquisition_date", "life_months"])
        rows = self.env.execute_query(
            SQL(
                "SELECT asset.id, %s FROM gaj_asset asset WHERE asset.id = ANY(%s)",
                self._gaj_life_sql(),
                list(self.ids),
            )
        )
        used = {asset_id: float(share or 0) for asset_id, share in rows}
        for asset in self:
            asset.life_used = used.get(asset._origin.id, 0)

    @api.model
    def _gaj_life_sql(self):
        """Return the percentage of its life that a card ``asset`` has been in service; NULL without a life."""
        begun = SQL("COALESCE(asset.in_service_date, asset.acquisition_date)")
        served = SQL("age(%s::date, %s)", fields.Date.context_today(self), begun)
        return SQL(
            "(100 * (EXTRACT(YEAR FROM %(served)s) * 12 + EXTRACT(MONTH FROM %(served)s)) / NULLIF(asset.life_months, 0))",
            served=served,
        )

    def _search_life_used(self, operator, value):
        condition = self._gaj_condition(operator, value)
        if condition is None:
            return NotImplemented
        self.env["gaj.asset"].flush_model(["in_service_date", "acquisition_date", "life_months"])
        found = SQL("(SELECT asset.id FROM gaj_asset asset WHERE %s %s)", self._gaj_life_sql(), condition)
        return Domain("id", "in", found)

    @api.model
    def _gaj_condition(self, operator, value):
        """Return the comparison with ``value`` in SQL, None for an operator without one."""
        if operator in _COMPARED:
            return SQL("%s %s", _COMPARED[operator], value)
        values = [each for each in value if each not in (False, None)] if operator == "in" else []
        return SQL("= ANY(ARRAY[%s])", SQL(", ").join(SQL("%s", each) for each in values)) if values else None

    @api.depends("company_id")
    def _compute_last_counted_on(self):
        # sudo: whether a card was counted is no secret to who may see the card
        counted = (
            self.env["gaj.asset.stocktake.line"]
            .sudo()
            ._read_group([("asset_id", "in", self.ids)], ["asset_id"], ["first_seen_at:max"])
        )
        days = {asset.id: fields.Datetime.context_timestamp(self, moment).date() for asset, moment in counted if moment}
        for asset in self:
            asset.last_counted_on = days.get(asset._origin.id)

    def _search_last_counted_on(self, operator, value):
        self.env["gaj.asset.stocktake.line"].flush_model(["asset_id", "first_seen_at"])
        never = ~Domain("id", "in", self._gaj_counted_sql(SQL("IS NOT NULL")))
        condition = self._gaj_condition(operator, value)
        if operator == "in" and False in value:
            return never if condition is None else never | Domain("id", "in", self._gaj_counted_sql(condition))
        if condition is None:
            return NotImplemented
        return Domain("id", "in", self._gaj_counted_sql(condition))

    @api.model
    def _gaj_counted_sql(self, condition):
        return SQL(
            "(SELECT asset_id FROM gaj_asset_stocktake_line WHERE asset_id IS NOT NULL"
            " GROUP BY asset_id HAVING MAX(first_seen_at)::date %s)",
            condition,
        )
