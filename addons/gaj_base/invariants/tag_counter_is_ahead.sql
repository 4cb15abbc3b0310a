-- The counter of a unit and year is at least as far as the highest serial given out.
-- break: UPDATE gaj_tag_counter SET last_serial = 0;
-- break: INSERT INTO gaj_tag (tag_no, company_id, state) VALUES ('99202699999935', (SELECT MIN(id) FROM res_company), 'blank') ON CONFLICT (tag_no) DO NOTHING;
SELECT highest.unit, highest.year, highest.serial, counter.last_serial
  FROM (SELECT LEFT(tag_no, 2) AS unit, SUBSTR(tag_no, 3, 4)::integer AS year, MAX(SUBSTR(tag_no, 7, 6)::integer) AS serial
          FROM gaj_tag WHERE tag_no ~ '^[0-9]{14}$' GROUP BY 1, 2) AS highest
  LEFT JOIN gaj_tag_counter counter ON counter.unit = highest.unit AND counter.year = highest.year
 WHERE highest.serial > COALESCE(counter.last_serial, 0)
