-- A card whose works are under way stands outside the fixed assets since they began, and no other works on it are under way.
-- break: UPDATE gaj_asset_value_change SET state = 'under_way', begun_on = date, segment_id = NULL WHERE id = (SELECT MIN(id) FROM gaj_asset_value_change WHERE state = 'booked');
SELECT change.id, change.name, change.begun_on, asset.out_of_books_on
  FROM gaj_asset_value_change change
  JOIN gaj_asset asset ON asset.id = change.asset_id
 WHERE change.state = 'under_way'
   AND (asset.out_of_books_on IS DISTINCT FROM change.begun_on
        OR EXISTS (SELECT 1 FROM gaj_asset_value_change other
                    WHERE other.asset_id = change.asset_id AND other.id <> change.id AND other.state = 'under_way'))
