-- What a split took from a card is what its new card began with, and nothing is lost between the two.
-- break: INSERT INTO gaj_asset_split (name, asset_id, new_asset_id, company_id, quantity, reason, state, date, cost, accumulated) SELECT 'broken', id, id, company_id, 1, 'broken', 'done', CURRENT_DATE, cost + 1, 0 FROM gaj_asset ORDER BY id LIMIT 1;
SELECT split.id, split.name, split.cost, split.accumulated, taken.cost AS taken, given.cost AS given
  FROM gaj_asset_split split
  LEFT JOIN LATERAL (SELECT cost_change AS cost, accumulated_change AS accumulated FROM gaj_asset_segment
                      WHERE asset_id = split.new_asset_id ORDER BY id LIMIT 1) given ON true
  LEFT JOIN LATERAL (SELECT -cost_change AS cost, -accumulated_change AS accumulated FROM gaj_asset_segment
                      WHERE asset_id = split.asset_id AND note LIKE split.name || ' %' ORDER BY id LIMIT 1) taken ON true
 WHERE split.state = 'done'
   AND (ROW(split.cost, split.accumulated) IS DISTINCT FROM ROW(given.cost, given.accumulated)
        OR ROW(split.cost, split.accumulated) IS DISTINCT FROM ROW(taken.cost, taken.accumulated))
