-- What a meeting is charged stands, to the cent, once against the department and once for the service centre.
-- break: INSERT INTO account_analytic_line (name, amount, date, company_id, gaj_service_order_id) SELECT 'x', 1, '2026-01-01', company_id, id FROM gaj_service_order LIMIT 1;
SELECT charged.id, charged.name
  FROM gaj_service_order charged
  LEFT JOIN (
       SELECT order_id, SUM(amount) AS amount FROM gaj_service_charge GROUP BY order_id
  ) lines ON lines.order_id = charged.id
  LEFT JOIN (
       SELECT gaj_service_order_id,
              SUM(amount) FILTER (WHERE amount > 0) AS earned,
              -SUM(amount) FILTER (WHERE amount < 0) AS paid
         FROM account_analytic_line
        WHERE gaj_service_order_id IS NOT NULL
     GROUP BY gaj_service_order_id
  ) booked ON booked.gaj_service_order_id = charged.id
 WHERE ROUND(COALESCE(lines.amount, 0)::numeric, 2) <> ROUND(COALESCE(booked.earned, 0)::numeric, 2)
    OR ROUND(COALESCE(lines.amount, 0)::numeric, 2) <> ROUND(COALESCE(booked.paid, 0)::numeric, 2)
