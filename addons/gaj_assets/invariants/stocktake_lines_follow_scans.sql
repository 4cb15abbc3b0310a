-- Each line of a stocktake counts the scans of its thing, and exactly those without a scan are not seen or missing.
-- break: UPDATE gaj_asset_stocktake_line SET scan_count = scan_count + 1 WHERE id = (SELECT MIN(id) FROM gaj_asset_stocktake_line);
SELECT line.id, line.stocktake_id, line.asset_no, line.raw, line.scan_count, scans.count, line.result
  FROM gaj_asset_stocktake_line line
  LEFT JOIN (SELECT stocktake_id, COALESCE('card ' || asset_id, 'text ' || raw_key) AS thing, COUNT(*) AS count
               FROM gaj_asset_stocktake_scan
              GROUP BY 1, 2) scans
    ON scans.stocktake_id = line.stocktake_id
   AND scans.thing = COALESCE('card ' || line.asset_id, 'text ' || line.raw_key)
 WHERE line.scan_count <> COALESCE(scans.count, 0)
    OR (line.scan_count = 0) <> (line.result IN ('pending', 'missing'))
