-- What the budget has spent for a reception is what its posted journal items cost, to the cent.
-- break: UPDATE account_move_line SET balance = balance + 0.01 WHERE id = (SELECT MIN(id) FROM account_move_line WHERE gaj_reception_id IS NOT NULL AND parent_state = 'posted');
-- break: INSERT INTO gaj_budget_line (budget_id, company_id, date, kind, amount, res_model, res_id) SELECT budget.id, budget.company_id, DATE '2026-01-01', 'spend', 0.01, 'gaj.reception', 0 FROM gaj_budget budget ORDER BY budget.id LIMIT 1;
SELECT COALESCE(books.reception_id, spent.reception_id) AS reception_id, books.amount AS posted, spent.amount AS spent
  FROM (SELECT gaj_reception_id AS reception_id, SUM(balance) AS amount
          FROM account_move_line
         WHERE gaj_reception_id IS NOT NULL AND parent_state = 'posted'
         GROUP BY gaj_reception_id) books
  FULL JOIN (SELECT res_id AS reception_id, SUM(amount) AS amount
               FROM gaj_budget_line
              WHERE res_model = 'gaj.reception' AND kind = 'spend'
              GROUP BY res_id) spent ON spent.reception_id = books.reception_id
 WHERE ROUND(COALESCE(books.amount, 0)::numeric, 2) <> ROUND(COALESCE(spent.amount, 0)::numeric, 2)
