-- The rooms of a stocktake expect exactly what its lines expect in rooms.
-- break: UPDATE gaj_asset_stocktake_room SET expected_count = expected_count + 1 WHERE id = (SELECT MIN(id) FROM gaj_asset_stocktake_room);
SELECT stocktake.id, stocktake.name, lines.expected, rooms.expected AS in_rooms
  FROM gaj_asset_stocktake stocktake
 CROSS JOIN LATERAL (SELECT COUNT(*) AS expected FROM gaj_asset_stocktake_line line
                      WHERE line.stocktake_id = stocktake.id AND line.is_expected AND line.space_id IS NOT NULL) lines
 CROSS JOIN LATERAL (SELECT COALESCE(SUM(expected_count), 0) AS expected FROM gaj_asset_stocktake_room room
                      WHERE room.stocktake_id = stocktake.id) rooms
 WHERE lines.expected <> rooms.expected
