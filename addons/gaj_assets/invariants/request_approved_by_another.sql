-- A request that was approved was so by somebody other than its author and whoever submitted it.
-- break: ALTER TABLE gaj_asset_request DROP CONSTRAINT gaj_asset_request_not_by_requester;
-- break: UPDATE gaj_asset_request SET approved_by_id = user_id, approved_on = now() WHERE id = (SELECT MIN(id) FROM gaj_asset_request);
SELECT id, name, state, user_id, create_uid, approved_by_id
  FROM gaj_asset_request
 WHERE (state IN ('approved', 'ordered', 'done') AND approved_by_id IS NULL)
    OR approved_by_id IN (user_id, create_uid)
