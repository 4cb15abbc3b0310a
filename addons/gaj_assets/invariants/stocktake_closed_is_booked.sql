-- A closed stocktake has no shortage or surplus left that still waits for a booking, but for what is still searched for.
-- break: INSERT INTO gaj_asset_shortage (name, company_id, asset_id, stocktake_id, state) SELECT 'x', company_id, (SELECT MAX(id) FROM gaj_asset), id, 'draft' FROM gaj_asset_stocktake WHERE state = 'closed' LIMIT 1;
SELECT stocktake.id, stocktake.name, followup.name AS document, followup.state
  FROM gaj_asset_stocktake stocktake
  JOIN (SELECT shortage.stocktake_id, shortage.name, shortage.state
          FROM gaj_asset_shortage shortage
          LEFT JOIN gaj_asset_stocktake_line line ON line.id = shortage.stocktake_line_id
         WHERE shortage.state IN ('draft', 'submitted', 'set_aside', 'approved')
           AND line.resolution IS DISTINCT FROM 'searching'
        UNION ALL
        SELECT stocktake_id, name, state FROM gaj_asset_surplus
         WHERE state IN ('draft', 'submitted', 'approved', 'registered')) followup
    ON followup.stocktake_id = stocktake.id
 WHERE stocktake.state = 'closed'
