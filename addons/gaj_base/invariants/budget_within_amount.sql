-- No budget is exceeded, and what it shows as available is what is left.
-- break: ALTER TABLE gaj_budget DROP CONSTRAINT gaj_budget_within_amount;
-- break: UPDATE gaj_budget SET spent_amount = amount + 1;
SELECT id, amount, committed_amount, spent_amount, available_amount
  FROM gaj_budget
 WHERE committed_amount + spent_amount > amount
    OR committed_amount < 0
    OR available_amount <> amount - committed_amount - spent_amount
