-- Each accepted line has a card for each of its pieces (or one for all), and their costs from acquisition come to the line.
-- break: UPDATE gaj_asset SET acquisition_cost = acquisition_cost + 0.01 WHERE id = (SELECT MIN(id) FROM gaj_asset WHERE acceptance_line_id IS NOT NULL);
SELECT line.id, batch.batch_no, line.quantity, line.booked_cost, cards.quantity AS pieces, cards.cost
  FROM gaj_asset_acceptance_line line
  JOIN gaj_asset_acceptance batch ON batch.id = line.acceptance_id
  LEFT JOIN (SELECT COALESCE(asset.acceptance_line_id, origin.acceptance_line_id) AS acceptance_line_id,
                    SUM(asset.quantity) AS quantity, SUM(asset.acquisition_cost) AS cost
               FROM gaj_asset asset
               LEFT JOIN gaj_asset origin ON origin.id = asset.split_origin_id
              GROUP BY 1) cards ON cards.acceptance_line_id = line.id
 WHERE batch.state IN ('accepted', 'booked')
   AND (cards.quantity IS DISTINCT FROM line.quantity OR cards.cost IS DISTINCT FROM line.booked_cost)
    OR batch.state NOT IN ('accepted', 'booked') AND cards.quantity IS NOT NULL
