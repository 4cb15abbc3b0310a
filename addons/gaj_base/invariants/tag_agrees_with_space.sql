-- A space shows the number of the tag that is bound to it, and no other.
-- break: UPDATE gaj_space SET tag_no = '01202600000163' WHERE id = (SELECT MIN(id) FROM gaj_space);
-- break: INSERT INTO gaj_space (code, kind, sort_key, company_id, tag_no, active) VALUES ('BREAK', 'site', 'BREAK', (SELECT MIN(id) FROM res_company), '99202699999935', true);
SELECT space.id, space.tag_no, tag.tag_no AS bound_tag_no
  FROM gaj_space space
  FULL JOIN gaj_tag tag ON tag.res_id = space.id AND tag.res_model = 'gaj.space' AND tag.state = 'bound'
 WHERE (tag.state IS NULL OR (tag.state = 'bound' AND tag.res_model = 'gaj.space'))
   AND space.tag_no IS DISTINCT FROM tag.tag_no
