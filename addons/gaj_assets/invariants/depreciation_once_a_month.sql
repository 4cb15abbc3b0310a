-- No asset has two depreciation lines for one month, and none after the month in which it left the books.
-- break: DROP INDEX gaj_asset_depreciation_line_asset_month_uniq;
-- break: INSERT INTO gaj_asset_depreciation_line (run_id, company_id, asset_id, segment_id, category_id, month, amount, accumulated, months, catch_up, is_reversed) SELECT run_id, company_id, asset_id, segment_id, category_id, month, amount, accumulated, months, catch_up, is_reversed FROM gaj_asset_depreciation_line WHERE NOT is_reversed LIMIT 1;
SELECT asset_id, month, COUNT(*) AS lines
  FROM gaj_asset_depreciation_line
 WHERE NOT is_reversed
 GROUP BY asset_id, month
HAVING COUNT(*) > 1
UNION ALL
SELECT asset.id, line.month, 1
  FROM gaj_asset asset
  JOIN gaj_asset_depreciation_line line ON line.asset_id = asset.id AND NOT line.is_reversed
  JOIN gaj_asset_depreciation_run run ON run.id = line.run_id AND run.state = 'posted'
 WHERE asset.out_of_books_on <= (line.month + INTERVAL '1 month' - INTERVAL '1 day')::date
