-- A department or person has a space at most once on any day.
-- break: ALTER TABLE gaj_space_occupant DROP CONSTRAINT gaj_space_occupant_department_once;
-- break: INSERT INTO gaj_space_occupant (space_id, department_id, date_from) SELECT space_id, department_id, date_from FROM gaj_space_occupant WHERE department_id IS NOT NULL LIMIT 1;
SELECT a.id, b.id AS other_id, a.space_id, a.department_id, a.employee_id
  FROM gaj_space_occupant a
  JOIN gaj_space_occupant b ON b.space_id = a.space_id AND b.id > a.id
                           AND (b.department_id = a.department_id OR b.employee_id = a.employee_id)
                           AND daterange(b.date_from, b.date_to, '[]') && daterange(a.date_from, a.date_to, '[]')
