-- No more pieces of an accepted line are billed than there are, and only posted bills are matched.
-- break: UPDATE gaj_asset_bill_match SET quantity = -1000000 WHERE id = (SELECT MIN(id) FROM gaj_asset_bill_match WHERE is_fee IS NOT TRUE);
SELECT line.id, line.quantity, SUM(match.quantity) AS billed
  FROM gaj_asset_bill_match match
  JOIN gaj_asset_acceptance_line line ON line.id = match.acceptance_line_id
  JOIN gaj_asset_acceptance batch ON batch.id = line.acceptance_id
  JOIN account_move_line bill_line ON bill_line.id = match.bill_line_id
 GROUP BY line.id, batch.state
HAVING SUM(match.quantity) < 0
    OR (batch.state IN ('accepted', 'booked') AND SUM(match.quantity) > line.quantity)
    OR BOOL_OR(bill_line.parent_state <> 'posted')
