-- Nobody has approved the yearly confirmation that they submitted or for which they asked the approval.
-- break: INSERT INTO tier_review (model, res_id, status, done_by) SELECT 'gaj.institution.confirmation', id, 'approved', submitted_by_id FROM gaj_institution_confirmation WHERE submitted_by_id IS NOT NULL LIMIT 1;
SELECT review.id, review.res_id, review.done_by
  FROM tier_review review
  JOIN gaj_institution_confirmation document ON document.id = review.res_id
 WHERE review.model = 'gaj.institution.confirmation'
   AND review.status = 'approved'
   AND (review.done_by = document.submitted_by_id
        OR review.definition_id IS NOT NULL AND review.done_by = review.requested_by)
