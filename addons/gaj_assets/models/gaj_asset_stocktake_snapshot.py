from odoo import models
from odoo.tools import SQL


class GajAssetStocktake(models.Model):
    """The start of a stocktake: what the books say, copied by value in a bounded number of statements."""

    _inherit = "gaj.asset.stocktake"

    def _copy_cards(self, ids, is_expected, result):
        """Copy the cards ``ids`` (a subselect) that have no line yet into lines; return their number.

        Another counter may add the same card at once; the server then repeats the call, that is no error.
        """
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO gaj_asset_stocktake_line (
                       stocktake_id, company_id, asset_id, is_expected, asset_no, tag_no, name,
                       space_id, space_name, custodian_id, custodian_name, department_id, department_name,
                       cost, net_value, use_state, result, scan_count)
                SELECT %(stocktake)s, asset.company_id, asset.id, %(is_expected)s, asset.asset_no, asset.tag_no,
                       asset.name, asset.space_id, space.complete_name, asset.custodian_id, custodian.name,
                       asset.department_id, COALESCE(department.name->>%(lang)s, department.name->>'en_US'),
                       asset.cost, asset.net_value, asset.use_state, %(result)s, 0
                  FROM gaj_asset asset
             LEFT JOIN gaj_space space ON space.id = asset.space_id
             LEFT JOIN hr_employee custodian ON custodian.id = asset.custodian_id
             LEFT JOIN hr_department department ON department.id = asset.department_id
                 WHERE asset.id IN %(ids)s
                 ORDER BY asset.id
                    ON CONFLICT (stocktake_id, asset_id) WHERE asset_id IS NOT NULL DO NOTHING
                """,
                stocktake=self.id,
                is_expected=is_expected,
                lang=self.env.lang or "en_US",
                result=result,
                ids=ids,
            ),
            log_exceptions=False,
        )
        return self.env.cr.rowcount

    def _take_snapshot(self):
        """Copy every card in scope into a line and list their rooms; return the number of lines."""
        self.ensure_one()
        # sudo: a stocktake expects whatever is in its scope, whoever starts it; starting is the manager's right
        cards = self.env["gaj.asset"].sudo()
        cards.flush_model()
        self.env["gaj.space"].flush_model(["complete_name"])
        count = self._copy_cards(cards._search(self._snapshot_domain()).subselect(), True, "pending")
        # The first scans come at once: without fresh statistics PostgreSQL would read all lines for each of them.
        self.env.cr.execute("ANALYZE gaj_asset_stocktake_line")
        self._list_rooms()
        self.env["gaj.asset.stocktake.line"].invalidate_model()
        self.invalidate_recordset()
        return count

    def _list_rooms(self):
        """List the rooms where something is expected, and the empty ones inside the chosen places."""
        empty = SQL("(SELECT NULL::integer WHERE FALSE)")
        if self.space_ids:
            rooms = self.env["gaj.space"].sudo()  # sudo: as in _take_snapshot
            empty = rooms._search([("id", "child_of", self.space_ids.ids), ("kind", "=", "room")]).subselect()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO gaj_asset_stocktake_room (
                       stocktake_id, company_id, space_id, expected_count,
                       create_uid, create_date, write_uid, write_date)
                SELECT %(stocktake)s, %(company)s, room.id, COALESCE(expected.count, 0),
                       %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM gaj_space room
             LEFT JOIN (SELECT space_id, COUNT(*) AS count
                          FROM gaj_asset_stocktake_line WHERE stocktake_id = %(stocktake)s GROUP BY space_id
                       ) expected ON expected.space_id = room.id
                 WHERE expected.count > 0 OR room.id IN %(empty)s
                """,
                stocktake=self.id,
                company=self.company_id.id,
                empty=empty,
                uid=self.env.uid,
                now=self.env.cr.now(),
            )
        )
        self.env["gaj.asset.stocktake.room"].invalidate_model()
