-- What is depreciated of each card in the books is what it began with, what value changes added, and its posted lines.
-- break: UPDATE gaj_asset SET accumulated = accumulated + 0.01 WHERE id = (SELECT MIN(asset.id) FROM gaj_asset asset JOIN gaj_asset_segment segment ON segment.asset_id = asset.id WHERE asset.accumulated < asset.cost);
SELECT asset.id, asset.asset_no, asset.cost, asset.accumulated, book.cost AS booked_cost,
       book.accumulated + COALESCE(line.amount, 0) AS booked_accumulated
  FROM gaj_asset asset
  JOIN (SELECT asset_id, SUM(cost_change) AS cost, SUM(accumulated_change) AS accumulated
          FROM gaj_asset_segment GROUP BY asset_id) book ON book.asset_id = asset.id
  LEFT JOIN (SELECT line.asset_id, SUM(line.amount) AS amount
               FROM gaj_asset_depreciation_line line
               JOIN gaj_asset_depreciation_run run ON run.id = line.run_id AND run.state = 'posted'
              GROUP BY line.asset_id) line ON line.asset_id = asset.id
 WHERE asset.cost <> book.cost OR asset.accumulated <> book.accumulated + COALESCE(line.amount, 0)
