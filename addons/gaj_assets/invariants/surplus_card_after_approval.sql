-- A surplus on a card was approved, by another than who submitted it.
-- break: ALTER TABLE gaj_asset_surplus DROP CONSTRAINT gaj_asset_surplus_booked_after_approval;
-- break: INSERT INTO gaj_asset_surplus (name, company_id, origin, found_on, state, value, asset_id) SELECT 'x', company_id, 'surplus', now(), 'registered', cost, id FROM gaj_asset LIMIT 1;
SELECT surplus.id, surplus.name, surplus.state
  FROM gaj_asset_surplus surplus
 WHERE surplus.state IN ('registered', 'closed')
   AND (surplus.approved_on IS NULL OR surplus.asset_id IS NULL
        OR surplus.approved_by_id IS NOT DISTINCT FROM surplus.submitted_by_id)
