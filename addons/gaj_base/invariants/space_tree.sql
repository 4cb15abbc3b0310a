-- Spaces form a tree in the order site, building, floor, room, each in one company, with paths that agree with it.
-- break: UPDATE gaj_space SET parent_path = '0/' WHERE id = (SELECT max(id) FROM gaj_space);
SELECT space.id, space.kind, space.parent_id, above.kind AS kind_above, space.parent_path
  FROM gaj_space space
  LEFT JOIN gaj_space above ON above.id = space.parent_id
 WHERE space.parent_path IS DISTINCT FROM COALESCE(above.parent_path, '') || space.id || '/'
    OR above.company_id != space.company_id
    OR CASE space.kind
           WHEN 'site' THEN above.id IS NOT NULL
           WHEN 'building' THEN above.kind != 'site'
           WHEN 'floor' THEN above.kind IS DISTINCT FROM 'building'
           ELSE above.id IS NULL
       END
