-- Confirmed orders take no more pieces of a request line than were approved.
-- break: UPDATE purchase_order_line SET product_uom_qty = 1000000 WHERE id = (SELECT MIN(line.id) FROM purchase_order_line line JOIN purchase_order purchase ON purchase.id = line.order_id WHERE line.gaj_asset_request_line_id IS NOT NULL AND purchase.state = 'purchase');
SELECT wish.id, request.name, wish.quantity AS approved, SUM(line.product_uom_qty) AS ordered
  FROM gaj_asset_request_line wish
  JOIN gaj_asset_request request ON request.id = wish.request_id
  JOIN purchase_order_line line ON line.gaj_asset_request_line_id = wish.id
  JOIN purchase_order purchase ON purchase.id = line.order_id
 WHERE purchase.state = 'purchase'
 GROUP BY wish.id, request.name, wish.quantity
HAVING SUM(line.product_uom_qty) > wish.quantity OR MIN(CASE WHEN request.approved_by_id IS NULL THEN 0 ELSE 1 END) = 0
