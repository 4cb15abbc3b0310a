-- A closed service order has nothing left to do, and what was reused is disinfected.
-- break: UPDATE gaj_service_order SET state = 'closed' WHERE id = (SELECT order_id FROM gaj_service_task LIMIT 1);
-- break: UPDATE gaj_service_task SET state = 'todo';
SELECT closed.id, closed.name
  FROM gaj_service_order closed
 WHERE closed.state = 'closed'
   AND (EXISTS (SELECT 1 FROM gaj_service_task task WHERE task.order_id = closed.id AND task.state = 'todo')
        OR EXISTS (SELECT 1 FROM gaj_service_supply supply
                    WHERE supply.order_id = closed.id AND supply.is_reusable AND supply.taken_qty > 0
                      AND NOT EXISTS (SELECT 1 FROM gaj_disinfection_log log
                                       WHERE log.order_id = closed.id AND log.product_id = supply.product_id)))
