from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class GajAssetRequest(models.Model):
    """From an approved request to purchase orders."""

    _inherit = "gaj.asset.request"

    order_count = fields.Integer(compute="_compute_order_count", compute_sudo=True)
    is_to_order = fields.Boolean(compute="_compute_order_count", compute_sudo=True)

    def _compute_order_count(self):
        for request in self:
            request.order_count = len(request.line_ids.purchase_line_ids.order_id)
            request.is_to_order = request.state in ("approved", "ordered") and any(
                line._gaj_not_on_order() > 0 for line in request.line_ids
            )

    def action_create_order(self):
        """Make a draft order for each vendor with what is approved and on no order yet."""
        for request in self:
            request._check_step({"approved", "ordered"})
            # sudo: the institution itself is not written, only its turn is taken
            request.sudo().institution_id._gaj_take_turn()
            lines = request.line_ids.filtered(lambda line: line._gaj_not_on_order() > 0)
            if not lines:
                raise UserError(
                    self.env._(
                        "Everything approved in request %s is on an order already. More needs another request.",
                        request.name,
                    )
                )
            lines._refuse_without_product()
            # sudo: asset managers draft the order of an approved request; buyers confirm it
            orders = self.env["purchase.order"].sudo()
            for vendor, of_vendor in lines.grouped(lambda line: line._gaj_vendor()).items():
                orders += orders.create(of_vendor._prepare_order_vals(vendor))
            request._step("ordered", {"approved", "ordered"})
            names = ", ".join(orders.mapped("name"))
            request.message_post(body=self.env._("Ordered: %s", names))
        return self.action_open_orders() if len(self) == 1 else None

    def action_open_orders(self):
        """Open the orders of this request, for those who may see orders."""
        self.ensure_one()
        self.check_access("read")
        # sudo: only the ids; the orders themselves open with the user's own rights
        ids = self.sudo().line_ids.purchase_line_ids.order_id.ids
        if not self.env["purchase.order"].has_access("read"):
            return False
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Orders"),
            "res_model": "purchase.order",
            "view_mode": "list,form",
            "domain": [("id", "in", ids)],
        }
        return {**action, "view_mode": "form", "res_id": ids[0]} if len(ids) == 1 else action


class GajAssetRequestLine(models.Model):
    """A line on its way to an order."""

    _inherit = "gaj.asset.request.line"

    def _gaj_not_on_order(self):
        """Return the approved pieces that are on no order, a draft order counting as one."""
        # sudo: asset managers need no right on orders to see what is on one
        lines = self.sudo().purchase_line_ids.filtered(lambda line: line.state != "cancel")
        return self.quantity - sum(lines.mapped("product_uom_qty"))

    def _gaj_vendor(self):
        """Return the vendor chosen, else the first of the product."""
        # sudo: vendors of a product are read by buyers only
        return self.vendor_id or self.sudo().product_id._select_seller(quantity=self.quantity).partner_id

    def _refuse_without_product(self):
        """
        :raises UserError: if a line has no product or no vendor yet
        """
        for line in self:
            if not line.product_id:
                raise UserError(
                    self.env._(
                        "%s: choose the product to be ordered. It carries the fixed asset category of the line.",
                        line.name,
                    )
                )
            if not line._gaj_vendor():
                raise UserError(
                    self.env._("%s: choose the vendor, or add one to the product, and order again.", line.name)
                )

    def _prepare_order_vals(self, vendor):
        """Return the values of a draft order at ``vendor`` for these lines."""
        request = self.request_id
        return {
            "partner_id": vendor.id,
            "company_id": request.company_id.id,
            "currency_id": request.currency_id.id,
            "origin": request.name,
            "user_id": self.env.uid,
            "order_line": [
                Command.create(
                    {
                        "product_id": line.product_id.id,
                        "name": line.name or line.product_id.display_name,
                        "product_qty": line._gaj_not_on_order(),
                        "product_uom_id": line.product_id.uom_id.id,
                        "price_unit": line.price_unit,
                        "gaj_asset_request_line_id": line.id,
                    }
                )
                for line in self
            ],
        }

    def _refuse_too_many(self):
        """
        :raises UserError: if confirmed orders take more pieces than were approved
        """
        for line in self:
            if line.ordered_quantity > line.quantity:
                raise UserError(
                    self.env._(
                        "Request %(request)s approves %(approved)s × %(name)s, but %(ordered)s would be ordered. Order fewer, or"
                        " have another request approved.",
                        request=line.request_id.name,
                        approved=line.quantity,
                        name=line.name,
                        ordered=line.ordered_quantity,
                    )
                )
