-- Each card stands where its last custody record says, and each record begins where the one before ended.
-- break: INSERT INTO gaj_asset_custody (uuid, asset_id, company_id, day, moved_on, reason) SELECT 'broken', id, company_id, CURRENT_DATE, NOW(), 'broken' FROM gaj_asset WHERE department_id IS NOT NULL LIMIT 1;
SELECT record.id, record.asset_id, record.day
  FROM (SELECT custody.*,
               LEAD(custody.id) OVER each_card AS next_id,
               LEAD(custody.day) OVER each_card AS next_day,
               LEAD(ARRAY[department_from_id, custodian_from_id, space_from_id]) OVER each_card AS next_from
          FROM gaj_asset_custody custody
        WINDOW each_card AS (PARTITION BY custody.asset_id ORDER BY custody.id)) record
  JOIN gaj_asset asset ON asset.id = record.asset_id
 WHERE (record.next_id IS NULL AND ARRAY[record.department_id, record.custodian_id, record.space_id]
                                   IS DISTINCT FROM ARRAY[asset.department_id, asset.custodian_id, asset.space_id])
    OR (record.next_id IS NOT NULL AND (ARRAY[record.department_id, record.custodian_id, record.space_id]
                                            IS DISTINCT FROM record.next_from OR record.next_day < record.day))
