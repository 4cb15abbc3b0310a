-- No more pieces of a line are billed than were accepted, and only posted bills are matched.
-- break: UPDATE gaj_asset_bill_match SET quantity = 1000000 WHERE id = (SELECT MIN(id) FROM gaj_asset_bill_match WHERE is_fee IS NOT TRUE);
SELECT line.id, line.quantity, SUM(match.quantity) AS billed
  FROM gaj_asset_bill_match match
  JOIN gaj_asset_acceptance_line line ON line.id = match.acceptance_line_id
  JOIN account_move_line bill_line ON bill_line.id = match.bill_line_id
 GROUP BY line.id
HAVING SUM(match.quantity) NOT BETWEEN 0 AND line.quantity OR BOOL_OR(bill_line.parent_state <> 'posted')
