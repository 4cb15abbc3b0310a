from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

#: What is counted a second time without being asked for: what nobody saw, and what is in doubt.
DOUBTFUL = ("pending", "conflict", "ghost")


class GajAssetStocktake(models.Model):
    """The second count: what was not found or is in doubt is looked for by others than those who counted first."""

    _inherit = "gaj.asset.stocktake"

    has_second_count = fields.Boolean(
        string="Second Count",
        compute="_compute_has_second_count",
        store=True,
        precompute=True,
        readonly=False,
        help="What was not found, seen in two rooms, or is disposed of in the books is counted again by other people. An"
        " annual stocktake always has it.",
    )
    second_count = fields.Integer(string="To Be Counted Again", compute="_compute_second_count")
    second_open_count = fields.Integer(string="Not Counted Again Yet", compute="_compute_second_count")

    @api.depends("kind")
    def _compute_has_second_count(self):
        for record in self:
            if not record.started_on:
                record.has_second_count = record.kind == "annual"

    @api.constrains("has_second_count", "kind")
    def _check_second_count(self):
        for record in self:
            if record.kind == "annual" and not record.has_second_count:
                raise ValidationError(
                    self.env._(
                        "Stocktake %s is the annual one, and what was not found or is in doubt is counted a second time."
                        " Leave “Second Count” ticked.",
                        record.name,
                    )
                )

    def _compute_second_count(self):
        """Count the lines of the second count for the whole list in one query."""
        # sudo: figures of a stocktake that the user may read
        lines = self.env["gaj.asset.stocktake.line"].sudo()
        groups = lines._read_group(
            [("stocktake_id", "in", self.ids), ("is_second", "=", True)],
            ["stocktake_id", "second_counter_id"],
            ["__count"],
        )
        for record in self:
            mine = [(who, count) for stocktake, who, count in groups if stocktake.id == record.id]
            record.second_count = sum(count for _who, count in mine)
            record.second_open_count = sum(count for who, count in mine if not who)

    def _start_second_count(self):
        """Begin the second count where one was asked for and there is something to count; return whether it began."""
        self.ensure_one()
        if not self.has_second_count:
            return False
        self.env.cr.execute(
            SQL(
                "UPDATE gaj_asset_stocktake_line SET is_second = TRUE WHERE stocktake_id = %s AND result = ANY(%s)",
                self.id,
                list(DOUBTFUL),
            )
        )
        if not self.env.cr.rowcount:
            return False
        self.env["gaj.asset.stocktake.line"].invalidate_model(["is_second"])
        self._step("second_count", {"counting"}, second_started_on=fields.Datetime.now())
        return True

    def _set_missing_unseen(self):
        result = super()._set_missing_unseen()
        if self.state == "second_count":
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE gaj_asset_stocktake_line SET is_second = TRUE
                     WHERE stocktake_id = %s AND result = 'pending' AND is_second IS NOT TRUE
                    """,
                    self.id,
                )
            )
            self.env["gaj.asset.stocktake.line"].invalidate_model(["is_second"])
        return result

    def _second_obstacles(self, asset_ids):
        """Return ``{asset id: sentence}`` for the things that this user may not count a second time.

        Only what was not found or is in doubt is counted again, and not by who counted it first: who scanned it or,
        where nobody did, who scanned in its room or declared that room done. A thing without a line is new and free.
        """
        if self.state != "second_count" or not asset_ids:
            return {}
        self.env["gaj.asset.stocktake.room"].flush_model(["closed_by_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.asset_id, line.name, line.is_second IS TRUE,
                       EXISTS (SELECT 1 FROM gaj_asset_stocktake_scan scan
                                WHERE scan.stocktake_id = line.stocktake_id AND scan.asset_id = line.asset_id
                                  AND scan.is_second IS NOT TRUE AND scan.create_uid = %(user)s)
                       OR (NOT EXISTS (SELECT 1 FROM gaj_asset_stocktake_scan scan
                                        WHERE scan.stocktake_id = line.stocktake_id AND scan.asset_id = line.asset_id
                                          AND scan.is_second IS NOT TRUE)
                           AND (EXISTS (SELECT 1 FROM gaj_asset_stocktake_room room
                                         WHERE room.stocktake_id = line.stocktake_id AND room.space_id = line.space_id
                                           AND room.closed_by_id = %(user)s)
                                OR EXISTS (SELECT 1 FROM gaj_asset_stocktake_scan scan
                                            WHERE scan.stocktake_id = line.stocktake_id
                                              AND scan.space_id = line.space_id
                                              AND scan.is_second IS NOT TRUE AND scan.create_uid = %(user)s)))
                  FROM gaj_asset_stocktake_line line
                 WHERE line.stocktake_id = %(stocktake)s AND line.asset_id = ANY(%(assets)s)
                """,
                user=self.env.uid,
                stocktake=self.id,
                assets=list(asset_ids),
            )
        )
        return {
            asset: self.env._("You counted %s the first time. Let a colleague count it now.", name)
            if asked
            else self.env._("%s was counted already. Only what was not found or is in doubt is counted again.", name)
            for asset, name, asked, is_first in rows
            if not asked or is_first
        }
