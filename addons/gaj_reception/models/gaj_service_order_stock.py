from odoo import models
from odoo.exceptions import UserError


class GajServiceOrder(models.Model):
    """What a meeting used leaves the stock once, to the place of consumption; what is reusable never does."""

    _inherit = "gaj.service.order"

    def _gaj_consume(self):
        """Move what was used, less what came back, in one transfer.

        :raises UserError: for forbidden goods, or when the company has no warehouse
        """
        self.ensure_one()
        # sudo: conference staff reports what was used, and the stock follows
        order = self.sudo()
        used = order.supply_ids.filtered(lambda supply: not supply.is_reusable and supply.used_qty > 0)
        if not used:
            return
        used.product_id._gaj_refuse_forbidden(self.display_name)
        kind = order.company_id._gaj_service_picking_type()
        places = {
            "location_id": kind.default_location_src_id.id,
            "location_dest_id": kind.default_location_dest_id.id,
        }
        picking = (
            self.env["stock.picking"]
            .sudo()
            .create(
                {
                    "picking_type_id": kind.id,
                    "origin": order.name,
                    "company_id": order.company_id.id,
                    "gaj_service_order_id": order.id,
                    "move_ids": [
                        (0, 0, {**places, **supply._gaj_move_vals(), "company_id": order.company_id.id})
                        for supply in used
                    ],
                    **places,
                }
            )
        )
        picking.action_confirm()
        for move in picking.move_ids:
            move.quantity = move.product_uom_qty
            move.picked = True
        picking._action_done()
        if picking.state != "done":
            raise UserError(
                self.env._(
                    "What %(order)s used could not leave the stock: look at the transfer %(picking)s, for example for"
                    " lots.",
                    order=self.display_name,
                    picking=picking.name,
                )
            )

    def action_open_pickings(self):
        """Open the transfers of this order."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Transfers"),
            "res_model": "stock.picking",
            "views": [(False, "list"), (False, "form")],
            "domain": [("gaj_service_order_id", "=", self.id)],
        }
