-- Every tag number has 14 digits and ends in its check digits (ISO/IEC 7064 MOD 97-10).
-- break: ALTER TABLE gaj_tag DROP CONSTRAINT gaj_tag_tag_no_check_digits;
-- break: INSERT INTO gaj_tag (tag_no, company_id, state) VALUES ('01202600012358', (SELECT MIN(id) FROM res_company), 'blank');
SELECT id, tag_no
  FROM gaj_tag
 WHERE CASE WHEN tag_no ~ '^[0-9]{14}$' THEN tag_no::bigint % 97 <> 1 ELSE TRUE END
