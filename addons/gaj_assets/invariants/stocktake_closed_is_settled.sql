-- An approved or closed stocktake has no line without a result or a decision.
-- break: UPDATE gaj_asset_stocktake SET state = 'closed' WHERE id = (SELECT stocktake_id FROM gaj_asset_stocktake_line WHERE result = 'pending' LIMIT 1);
SELECT stocktake.id, stocktake.name, line.id AS line_id, line.result
  FROM gaj_asset_stocktake stocktake
  JOIN gaj_asset_stocktake_line line ON line.stocktake_id = stocktake.id
 WHERE stocktake.state IN ('approved', 'closed') AND line.result <> 'matched' AND line.resolution IS NULL
