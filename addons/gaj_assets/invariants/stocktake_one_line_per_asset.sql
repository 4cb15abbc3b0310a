-- Each asset stands in a stocktake once.
-- break: DROP INDEX gaj_asset_stocktake_line_asset_once;
-- break: INSERT INTO gaj_asset_stocktake_line (stocktake_id, company_id, asset_id, is_expected, result) SELECT stocktake_id, company_id, asset_id, is_expected, result FROM gaj_asset_stocktake_line WHERE asset_id IS NOT NULL LIMIT 1;
SELECT stocktake_id, asset_id, COUNT(*) AS times
  FROM gaj_asset_stocktake_line
 WHERE asset_id IS NOT NULL
 GROUP BY stocktake_id, asset_id
HAVING COUNT(*) > 1
