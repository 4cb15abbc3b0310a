from odoo import models
from odoo.tools import SQL


class GajAssetStocktake(models.Model):
    """The set-based matcher: derives results from scans as ``rules.stocktake`` says, for any number at once.

    Everything is computed anew from all scans of the assets concerned, so running it again changes nothing. Two
    people who scan the same asset at the same moment touch the same line: PostgreSQL refuses the later transaction,
    the server repeats it, and the second time it sees both scans.
    """

    _inherit = "gaj.asset.stocktake"

    def _match(self, asset_ids=None, raw_keys=None):
        """Derive the lines of the assets and unknown tags given (``None``: of all) from their scans."""
        self.ensure_one()
        everything = asset_ids is None and raw_keys is None
        # Lock in one order: two batches with the same assets wait for one another instead of for each other.
        self.env["gaj.asset"].flush_model(["state"])
        self.env["gaj.asset.stocktake.line"].flush_model(["resolution", "decided_by_id", "decided_on"])
        only = {"asset": self._only("scan.asset_id", asset_ids, everything)}
        if not everything:
            self.env.cr.execute(
                SQL(
                    """
                    SELECT 1 FROM gaj_asset_stocktake_line
                     WHERE stocktake_id = %s AND asset_id = ANY(%s) ORDER BY asset_id FOR NO KEY UPDATE
                    """,
                    self.id,
                    sorted(asset_ids or []),
                ),
                log_exceptions=False,
            )
        if everything or asset_ids:
            self._add_unexpected_assets(only["asset"])
            self._update_results(only["asset"])
        if everything or raw_keys:
            self._update_unknown(self._only("scan.raw_key", raw_keys, everything))
        self.env["gaj.asset.stocktake.line"].invalidate_model()
        self.invalidate_recordset()

    def _only(self, column, values, everything):
        return SQL("TRUE") if everything else SQL("%s = ANY(%s)", SQL(column), sorted(values or []))

    def _add_unexpected_assets(self, only):
        """Give each seen card that the snapshot does not have a line of its own."""
        seen = SQL(
            """
            (SELECT scan.asset_id FROM gaj_asset_stocktake_scan scan
              WHERE scan.stocktake_id = %s AND scan.asset_id IS NOT NULL AND %s)
            """,
            self.id,
            only,
        )
        self._copy_cards(seen, False, "out_of_scope")

    def _update_results(self, only):
        """Write what the scans say into the lines; a changed result drops the decision made on the former one."""
        self.env.cr.execute(
            SQL(
                """
                WITH seen AS (
                    SELECT scan.*, line.confirmed_space_id,
                           -- where a second count saw the thing, what the first one saw counts no more
                           scan.id > COALESCE(line.confirmed_scan_id, 0)
                           AND (scan.is_second IS TRUE)
                               = BOOL_OR(scan.is_second IS TRUE) OVER (PARTITION BY scan.asset_id) AS counts
                      FROM gaj_asset_stocktake_scan scan
                      JOIN gaj_asset_stocktake_line line USING (stocktake_id, asset_id)
                     WHERE scan.stocktake_id = %(stocktake)s AND %(only)s
                ), told AS (
                    SELECT asset_id, COUNT(*) AS scan_count,
                           MIN(scanned_at) AS first_at,
                           COALESCE(MIN(confirmed_space_id),
                                    (ARRAY_AGG(space_id ORDER BY scanned_at, id) FILTER (WHERE counts))[1]) AS place,
                           (ARRAY_AGG(space_id ORDER BY is_second IS TRUE DESC, scanned_at DESC, id DESC))[1]
                           AS last_place,
                           (ARRAY_AGG(create_uid ORDER BY scanned_at, id))[1] AS counter,
                           (ARRAY_AGG(create_uid ORDER BY scanned_at DESC, id DESC)
                            FILTER (WHERE is_second))[1] AS second_counter,
                           (ARRAY_AGG(custodian_id ORDER BY scanned_at DESC, id DESC)
                            FILTER (WHERE custodian_id IS NOT NULL))[1] AS custodian,
                           (ARRAY_AGG(use_state ORDER BY scanned_at DESC, id DESC)
                            FILTER (WHERE use_state IS NOT NULL))[1] AS use_state,
                           COALESCE(MIN(space_id) FILTER (WHERE counts) <> MAX(space_id) FILTER (WHERE counts), FALSE)
                           OR COALESCE(BOOL_OR(space_id <> confirmed_space_id) FILTER (WHERE counts), FALSE) AS twice
                      FROM seen GROUP BY asset_id
                ), meant AS (
                    SELECT told.*, line.id AS line_id,
                           CASE WHEN told.twice THEN 'conflict'
                                WHEN asset.state = 'disposed' THEN 'ghost'
                                WHEN NOT line.is_expected THEN 'out_of_scope'
                                WHEN told.place IS DISTINCT FROM line.space_id THEN 'misplaced'
                                WHEN told.custodian <> COALESCE(line.custodian_id, 0) THEN 'custodian_mismatch'
                                WHEN told.use_state <> COALESCE(line.use_state, '') THEN 'condition'
                                ELSE 'matched' END AS result
                      FROM told
                      JOIN gaj_asset_stocktake_line line
                        ON line.stocktake_id = %(stocktake)s AND line.asset_id = told.asset_id
                      JOIN gaj_asset asset ON asset.id = told.asset_id
                )
                UPDATE gaj_asset_stocktake_line line
                   SET result = meant.result, scan_count = meant.scan_count, seen_space_id = meant.place,
                       last_space_id = meant.last_place, seen_custodian_id = meant.custodian,
                       seen_use_state = meant.use_state, first_seen_at = meant.first_at, counter_id = meant.counter,
                       second_counter_id = meant.second_counter,
                       resolution = CASE WHEN line.result = meant.result THEN line.resolution END,
                       decided_by_id = CASE WHEN line.result = meant.result THEN line.decided_by_id END,
                       decided_on = CASE WHEN line.result = meant.result THEN line.decided_on END
                  FROM meant WHERE line.id = meant.line_id
                """,
                stocktake=self.id,
                only=only,
            )
        )

    def _update_unknown(self, only):
        """Keep one line for each unknown tag and each unlabelled thing reported, with the text as it was read."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO gaj_asset_stocktake_line (
                       stocktake_id, company_id, is_expected, raw, raw_key, name, seen_space_id, last_space_id,
                       first_seen_at, counter_id, scan_count, reason, result)
                SELECT %(stocktake)s, %(company)s, FALSE, (ARRAY_AGG(raw ORDER BY scanned_at, id))[1], raw_key,
                       (ARRAY_AGG(note ORDER BY scanned_at, id))[1],
                       (ARRAY_AGG(space_id ORDER BY scanned_at, id))[1],
                       (ARRAY_AGG(space_id ORDER BY scanned_at DESC, id DESC))[1],
                       MIN(scanned_at), (ARRAY_AGG(create_uid ORDER BY scanned_at, id))[1], COUNT(*), MIN(reason),
                       CASE WHEN MIN(reason) = 'unlabelled' THEN 'surplus' ELSE 'unknown' END
                  FROM gaj_asset_stocktake_scan scan
                 WHERE stocktake_id = %(stocktake)s AND asset_id IS NULL AND %(only)s
                 GROUP BY raw_key
                 ORDER BY raw_key
                    ON CONFLICT (stocktake_id, raw_key) WHERE asset_id IS NULL
                    DO UPDATE SET scan_count = EXCLUDED.scan_count, last_space_id = EXCLUDED.last_space_id,
                                  first_seen_at = EXCLUDED.first_seen_at, seen_space_id = EXCLUDED.seen_space_id
                """,
                stocktake=self.id,
                company=self.company_id.id,
                only=only,
            ),
            log_exceptions=False,
        )

    def _scan_outcomes(self, uuids):
        """Return ``{uuid: outcome}`` of these scans, each given the scans before it (``rules.stocktake``)."""
        self.ensure_one()
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT scan.uuid,
                           CASE WHEN scan.reason = 'unlabelled' THEN 'surplus'
                                WHEN scan.asset_id IS NULL THEN 'unknown'
                                WHEN before.elsewhere OR (after_it AND line.confirmed_space_id <> scan.space_id)
                                     THEN 'conflict'
                                WHEN before.here OR (after_it AND line.confirmed_space_id = scan.space_id)
                                     THEN 'duplicate'
                                WHEN asset.state = 'disposed' THEN 'ghost'
                                WHEN NOT line.is_expected THEN 'out_of_scope'
                                WHEN scan.space_id IS DISTINCT FROM line.space_id THEN 'misplaced'
                                WHEN scan.custodian_id <> COALESCE(line.custodian_id, 0) THEN 'custodian_mismatch'
                                WHEN scan.use_state <> COALESCE(line.use_state, '') THEN 'condition'
                                ELSE 'matched' END
                      FROM gaj_asset_stocktake_scan scan
                 LEFT JOIN gaj_asset asset ON asset.id = scan.asset_id
                 LEFT JOIN gaj_asset_stocktake_line line
                        ON line.stocktake_id = scan.stocktake_id AND line.asset_id = scan.asset_id
                CROSS JOIN LATERAL (SELECT COALESCE(scan.id > line.confirmed_scan_id, FALSE) AS after_it) confirmed
                CROSS JOIN LATERAL (
                           SELECT COALESCE(BOOL_OR(other.space_id <> scan.space_id), FALSE) AS elsewhere,
                                  COALESCE(BOOL_OR(other.space_id = scan.space_id), FALSE) AS here
                             FROM gaj_asset_stocktake_scan other
                            WHERE other.stocktake_id = scan.stocktake_id AND other.asset_id = scan.asset_id
                              AND (other.scanned_at, other.id) < (scan.scanned_at, scan.id)
                              AND (other.is_second IS TRUE) = (scan.is_second IS TRUE)
                              AND (NOT after_it OR other.id > line.confirmed_scan_id)) before
                     WHERE scan.uuid = ANY(%(uuids)s)
                       AND scan.stocktake_id = %(stocktake)s
                    """,
                    uuids=list(uuids),
                    stocktake=self.id,
                )
            )
        )

    def _set_unseen_missing(self):
        self._move_result("pending", "missing")

    def _set_missing_unseen(self):
        self._move_result("missing", "pending")

    def _move_result(self, before, after):
        self.env.cr.execute(
            SQL(
                """
                UPDATE gaj_asset_stocktake_line SET result = %s, resolution = NULL, decided_by_id = NULL, decided_on = NULL
                 WHERE stocktake_id = %s AND is_expected AND result = %s
                """,
                after,
                self.id,
                before,
            )
        )
        self.env["gaj.asset.stocktake.line"].invalidate_model()
        self.invalidate_recordset()
