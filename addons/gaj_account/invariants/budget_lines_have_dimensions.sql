-- Each line of budget expenditure has functional and economic class, nature and funding source; of appropriations all but the economic class.
-- break: UPDATE account_move_line SET gaj_nature = NULL WHERE id = (SELECT MIN(line.id) FROM account_move_line line JOIN account_account account ON account.id = line.account_id WHERE line.parent_state = 'posted' AND jsonb_path_exists(account.code_store, '$.* ? (@ like_regex "^7")'));
SELECT line.id, line.move_id, account.code_store
  FROM account_move_line line
  JOIN account_account account ON account.id = line.account_id
  JOIN account_move move ON move.id = line.move_id
  JOIN res_company company ON company.id = line.company_id
 WHERE company.gaj_parallel AND line.parent_state = 'posted' AND move.gaj_closing IS NOT TRUE
   AND account.account_type = 'off_balance'
   AND jsonb_path_exists(account.code_store, '$.* ? (@ like_regex "^(7|6001)")')
   AND (line.gaj_functional_class_id IS NULL OR line.gaj_nature IS NULL OR line.gaj_funding_source IS NULL
        OR line.gaj_economic_class_id IS NULL
           AND jsonb_path_exists(account.code_store, '$.* ? (@ like_regex "^7")'))
