-- Each batch of a company has a number of its own.
-- break: DROP INDEX gaj_asset_acceptance_batch_no_uniq;
-- break: UPDATE gaj_asset_acceptance SET batch_no = (SELECT MIN(batch_no) FROM gaj_asset_acceptance);
SELECT company_id, batch_no, COUNT(*) AS batches
  FROM gaj_asset_acceptance
 GROUP BY company_id, batch_no
HAVING COUNT(*) > 1 OR batch_no = '/'
