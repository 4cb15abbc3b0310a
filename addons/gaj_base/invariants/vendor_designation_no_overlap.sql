-- A vendor is designated for a kind at most once on any day.
-- break: ALTER TABLE gaj_vendor_designation DROP CONSTRAINT gaj_vendor_designation_no_overlap;
-- break: INSERT INTO gaj_vendor_designation (partner_id, kind, company_id, date_from, date_to, active) SELECT partner_id, kind, company_id, date_from, date_to, true FROM gaj_vendor_designation WHERE active LIMIT 1;
SELECT a.id, b.id AS other_id, a.partner_id, a.kind
  FROM gaj_vendor_designation a
  JOIN gaj_vendor_designation b ON b.partner_id = a.partner_id AND b.company_id = a.company_id AND b.kind = a.kind
                               AND b.id > a.id
                               AND daterange(b.date_from, b.date_to, '[]') && daterange(a.date_from, a.date_to, '[]')
 WHERE a.active AND b.active
