-- The constraints that prevent double booking, double occupation and double designation exist and are valid.
-- break: ALTER TABLE gaj_occupancy DROP CONSTRAINT gaj_occupancy_no_overlap;
SELECT wanted.name AS missing_constraint
  FROM (VALUES ('gaj_occupancy_no_overlap'), ('gaj_space_occupant_department_once'), ('gaj_space_occupant_person_once'),
               ('gaj_vendor_designation_no_overlap'))
       AS wanted(name)
 WHERE NOT EXISTS (SELECT FROM pg_constraint
                    WHERE conname = wanted.name AND contype = 'x' AND convalidated)
