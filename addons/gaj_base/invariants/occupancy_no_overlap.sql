-- No two active occupancies of one bookable overlap.
-- break: ALTER TABLE gaj_occupancy DROP CONSTRAINT gaj_occupancy_no_overlap;
-- break: INSERT INTO gaj_occupancy (bookable_id, start, stop, kind, active) SELECT bookable_id, start, stop, kind, true FROM gaj_occupancy WHERE active LIMIT 1;
SELECT a.id, b.id AS other_id, a.bookable_id, a.start, a.stop
  FROM gaj_occupancy a
  JOIN gaj_occupancy b ON b.bookable_id = a.bookable_id
                      AND int4range(b.bookable_id, b.bookable_id, '[]') && int4range(a.bookable_id, a.bookable_id, '[]')
                      AND tsrange(b.start, b.stop) && tsrange(a.start, a.stop)
                      AND b.id > a.id
 WHERE a.active AND b.active
