-- What is bought as a fixed asset counts as capital expenditure (economic classes 309 and 310).
-- break: UPDATE gaj_asset_category SET gaj_economic_class_id = (SELECT id FROM gaj_economic_class WHERE code = '30201') WHERE id = (SELECT MIN(id) FROM gaj_asset_category);
SELECT category.id, category.code, class.code AS economic_class
  FROM gaj_asset_category category
  JOIN gaj_economic_class class ON class.id = category.gaj_economic_class_id
 WHERE class.code NOT LIKE '309%' AND class.code NOT LIKE '310%'
