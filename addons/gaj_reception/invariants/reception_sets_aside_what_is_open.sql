-- A reception that is settled, archived, rejected or cancelled has nothing set aside in a budget.
-- break: INSERT INTO gaj_reception (company_id, name, kind, state, department_id, user_id, purpose, arrive, leave) SELECT department.company_id, 'JD/OPEN', 'domestic', 'rejected', department.id, 1, 'Visit', TIMESTAMP '2026-01-01', TIMESTAMP '2026-01-02' FROM hr_department department WHERE department.company_id IS NOT NULL ORDER BY department.id LIMIT 1;
-- break: INSERT INTO gaj_budget_line (budget_id, company_id, date, kind, amount, res_model, res_id) SELECT budget.id, budget.company_id, DATE '2026-01-01', 'commit', 5, 'gaj.reception', (SELECT id FROM gaj_reception WHERE name = 'JD/OPEN') FROM gaj_budget budget ORDER BY budget.id LIMIT 1;
SELECT reception.id, reception.name, reception.state, SUM(line.amount) AS committed
  FROM gaj_reception reception
  JOIN gaj_budget_line line ON line.res_model = 'gaj.reception' AND line.res_id = reception.id
                           AND line.kind IN ('commit', 'release')
 WHERE reception.state NOT IN ('approved', 'ongoing', 'listed')
 GROUP BY reception.id, reception.name, reception.state
HAVING SUM(line.amount) <> 0
