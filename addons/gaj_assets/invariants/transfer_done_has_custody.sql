-- Each thing of a transfer that is done has its custody record, and no thing of another transfer has one.
-- break: INSERT INTO gaj_asset_transfer (company_id, kind, state, user_id, done_on) SELECT company_id, 'transfer', 'done', 1, CURRENT_DATE FROM gaj_asset LIMIT 1;
-- break: INSERT INTO gaj_asset_transfer_line (transfer_id, company_id, asset_id) SELECT MAX(transfer.id), MIN(asset.company_id), MIN(asset.id) FROM gaj_asset_transfer transfer, gaj_asset asset;
SELECT transfer.id, transfer.name, line.asset_id, custody.id AS custody_id
  FROM gaj_asset_transfer transfer
  JOIN gaj_asset_transfer_line line ON line.transfer_id = transfer.id
  LEFT JOIN gaj_asset_custody custody ON custody.transfer_id = transfer.id AND custody.asset_id = line.asset_id
 WHERE (transfer.state = 'done') <> (custody.id IS NOT NULL)
