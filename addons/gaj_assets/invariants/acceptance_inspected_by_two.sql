-- Each accepted batch was signed as passed by two people at least, none of whom bought it, or approved with a stocktake.
-- break: UPDATE gaj_asset_acceptance_inspector SET verdict = 'failed' WHERE acceptance_id = (SELECT MIN(id) FROM gaj_asset_acceptance WHERE state IN ('accepted', 'booked') AND approved_by_id IS NULL);
SELECT batch.id, batch.batch_no
  FROM gaj_asset_acceptance batch
  LEFT JOIN gaj_asset_acceptance_inspector inspector ON inspector.acceptance_id = batch.id
  LEFT JOIN purchase_order orders ON orders.id = batch.purchase_id
 WHERE batch.state IN ('accepted', 'booked') AND batch.approved_by_id IS NULL
 GROUP BY batch.id
HAVING COUNT(DISTINCT inspector.user_id) FILTER (WHERE inspector.verdict = 'passed') < 2
    OR BOOL_OR(inspector.verdict IS DISTINCT FROM 'passed')
    OR BOOL_OR(inspector.user_id = batch.requester_id)
    OR BOOL_OR(inspector.user_id IN (orders.user_id, orders.create_uid))
