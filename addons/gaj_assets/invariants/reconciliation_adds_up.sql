-- In a reconciliation each account's difference is ledger less cards, and its origins add up to it.
-- break: INSERT INTO gaj_asset_reconciliation (company_id, year, quarter, date, state) SELECT MIN(id), 2001, '1', '2001-03-31', 'compared' FROM res_company;
-- break: INSERT INTO gaj_asset_reconciliation_line (reconciliation_id, kind, card_amount, ledger_amount, difference) SELECT MAX(id), 'asset', 1200000, 1204800, 4800 FROM gaj_asset_reconciliation;
SELECT line.id, line.reconciliation_id, line.account_code, line.card_amount, line.ledger_amount, line.difference, parts.amount
  FROM gaj_asset_reconciliation_line line
  LEFT JOIN LATERAL (
        SELECT COALESCE(SUM(amount), 0) AS amount
          FROM gaj_asset_reconciliation_difference WHERE line_id = line.id) parts ON true
 WHERE line.difference IS DISTINCT FROM line.ledger_amount - line.card_amount
    OR line.difference IS DISTINCT FROM parts.amount
