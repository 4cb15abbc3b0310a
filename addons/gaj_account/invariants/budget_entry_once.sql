-- A financial entry has at most one posted budget entry with it, and one with each payment matched.
-- break: DROP INDEX account_move_gaj_direct_uniq;
-- break: UPDATE account_move SET gaj_financial_move_id = (SELECT MAX(gaj_financial_move_id) FROM account_move WHERE gaj_budget_kind = 'direct' AND state = 'posted') WHERE gaj_budget_kind = 'direct';
SELECT gaj_financial_move_id, gaj_budget_kind, gaj_partial_id, COUNT(*) AS entries
  FROM account_move
 WHERE state = 'posted' AND gaj_financial_move_id IS NOT NULL
   AND (gaj_budget_kind = 'direct' OR gaj_budget_kind = 'traced' AND gaj_partial_id IS NOT NULL)
 GROUP BY gaj_financial_move_id, gaj_budget_kind, gaj_partial_id
HAVING COUNT(*) > 1
