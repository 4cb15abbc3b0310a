-- The quotas of a company are the same in both ledgers: 1201 and 800103, 1011 and 800101.
-- break: UPDATE account_account SET gaj_budget_account_id = (SELECT MIN(id) FROM account_account WHERE jsonb_path_exists(code_store, '$.* ? (@ == "800103")')) WHERE gaj_role = 'fund' AND jsonb_path_exists(code_store, '$.* ? (@ == "1002")');
SELECT company_id, code, quota, fund
  FROM (SELECT line.company_id, fund.code,
               SUM(line.balance) FILTER (WHERE account.gaj_role = 'fund') AS quota,
               SUM(line.balance) FILTER (WHERE account.account_type = 'off_balance') AS fund
          FROM account_move_line line
          JOIN account_account account ON account.id = line.account_id
          LEFT JOIN account_account counterpart ON counterpart.id = account.gaj_budget_account_id AND account.gaj_role = 'fund'
          JOIN res_company company ON company.id = line.company_id
          JOIN (VALUES ('800101', '$.* ? (@ == "800101")'::jsonpath), ('800103', '$.* ? (@ == "800103")'::jsonpath)) fund (code, path)
            ON jsonb_path_exists(COALESCE(counterpart.code_store, account.code_store), fund.path)
         WHERE company.gaj_parallel AND line.parent_state = 'posted'
           AND (company.gaj_parallel_from IS NULL OR line.date >= company.gaj_parallel_from)
           AND NOT EXISTS (SELECT 1 FROM account_move waits
                            WHERE waits.company_id = company.id AND waits.state = 'posted'
                              AND waits.gaj_budget_state IN ('waiting', 'parked'))
         GROUP BY line.company_id, fund.code) total
 WHERE COALESCE(quota, 0) <> COALESCE(fund, 0)
