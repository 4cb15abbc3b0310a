-- What a budget has committed and spent is the sum of its movements.
-- break: UPDATE gaj_budget SET spent_amount = spent_amount - 1;
SELECT budget.id, budget.committed_amount, moved.committed, budget.spent_amount, moved.spent
  FROM gaj_budget budget
  LEFT JOIN (SELECT budget_id,
                    SUM(amount) FILTER (WHERE kind IN ('commit', 'release')) AS committed,
                    SUM(amount) FILTER (WHERE kind = 'spend') AS spent
               FROM gaj_budget_line GROUP BY budget_id) moved ON moved.budget_id = budget.id
 WHERE budget.committed_amount <> COALESCE(moved.committed, 0)
    OR budget.spent_amount <> COALESCE(moved.spent, 0)
