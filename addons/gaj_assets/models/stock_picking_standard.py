from odoo import fields, models


class StockPicking(models.Model):
    """A receipt of fixed assets is looked at once more, and closes the request that it fulfils."""

    _inherit = "stock.picking"

    def button_validate(self):
        self.check_access("write")
        for picking in self.filtered(lambda each: each.state not in ("done", "cancel")):
            picking._gaj_check_standards()
        return super().button_validate()

    def _gaj_check_standards(self):
        """Warn or refuse, as the company has set, if what is received goes beyond what may be there."""
        moves = self.move_ids.filtered(
            lambda move: move.purchase_line_id and move.product_id.gaj_asset_category_id and move.quantity
        )
        # sudo: whoever works at the door sees no orders; what comes is checked all the same
        for order, of_order in moves.sudo().grouped(lambda move: move.purchase_line_id.order_id).items():
            lines = of_order.purchase_line_id
            quantities = {
                line: sum(of_order.filtered(lambda move, line=line: move.purchase_line_id == line).mapped("quantity"))
                for line in lines
            }
            findings = lines._gaj_check_standards(quantities, fields.Date.context_today(self), order)
            findings += lines._gaj_check_received(quantities)
            order._gaj_settle_findings(findings, order.company_id.gaj_asset_check_receipt)

    def _action_done(self):
        result = super()._action_done()
        # sudo: as above
        done = self.sudo().filtered(lambda picking: picking.state == "done")
        done.move_ids.purchase_line_id.gaj_asset_request_line_id.request_id._gaj_close_received()
        return result


class StockMove(models.Model):
    """What a request asked for is received for its department."""

    _inherit = "stock.move"

    def _gaj_prepare_acceptance_lines(self):
        lines = super()._gaj_prepare_acceptance_lines()
        for move, vals in zip(self, lines, strict=True):
            # sudo: who works at the door sees no requests
            department = move.sudo().purchase_line_id.gaj_asset_request_line_id.request_id.department_id
            if department:
                vals.setdefault("department_id", department.id)
        return lines
