from odoo import api, fields, models
from odoo.exceptions import UserError

from .gaj_reception_plan import COST_KINDS


class PurchaseOrder(models.Model):
    """An order for a reception or a meeting: no forbidden goods, and its bill carries the same link."""

    _inherit = "purchase.order"

    gaj_reception_id = fields.Many2one(
        "gaj.reception",
        "Reception",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain=[("state", "in", ["approved", "ongoing", "listed"])],
    )
    gaj_meeting_id = fields.Many2one(
        "gaj.meeting", "Meeting", copy=False, index="btree_not_null", ondelete="restrict", check_company=True
    )
    gaj_cost_kind = fields.Selection(COST_KINDS, "Kind of Cost", copy=False)

    @api.constrains("gaj_reception_id", "gaj_meeting_id")
    def _check_gaj_forbidden(self):
        for order in self:
            order.order_line._gaj_refuse_forbidden()

    def button_confirm(self):
        for order in self:
            order.order_line._gaj_refuse_forbidden()
        self._gaj_refuse_not_approved()
        return super().button_confirm()

    @api.constrains("gaj_reception_id", "state")
    def _check_gaj_approved(self):
        self.filtered(lambda order: order.state == "purchase")._gaj_refuse_not_approved()

    def _gaj_refuse_not_approved(self):
        """
        :raises UserError: if something is ordered for a reception that is not approved, or settled already
        """
        for order in self:
            # sudo: whoever orders is bound by the state of the reception
            reception = order.sudo().gaj_reception_id
            if reception and reception.state not in ("approved", "ongoing", "listed"):
                raise UserError(
                    self.env._(
                        "%(order)s cannot be confirmed: reception %(name)s is “%(state)s”. Things are ordered for approved"
                        " receptions that are not settled yet.",
                        order=order.name,
                        name=reception.name,
                        state=reception._state_label(reception.state),
                    )
                )

    def _prepare_picking(self):
        values = super()._prepare_picking()
        return {**values, "gaj_reception_id": self.gaj_reception_id.id, "gaj_meeting_id": self.gaj_meeting_id.id}


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    @api.constrains("product_id", "order_id")
    def _check_gaj_forbidden(self):
        self._gaj_refuse_forbidden()

    def _gaj_refuse_forbidden(self):
        """
        :raises UserError: if one of these lines orders forbidden goods for a reception or a meeting (G6)
        """
        # sudo: the name of the reception is told to whoever orders for it
        for order, lines in self.sudo().grouped("order_id").items():
            cause = order.gaj_reception_id or order.gaj_meeting_id
            if cause:
                lines.product_id._gaj_refuse_forbidden(cause._gaj_step_name())

    def _prepare_account_move_line(self, move=False):
        values = super()._prepare_account_move_line(move)
        order = self.order_id
        if order.gaj_reception_id or order.gaj_meeting_id:
            values.update(
                gaj_reception_id=order.gaj_reception_id.id,
                gaj_meeting_id=order.gaj_meeting_id.id,
                gaj_cost_kind=order.gaj_cost_kind or "other",
            )
        return values
