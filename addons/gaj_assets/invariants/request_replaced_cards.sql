-- The cards that an open request replaces are spoken for by it, and by no request that was given up.
-- break: UPDATE gaj_asset SET replacement_line_id = (SELECT line.id FROM gaj_asset_request_line line JOIN gaj_asset_request request ON request.id = line.request_id WHERE request.state IN ('draft', 'cancelled') LIMIT 1) WHERE id = (SELECT MIN(id) FROM gaj_asset);
SELECT card.id, card.asset_no, request.name, request.state
  FROM gaj_asset card
  JOIN gaj_asset_request_line line ON line.id = card.replacement_line_id
  JOIN gaj_asset_request request ON request.id = line.request_id
 WHERE request.state IN ('draft', 'rejected', 'cancelled')
    OR NOT EXISTS (SELECT 1 FROM gaj_asset_request_line_replaced_rel rel
                    WHERE rel.line_id = line.id AND rel.asset_id = card.id)
