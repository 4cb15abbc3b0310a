-- Each accepted line has a card for each of its pieces (or one for all), and their costs from acquisition come to the line.
-- break: UPDATE gaj_asset SET acquisition_cost = acquisition_cost + 0.01 WHERE id = (SELECT MIN(id) FROM gaj_asset WHERE acceptance_line_id IS NOT NULL);
SELECT line.id, batch.batch_no, line.quantity, line.booked_cost, cards.quantity AS pieces, cards.cost
  FROM gaj_asset_acceptance_line line
  JOIN gaj_asset_acceptance batch ON batch.id = line.acceptance_id
  LEFT JOIN (SELECT acceptance_line_id, SUM(quantity) AS quantity, SUM(acquisition_cost) AS cost
               FROM gaj_asset GROUP BY acceptance_line_id) cards ON cards.acceptance_line_id = line.id
 WHERE batch.state IN ('accepted', 'booked')
   AND (cards.quantity IS DISTINCT FROM line.quantity OR cards.cost IS DISTINCT FROM line.booked_cost)
    OR batch.state NOT IN ('accepted', 'booked') AND cards.quantity IS NOT NULL
