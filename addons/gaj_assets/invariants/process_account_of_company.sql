-- The account of an asset process belongs to the company that uses it.
-- break: INSERT INTO gaj_asset_process_account (company_id, role, account_id) SELECT (SELECT MIN(id) FROM res_company), 'no role', MIN(id) FROM account_account WHERE id NOT IN (SELECT account_account_id FROM account_account_res_company_rel WHERE res_company_id = (SELECT MIN(id) FROM res_company));
SELECT process.id, process.company_id, process.role, process.account_id
  FROM gaj_asset_process_account process
  JOIN res_company company ON company.id = process.company_id
 WHERE NOT EXISTS (
       SELECT FROM account_account_res_company_rel rel
        WHERE rel.account_account_id = process.account_id
          AND rel.res_company_id = ANY(string_to_array(rtrim(company.parent_path, '/'), '/')::integer[]))
