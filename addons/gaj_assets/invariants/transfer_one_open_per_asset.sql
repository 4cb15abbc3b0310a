-- A card is on its way by one transfer at most, exactly while that transfer is under way.
-- break: INSERT INTO gaj_asset_transfer (company_id, kind, state, user_id) SELECT company_id, 'transfer', 'draft', 1 FROM gaj_asset LIMIT 1;
-- break: INSERT INTO gaj_asset_transfer_line (transfer_id, company_id, asset_id, is_open) SELECT MAX(transfer.id), MIN(asset.company_id), MIN(asset.id), TRUE FROM gaj_asset_transfer transfer, gaj_asset asset;
SELECT line.id, line.asset_id, transfer.name, transfer.state
  FROM gaj_asset_transfer_line line
  JOIN gaj_asset_transfer transfer ON transfer.id = line.transfer_id
 WHERE COALESCE(line.is_open, FALSE) <> (transfer.state IN ('submitted', 'approved', 'released', 'received'))
 UNION ALL
SELECT MIN(line.id), line.asset_id, NULL, COUNT(*)::varchar
  FROM gaj_asset_transfer_line line
 WHERE line.is_open
 GROUP BY line.asset_id
HAVING COUNT(*) > 1
