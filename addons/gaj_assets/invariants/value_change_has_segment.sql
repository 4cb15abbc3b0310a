-- Each booked value change began the segment that carries what it changed, and its card goes on from the latest one.
-- break: UPDATE gaj_asset_segment SET cost_change = cost_change + 0.01 WHERE id = (SELECT MIN(segment_id) FROM gaj_asset_value_change WHERE state = 'booked');
SELECT change.id, change.name, change.new_cost - change.old_cost AS cost, segment.cost_change,
       change.new_accumulated - change.old_accumulated AS accumulated, segment.accumulated_change
  FROM gaj_asset_value_change change
  LEFT JOIN gaj_asset_segment segment ON segment.id = change.segment_id AND segment.asset_id = change.asset_id
 WHERE change.state = 'booked'
   AND (segment.id IS NULL OR segment.cost_change <> change.new_cost - change.old_cost
        OR segment.accumulated_change <> change.new_accumulated - change.old_accumulated)
