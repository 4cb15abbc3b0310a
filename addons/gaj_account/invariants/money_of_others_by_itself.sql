-- In an entry money of others is covered by money of the budget or by debts, each net, or stands against other money of others.
-- break: UPDATE account_account SET gaj_role = 'nonbudget' WHERE gaj_role = 'spend' AND id IN (SELECT line.account_id FROM account_move_line line JOIN account_move move ON move.id = line.move_id WHERE move.state = 'posted' AND move.gaj_budget_state = 'none');
WITH kind AS (
    SELECT line.move_id, account.gaj_role AS role,
           CASE WHEN account.gaj_role = 'fund' THEN account.gaj_budget_account_id END AS money,
           SUM(line.balance) AS balance
      FROM account_move_line line
      JOIN account_account account ON account.id = line.account_id
      JOIN account_move move ON move.id = line.move_id
      JOIN res_company company ON company.id = line.company_id
     WHERE company.gaj_parallel AND line.parent_state = 'posted' AND move.gaj_budget_state IN ('none', 'done')
       AND account.gaj_role IN ('nonbudget', 'fund', 'traced')
     GROUP BY line.move_id, role, money
)
SELECT others.move_id, others.balance AS others
  FROM kind others
 WHERE others.role = 'nonbudget'
   AND ABS(others.balance) > COALESCE((
           SELECT SUM(GREATEST(0, -SIGN(others.balance) * cover.balance))
             FROM kind cover
            WHERE cover.move_id = others.move_id AND cover.role <> 'nonbudget'), 0)
