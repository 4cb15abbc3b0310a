-- Every department belongs to an institution, the same as the department above it, and of its own company.
-- break: UPDATE hr_department SET gaj_institution_id = NULL WHERE id = (SELECT min(id) FROM hr_department);
SELECT department.id, department.gaj_institution_id, above.gaj_institution_id AS institution_above
  FROM hr_department department
  LEFT JOIN hr_department above ON above.id = department.parent_id
  LEFT JOIN gaj_institution institution ON institution.id = department.gaj_institution_id
 WHERE institution.id IS NULL
    OR above.gaj_institution_id != department.gaj_institution_id
    OR institution.company_id != department.company_id
