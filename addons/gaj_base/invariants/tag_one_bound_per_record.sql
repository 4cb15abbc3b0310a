-- No record carries two bound tags.
-- break: DROP INDEX gaj_tag_one_bound_per_record;
-- break: INSERT INTO gaj_tag (tag_no, company_id, state, res_model, res_id) SELECT no, (SELECT MIN(id) FROM res_company), 'bound', 'gaj.space', 1 FROM (VALUES ('99202699999935'), ('01202600000163')) AS two (no) ON CONFLICT (tag_no) DO UPDATE SET state = 'bound', res_model = 'gaj.space', res_id = 1;
SELECT res_model, res_id, array_agg(tag_no) AS tags
  FROM gaj_tag
 WHERE state = 'bound'
 GROUP BY res_model, res_id
HAVING COUNT(*) > 1
