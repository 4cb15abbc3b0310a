-- An institution has at most one size beginning on a day, so no two are in force at once.
-- break: DROP INDEX gaj_institution_size_institution_day_uniq;
-- break: INSERT INTO gaj_institution_size (institution_id, date_from) SELECT institution_id, date_from FROM gaj_institution_size LIMIT 1;
SELECT institution_id, date_from, count(*) AS lines
  FROM gaj_institution_size
 GROUP BY institution_id, date_from
HAVING count(*) > 1
