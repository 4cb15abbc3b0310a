-- No asset is in service before it was acquired.
-- break: ALTER TABLE gaj_asset DROP CONSTRAINT gaj_asset_in_service_after_acquisition;
-- break: UPDATE gaj_asset SET in_service_date = acquisition_date - 1 WHERE id = (SELECT MIN(id) FROM gaj_asset);
SELECT id, asset_no, acquisition_date, in_service_date
  FROM gaj_asset
 WHERE in_service_date < acquisition_date
