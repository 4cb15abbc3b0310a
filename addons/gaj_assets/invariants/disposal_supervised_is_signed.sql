-- A supervised disposal has gone past no stage without the signatures of discipline inspection.
-- break: UPDATE gaj_asset_disposal SET is_supervised = true, supervised_at = 'appraised', state = 'approved' WHERE id = (SELECT MIN(id) FROM gaj_asset_disposal WHERE id NOT IN (SELECT disposal_id FROM gaj_asset_disposal_signature));
-- one that came under supervision on its way is signed before its next stage, and in any case before it is closed
SELECT disposal.id, disposal.name, disposal.state, needed.step
  FROM gaj_asset_disposal disposal
  JOIN (VALUES ('appraisal', ARRAY['approved', 'executing', 'settled', 'remitted', 'closed'],
                             ARRAY['draft', 'applied', 'appraised']),
               ('publication', ARRAY['settled', 'remitted', 'closed'],
                               ARRAY['draft', 'applied', 'appraised', 'approved', 'executing']),
               ('handover', ARRAY['settled', 'remitted', 'closed'],
                            ARRAY['draft', 'applied', 'appraised', 'approved', 'executing']),
               ('receipt', ARRAY['remitted'], ARRAY['draft', 'applied', 'appraised', 'approved', 'executing', 'settled']),
               ('appraisal', ARRAY['closed'], NULL), ('handover', ARRAY['closed'], NULL),
               ('publication', ARRAY['closed'], NULL), ('receipt', ARRAY['closed'], NULL)
       ) AS needed (step, states, since)
    ON disposal.state = ANY(needed.states) AND (needed.since IS NULL OR disposal.supervised_at = ANY(needed.since))
 WHERE disposal.is_supervised
   AND NOT (needed.step = 'publication' AND disposal.kind NOT IN ('sale', 'exchange'))
   AND NOT (needed.step = 'handover' AND disposal.kind = 'loss')
   AND NOT (needed.step = 'receipt' AND COALESCE(disposal.proceeds, 0) = 0 AND disposal.kind <> 'sale')
   AND NOT EXISTS (SELECT 1 FROM gaj_asset_disposal_signature signature
                    WHERE signature.disposal_id = disposal.id AND signature.step = needed.step)
