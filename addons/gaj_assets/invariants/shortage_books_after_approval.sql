-- A missing asset is written off only after its approval, by another than who submitted it, and its card is then disposed of.
-- break: ALTER TABLE gaj_asset_shortage DROP CONSTRAINT gaj_asset_shortage_not_before_approval;
-- break: INSERT INTO gaj_asset_shortage (name, company_id, asset_id, state, written_off_on) SELECT 'x', company_id, id, 'written_off', now() FROM gaj_asset LIMIT 1;
SELECT shortage.id, shortage.name, shortage.state, asset.state AS card
  FROM gaj_asset_shortage shortage
  JOIN gaj_asset asset ON asset.id = shortage.asset_id
 WHERE shortage.written_off_on IS NOT NULL
   AND (shortage.approved_on IS NULL OR shortage.approved_by_id = shortage.submitted_by_id OR asset.state <> 'disposed')
