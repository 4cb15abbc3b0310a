-- Every company has an institution of its own, which belongs to that company.
-- break: UPDATE res_company SET gaj_institution_id = NULL;
SELECT company.id, company.name
  FROM res_company company
  LEFT JOIN gaj_institution institution ON institution.id = company.gaj_institution_id
 WHERE institution.id IS NULL OR institution.company_id != company.id
