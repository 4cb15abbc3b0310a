-- An opening balance is booked exactly when it has cards, and then its entry stands in the ledger unless they are worth nothing.
-- break: INSERT INTO gaj_asset_opening (company_id, date, state) SELECT MIN(id), '2001-01-01', 'booked' FROM res_company;
SELECT opening.id, opening.company_id, opening.date, opening.state, cards.number, cards.cost, entry.id AS entry_id
  FROM gaj_asset_opening opening
  LEFT JOIN LATERAL (
        SELECT COUNT(*) AS number, COALESCE(SUM(cost), 0) AS cost FROM gaj_asset WHERE opening_id = opening.id) cards ON true
  LEFT JOIN account_move entry ON entry.gaj_source_model = 'gaj.asset.opening' AND entry.gaj_source_id = opening.id
        AND entry.gaj_asset_event = 'opening' AND entry.gaj_asset_booking = 'valid'
 WHERE (opening.state = 'booked') <> (cards.number > 0)
    OR (opening.state = 'draft' AND entry.id IS NOT NULL)
    OR (opening.state = 'booked' AND entry.id IS NULL AND cards.cost > 0)
