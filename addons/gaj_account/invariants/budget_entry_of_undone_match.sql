-- A budget entry that came from a match which was undone is reversed by one red entry, or with its financial entry.
-- break: UPDATE account_move SET gaj_partial_id = NULL, gaj_budget_kind = 'traced' WHERE id = (SELECT MIN(budget.id) FROM account_move budget WHERE budget.gaj_budget_kind IN ('direct', 'traced') AND budget.state = 'posted' AND NOT EXISTS (SELECT 1 FROM account_move red WHERE red.reversed_entry_id IN (budget.id, budget.gaj_financial_move_id)));
SELECT budget.id, budget.name
  FROM account_move budget
 WHERE budget.gaj_budget_kind = 'traced' AND budget.state = 'posted' AND budget.gaj_partial_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM account_move red
                    WHERE red.state = 'posted' AND red.reversed_entry_id IN (budget.id, budget.gaj_financial_move_id))
