-- In an entry money of others stands only against money of the budget, debts or other money of others.
-- break: UPDATE account_account SET gaj_role = 'nonbudget' WHERE gaj_role = 'spend' AND id IN (SELECT line.account_id FROM account_move_line line JOIN account_move move ON move.id = line.move_id WHERE move.state = 'posted' AND move.gaj_budget_state = 'none');
SELECT line.move_id, SUM(line.balance) AS others
  FROM account_move_line line
  JOIN account_account account ON account.id = line.account_id
  JOIN account_move move ON move.id = line.move_id
  JOIN res_company company ON company.id = line.company_id
 WHERE company.gaj_parallel AND line.parent_state = 'posted' AND move.gaj_budget_state IN ('none', 'done')
   AND NOT EXISTS (SELECT 1 FROM account_move_line other JOIN account_account ON account_account.id = other.account_id
                    WHERE other.move_id = move.id AND account_account.gaj_role IN ('fund', 'traced'))
   AND account.gaj_role = 'nonbudget'
 GROUP BY line.move_id
HAVING SUM(line.balance) <> 0
