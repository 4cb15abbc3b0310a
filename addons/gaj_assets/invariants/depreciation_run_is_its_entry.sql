-- The lines of each posted depreciation run come to its journal entry, to the cent.
-- break: UPDATE gaj_asset_depreciation_line SET amount = amount + 0.01, accumulated = accumulated + 0.01 WHERE id = (SELECT MIN(line.id) FROM gaj_asset_depreciation_line line JOIN gaj_asset_depreciation_run run ON run.id = line.run_id AND run.state = 'posted');
SELECT run.id, run.month, run.amount, line.amount AS lines, entry.amount AS entry
  FROM gaj_asset_depreciation_run run
  LEFT JOIN (SELECT run_id, SUM(amount) AS amount FROM gaj_asset_depreciation_line GROUP BY run_id) line
         ON line.run_id = run.id
  LEFT JOIN (SELECT move.gaj_source_id AS run_id, SUM(item.debit) AS amount
               FROM account_move move
               JOIN account_move_line item ON item.move_id = move.id
              WHERE move.gaj_source_model = 'gaj.asset.depreciation.run' AND move.gaj_asset_event = 'depreciation'
                AND move.gaj_asset_booking = 'valid' AND move.state = 'posted'
              GROUP BY move.gaj_source_id) entry ON entry.run_id = run.id
 WHERE run.state = 'posted'
   AND (run.amount <> COALESCE(line.amount, 0) OR COALESCE(line.amount, 0) <> COALESCE(entry.amount, 0))
