-- Nothing but deposits is in the books of a reception whose list is not signed.
-- break: INSERT INTO gaj_reception (company_id, name, kind, state, department_id, user_id, purpose, arrive, leave) SELECT department.company_id, 'JD/BREAK', 'domestic', 'draft', department.id, 1, 'Visit', TIMESTAMP '2026-01-01', TIMESTAMP '2026-01-02' FROM hr_department department WHERE department.company_id IS NOT NULL ORDER BY department.id LIMIT 1;
-- break: INSERT INTO account_move (state, journal_id, company_id, date, move_type, auto_post, currency_id) SELECT 'posted', journal.id, journal.company_id, DATE '2026-01-01', 'entry', 'no', 1 FROM account_journal journal ORDER BY journal.id LIMIT 1;
-- break: INSERT INTO account_move_line (move_id, journal_id, company_id, currency_id, display_type, parent_state, account_id, balance, gaj_reception_id) SELECT move.id, move.journal_id, move.company_id, 1, 'product', 'posted', (SELECT MIN(id) FROM account_account), 1, (SELECT id FROM gaj_reception WHERE name = 'JD/BREAK') FROM account_move move ORDER BY move.id DESC LIMIT 1;
SELECT line.id, line.move_id, reception.name, reception.state
  FROM account_move_line line
  JOIN account_move move ON move.id = line.move_id
  JOIN gaj_reception reception ON reception.id = line.gaj_reception_id
 WHERE line.parent_state = 'posted'
   AND (reception.state NOT IN ('approved', 'ongoing', 'listed', 'settled', 'archived')
        OR (reception.state IN ('approved', 'ongoing') AND NOT COALESCE(move.gaj_is_deposit, FALSE)))
