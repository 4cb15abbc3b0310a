-- In each fiscal year budget income less expenditure is what the fund balance changed by, but for balances opened and adjusted.
-- break: UPDATE account_move_line SET balance = balance + 1 WHERE id = (SELECT MIN(line.id) FROM account_move_line line JOIN account_account account ON account.id = line.account_id WHERE line.parent_state = 'posted' AND jsonb_path_exists(account.code_store, '$.* ? (@ like_regex "^8001")'));
SELECT company_id, year, flows, funds, adjustments
  FROM (SELECT line.company_id, EXTRACT(YEAR FROM line.date) AS year,
               SUM(line.balance) FILTER (WHERE jsonb_path_exists(account.code_store, '$.* ? (@ like_regex "^[67]")')) AS flows,
               SUM(line.balance) FILTER (WHERE jsonb_path_exists(account.code_store, '$.* ? (@ like_regex "^8001")')) AS funds,
               SUM(line.balance) FILTER (WHERE jsonb_path_exists(account.code_store, '$.* ? (@ like_regex "^8[12]0[12]0[13]|^8301")')) AS adjustments
          FROM account_move_line line
          JOIN account_account account ON account.id = line.account_id
          JOIN account_move move ON move.id = line.move_id
          JOIN res_company company ON company.id = line.company_id
         WHERE company.gaj_parallel AND line.parent_state = 'posted' AND move.gaj_closing IS NOT TRUE
           AND account.account_type = 'off_balance'
         GROUP BY line.company_id, EXTRACT(YEAR FROM line.date)) total
 WHERE COALESCE(flows, 0) + COALESCE(funds, 0) + COALESCE(adjustments, 0) <> 0
