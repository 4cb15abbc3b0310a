-- Each closing entry is posted on the last day of its year, in the company closed, and has no budget entry.
-- break: INSERT INTO gaj_year_closing (company_id, year, date_to, state) SELECT company_id, '1901', '1901-12-31', 'open' FROM account_move_line WHERE parent_state = 'posted' AND balance <> 0 LIMIT 1;
-- break: UPDATE account_move SET gaj_closing = true, gaj_closing_step = 'income', gaj_closing_id = (SELECT MAX(id) FROM gaj_year_closing) WHERE id = (SELECT MIN(move_id) FROM account_move_line WHERE parent_state = 'posted' AND balance <> 0);
SELECT move.id, move.name, move.date, closing.year
  FROM account_move move
  JOIN gaj_year_closing closing ON closing.id = move.gaj_closing_id
 WHERE move.state <> 'posted' OR move.date <> closing.date_to OR move.company_id <> closing.company_id
    OR EXISTS (SELECT 1 FROM account_move budget WHERE budget.gaj_financial_move_id = move.id)
