-- Institutions form a tree within one company, with paths that agree with it.
-- break: UPDATE gaj_institution SET parent_path = '0/' WHERE id = (SELECT max(id) FROM gaj_institution);
SELECT institution.id, institution.parent_id, institution.parent_path
  FROM gaj_institution institution
  LEFT JOIN gaj_institution above ON above.id = institution.parent_id
 WHERE institution.parent_path IS DISTINCT FROM COALESCE(above.parent_path, '') || institution.id || '/'
    OR above.company_id != institution.company_id
