-- A year that is open has no closing entries, or red ones that take them back to the cent on each account.
-- break: INSERT INTO gaj_year_closing (company_id, year, date_to, state) SELECT company_id, '1901', '1901-12-31', 'open' FROM account_move_line WHERE parent_state = 'posted' AND balance <> 0 LIMIT 1;
-- break: UPDATE account_move SET gaj_closing = true, gaj_closing_step = 'income', gaj_closing_id = (SELECT MAX(id) FROM gaj_year_closing) WHERE id = (SELECT MIN(move_id) FROM account_move_line WHERE parent_state = 'posted' AND balance <> 0);
SELECT closing.id, closing.year, line.account_id, SUM(line.balance) AS left
  FROM gaj_year_closing closing
  JOIN account_move move ON move.gaj_closing_id = closing.id AND move.state = 'posted'
  JOIN account_move_line line ON line.move_id = move.id
 WHERE closing.state = 'open'
 GROUP BY closing.id, line.account_id
HAVING SUM(line.balance) <> 0
