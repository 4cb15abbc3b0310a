-- Each disposed asset card was taken out of the books by exactly one disposal or written off as missing once.
-- break: UPDATE gaj_asset SET state = 'disposed' WHERE id = (SELECT MIN(id) FROM gaj_asset WHERE state = 'in_use');
SELECT asset.id, asset.asset_no, asset.state, ends.times
  FROM gaj_asset asset
 CROSS JOIN LATERAL (SELECT (SELECT COUNT(*) FROM gaj_asset_disposal_line line
                              WHERE line.asset_id = asset.id AND line.status = 'settled')
                          + (SELECT COUNT(*) FROM gaj_asset_shortage shortage
                              WHERE shortage.asset_id = asset.id
                                AND shortage.state IN ('written_off', 'settled', 'closed')) AS times) ends
 WHERE ends.times <> CASE WHEN asset.state = 'disposed' THEN 1 ELSE 0 END
