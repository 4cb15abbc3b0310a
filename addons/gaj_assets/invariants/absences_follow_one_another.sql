-- No two times out of the books of one card overlap, and the last one ended before the card left the books again.
-- break: INSERT INTO gaj_asset_absence (asset_id, company_id, date_from, date_to) SELECT id, company_id, day, day + 2 FROM (SELECT id, company_id FROM gaj_asset ORDER BY id LIMIT 1) asset, (VALUES (DATE '2020-01-01'), (DATE '2020-01-02')) days (day);
SELECT absence.id, absence.asset_id, absence.date_from, absence.date_to
  FROM gaj_asset_absence absence
  JOIN gaj_asset asset ON asset.id = absence.asset_id
 WHERE absence.date_to > asset.out_of_books_on
    OR EXISTS (SELECT 1 FROM gaj_asset_absence other
                WHERE other.asset_id = absence.asset_id AND other.id <> absence.id
                  AND other.date_from < absence.date_to AND other.date_to > absence.date_from)
