-- Nobody counts a thing a second time that he scanned the first time.
-- break: UPDATE gaj_asset_stocktake_scan SET is_second = TRUE WHERE id = (SELECT MAX(id) FROM gaj_asset_stocktake_scan WHERE asset_id IS NOT NULL);
-- break: INSERT INTO gaj_asset_stocktake_scan (uuid, stocktake_id, company_id, space_id, raw, asset_id, is_second, scanned_at, received_at, create_uid) SELECT gen_random_uuid()::text, stocktake_id, company_id, space_id, raw, asset_id, FALSE, scanned_at, received_at, create_uid FROM gaj_asset_stocktake_scan WHERE is_second LIMIT 1;
SELECT again.id, again.stocktake_id, again.asset_id, again.create_uid
  FROM gaj_asset_stocktake_scan again
  JOIN gaj_asset_stocktake_scan first
    ON first.stocktake_id = again.stocktake_id AND first.asset_id = again.asset_id
   AND first.create_uid = again.create_uid AND first.is_second IS NOT TRUE AND first.origin_id IS NULL
 WHERE again.is_second AND again.origin_id IS NULL
