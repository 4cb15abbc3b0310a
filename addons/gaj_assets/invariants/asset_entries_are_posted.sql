-- A journal entry of an asset document is posted, names its document and event, and is reversed by exactly one red entry or not at all.
-- break: UPDATE account_move SET gaj_source_model = 'gaj.asset.opening', gaj_source_id = 1, gaj_asset_event = 'opening', gaj_asset_booking = 'reversed' WHERE id = (SELECT MIN(id) FROM account_move WHERE gaj_source_id IS NULL);
SELECT move.id, move.name, move.gaj_source_model, move.gaj_source_id, move.gaj_asset_event, move.gaj_asset_booking
  FROM account_move move
  LEFT JOIN LATERAL (
        SELECT COUNT(*) AS number
          FROM account_move red
         WHERE red.reversed_entry_id = move.id AND red.gaj_asset_booking = 'reversal' AND red.state = 'posted'
           AND red.gaj_source_model = move.gaj_source_model AND red.gaj_source_id = move.gaj_source_id) red ON true
 WHERE move.gaj_source_id IS NOT NULL
   AND (move.state <> 'posted' OR (move.gaj_asset_booking = 'reversed') <> (red.number = 1) OR red.number > 1)
