-- Each posted budget entry balances, and has the day of its financial entry, which is posted in the same company.
-- break: UPDATE account_move SET date = date + 1 WHERE id = (SELECT MIN(id) FROM account_move WHERE gaj_financial_move_id IS NOT NULL AND state = 'posted');
SELECT budget.id, budget.name, budget.date, financial.date AS financial_date, financial.state
  FROM account_move budget
  JOIN account_move financial ON financial.id = budget.gaj_financial_move_id
  LEFT JOIN LATERAL (SELECT SUM(balance) AS balance FROM account_move_line WHERE move_id = budget.id) line ON true
 WHERE budget.state = 'posted'
   AND (COALESCE(line.balance, 0) <> 0 OR budget.date <> financial.date OR financial.state <> 'posted'
        OR budget.company_id <> financial.company_id)
