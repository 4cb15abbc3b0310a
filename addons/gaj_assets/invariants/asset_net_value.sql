-- The net value of each asset card is its cost less its accumulated depreciation, which lies between 0 and the cost.
-- break: UPDATE gaj_asset SET net_value = net_value + 0.01 WHERE id = (SELECT MIN(id) FROM gaj_asset);
SELECT id, asset_no, cost, accumulated, net_value
  FROM gaj_asset
 WHERE cost < 0 OR accumulated < 0 OR accumulated > cost OR net_value IS DISTINCT FROM cost - accumulated
