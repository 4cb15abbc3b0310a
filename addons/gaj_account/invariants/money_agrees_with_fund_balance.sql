-- The money of a company and the fund balance of its budget ledger differ only by money of others and by what is settled later.
-- break: UPDATE account_move_line SET balance = balance + 1 WHERE id = (SELECT MIN(line.id) FROM account_move_line line JOIN account_account account ON account.id = line.account_id WHERE line.parent_state = 'posted' AND jsonb_path_exists(account.code_store, '$.* ? (@ like_regex "^800102")'));
SELECT company_id, money, fund, others
  FROM (SELECT line.company_id,
               SUM(line.balance) FILTER (WHERE account.gaj_role = 'fund'
                   AND jsonb_path_exists(counterpart.code_store, '$.* ? (@ like_regex "^800102")')) AS money,
               SUM(line.balance) FILTER (WHERE jsonb_path_exists(account.code_store, '$.* ? (@ like_regex "^800102")')) AS fund,
               SUM(line.balance) FILTER (WHERE account.gaj_role = 'nonbudget') AS others
          FROM account_move_line line
          JOIN account_account account ON account.id = line.account_id
          LEFT JOIN account_account counterpart ON counterpart.id = account.gaj_budget_account_id
          JOIN res_company company ON company.id = line.company_id
         WHERE company.gaj_parallel AND line.parent_state = 'posted'
           AND (company.gaj_parallel_from IS NULL OR line.date >= company.gaj_parallel_from)
           AND NOT EXISTS (SELECT 1 FROM account_move waits
                            WHERE waits.company_id = company.id AND waits.state = 'posted'
                              AND waits.gaj_budget_state IN ('waiting', 'parked'))
         GROUP BY line.company_id) total
 WHERE COALESCE(money, 0) - COALESCE(fund, 0) + COALESCE(others, 0) <> 0
