-- Records are noted only for imports that were carried out and not taken back.
-- break: INSERT INTO gaj_sheet_import (importer, company_id, state) SELECT 'gaj.sheet.importer', id, 'previewed' FROM res_company LIMIT 1;
-- break: INSERT INTO gaj_sheet_import_record (import_id, res_model, res_id) SELECT max(id), 'res.partner', 1 FROM gaj_sheet_import;
SELECT import.id, import.state, count(*) AS records
  FROM gaj_sheet_import import
  JOIN gaj_sheet_import_record record ON record.import_id = import.id
 WHERE import.state != 'done'
 GROUP BY import.id, import.state
