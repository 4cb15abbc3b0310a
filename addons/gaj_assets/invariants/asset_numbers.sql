-- Every asset card has a number that is a tag number of its own, and the tag it shows is bound to it.
-- break: UPDATE gaj_tag SET res_id = NULL, state = 'blank', res_model = NULL WHERE id = (SELECT MIN(id) FROM gaj_tag WHERE res_model = 'gaj.asset' AND state = 'bound');
SELECT asset.id, asset.asset_no, asset.tag_no
  FROM gaj_asset asset
  LEFT JOIN gaj_tag tag ON tag.tag_no = asset.tag_no AND tag.state = 'bound'
                       AND tag.res_model = 'gaj.asset' AND tag.res_id = asset.id
  LEFT JOIN gaj_tag first_tag ON first_tag.tag_no = asset.asset_no
 WHERE asset.asset_no IS NULL OR first_tag.id IS NULL OR (asset.tag_no IS NOT NULL AND tag.id IS NULL)
