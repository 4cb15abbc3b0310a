-- What a disposal has remitted is the sum of its posted remittances, never more than what is due, and all of it once closed.
-- break: ALTER TABLE gaj_asset_disposal DROP CONSTRAINT gaj_asset_disposal_remitted_within_due;
-- break: ALTER TABLE gaj_asset_disposal DROP CONSTRAINT gaj_asset_disposal_closed_when_remitted;
-- break: UPDATE gaj_asset_disposal SET remitted_amount = remitted_amount + 0.01 WHERE id = (SELECT MIN(id) FROM gaj_asset_disposal);
SELECT disposal.id, disposal.name, disposal.state, disposal.due_amount, disposal.remitted_amount, paid.amount
  FROM gaj_asset_disposal disposal
 CROSS JOIN LATERAL (SELECT COALESCE(SUM(amount), 0) AS amount FROM gaj_asset_remittance remittance
                      WHERE remittance.disposal_id = disposal.id AND remittance.state = 'posted') paid
 WHERE disposal.remitted_amount <> paid.amount
    OR disposal.remitted_amount > disposal.due_amount
    OR (disposal.state IN ('remitted', 'closed') AND disposal.remitted_amount <> disposal.due_amount)
