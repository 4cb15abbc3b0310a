-- A spot check expects nothing but what was drawn for it.
-- break: INSERT INTO gaj_asset_stocktake (name, company_id, kind, user_id, state, started_on) SELECT 'x', company_id, 'monthly', user_id, 'counting', now() FROM gaj_asset_stocktake LIMIT 1;
-- break: INSERT INTO gaj_asset_stocktake_line (stocktake_id, company_id, asset_id, is_expected, result) SELECT (SELECT MAX(id) FROM gaj_asset_stocktake), company_id, asset_id, TRUE, 'pending' FROM gaj_asset_stocktake_line WHERE asset_id IS NOT NULL LIMIT 1;
SELECT stocktake.id, stocktake.name, lines.expected, draw.drawn_count
  FROM gaj_asset_stocktake stocktake
 CROSS JOIN LATERAL (SELECT COUNT(*) AS expected FROM gaj_asset_stocktake_line line
                      WHERE line.stocktake_id = stocktake.id AND line.is_expected) lines
  LEFT JOIN gaj_asset_stocktake_draw draw ON draw.stocktake_id = stocktake.id
 WHERE stocktake.kind = 'monthly' AND stocktake.started_on IS NOT NULL
   AND lines.expected > COALESCE(draw.drawn_count, 0)
