-- Each posted financial entry of a company with a budget ledger was looked at for its budget entry.
-- break: UPDATE account_move SET gaj_budget_state = NULL WHERE id = (SELECT MIN(gaj_financial_move_id) FROM account_move WHERE state = 'posted');
SELECT move.id, move.name, move.date
  FROM account_move move
  JOIN account_journal journal ON journal.id = move.journal_id
  JOIN res_company company ON company.id = move.company_id
 WHERE move.gaj_budget_state IS NULL AND move.state = 'posted' AND journal.gaj_ledger = 'financial'
   AND company.gaj_parallel AND move.gaj_closing IS NOT TRUE
   AND EXISTS (SELECT 1 FROM account_move budget WHERE budget.gaj_financial_move_id = move.id AND budget.state = 'posted')
