-- Each posted entry of a company with a budget ledger uses accounts of one ledger only, that of its journal.
-- break: UPDATE account_journal SET gaj_ledger = 'budget', type = 'general' WHERE id = (SELECT MIN(line.journal_id) FROM account_move_line line JOIN account_account account ON account.id = line.account_id JOIN res_company company ON company.id = line.company_id WHERE company.gaj_parallel AND line.parent_state = 'posted' AND account.account_type <> 'off_balance');
SELECT line.id, line.move_id, account.account_type, journal.gaj_ledger
  FROM account_move_line line
  JOIN account_account account ON account.id = line.account_id
  JOIN account_journal journal ON journal.id = line.journal_id
  JOIN res_company company ON company.id = line.company_id
 WHERE company.gaj_parallel AND line.parent_state = 'posted'
   AND (account.account_type = 'off_balance') <> (journal.gaj_ledger = 'budget')
