from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules import service as rules
from .gaj_service_template_supply import BASES


class GajServiceSupply(models.Model):
    """What is brought to one meeting, what of it came back, and so what was used."""

    _name = "gaj.service.supply"
    _description = "Conference Service Supply"
    _inherit = ["gaj.guard.mixin"]
    _order = "order_id, id"
    _gaj_files_of = "order_id"

    order_id = fields.Many2one("gaj.service.order", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    order_state = fields.Selection(related="order_id.state")
    product_id = fields.Many2one("product.product", required=True, index=True, ondelete="restrict")
    uom_id = fields.Many2one(related="product_id.uom_id")
    basis = fields.Selection(BASES, required=True, default="person")
    quantity_per = fields.Float(string="Quantity", required=True, default=1, digits="Product Unit")
    spare_percent = fields.Float(string="Spare %", digits=(5, 2))
    is_reusable = fields.Boolean(string="Reusable", help="Comes back and is disinfected, such as a cup.")
    planned_qty = fields.Float(string="Planned", compute="_compute_planned_qty", store=True, digits="Product Unit")
    taken_qty = fields.Float(
        string="Brought", compute="_compute_taken_qty", store=True, readonly=False, digits="Product Unit"
    )
    returned_qty = fields.Float(string="Came Back", digits="Product Unit")
    move_ids = fields.One2many("stock.move", "gaj_service_supply_id", readonly=True)
    used_qty = fields.Float(string="Used", compute="_compute_used_qty", digits="Product Unit", compute_sudo=True)

    _product_uniq = models.UniqueIndex("(order_id, product_id)", "This supply is on the order already.")
    _quantities_sound = models.Constraint(
        "CHECK (quantity_per >= 0 AND spare_percent >= 0 AND taken_qty >= 0 AND returned_qty >= 0"
        " AND returned_qty <= taken_qty)",
        "No quantity is negative, and no more comes back than was brought.",
    )

    @api.depends("basis", "quantity_per", "spare_percent", "order_id.attendees", "order_id.rostrum_seats", "product_id")
    def _compute_planned_qty(self):
        for supply in self:
            supply.planned_qty = float(
                rules.supply_quantity(
                    supply.order_id._gaj_count_of(supply.basis or "fixed"),
                    Decimal(str(supply.quantity_per or 0)),
                    Decimal(str(supply.spare_percent or 0)),
                )
            )

    @api.depends("planned_qty")
    def _compute_taken_qty(self):
        for supply in self:
            # what was brought stays when the number of persons is corrected afterwards
            if supply.order_id.state in ("draft", "assigned", "preparing", "ready", False):
                supply.taken_qty = supply.planned_qty

    @api.depends("taken_qty", "returned_qty", "move_ids.state", "move_ids.quantity")
    def _compute_used_qty(self):
        for supply in self:
            done = supply.move_ids.filtered(lambda move: move.state == "done")
            if done:
                # what goes back to the stock later is taken off as well
                out = done.filtered(lambda move: not move.origin_returned_move_id)
                supply.used_qty = sum(out.mapped("quantity")) - sum((done - out).mapped("quantity"))
            else:
                supply.used_qty = supply.taken_qty - supply.returned_qty

    def _gaj_move_vals(self):
        """Return what a move of this supply says."""
        return {
            "product_id": self.product_id.id,
            "product_uom": self.product_id.uom_id.id,
            "product_uom_qty": self.used_qty,
            "gaj_service_supply_id": self.id,
        }

    @api.constrains("product_id")
    def _check_allowed(self):
        for supply in self:
            supply.product_id._gaj_refuse_forbidden(supply.order_id.display_name)

    @api.model_create_multi
    def create(self, vals_list):
        supplies = super().create(vals_list)
        supplies._gaj_refuse_cleared()
        return supplies

    def write(self, vals):
        if not self.env.su and vals.keys() - {"move_ids"}:
            self._gaj_refuse_cleared()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_cleared(self):
        self._gaj_refuse_cleared()

    def _gaj_refuse_cleared(self):
        """
        :raises UserError: if the meeting is cleared: what was used has left the stock
        """
        for supply in self.sudo():
            if supply.order_id.state in ("cleared", "closed", "stopped"):
                raise UserError(
                    self.env._(
                        "%(order)s is “%(state)s”, so “%(product)s” stays as it is. What comes back later is returned on"
                        " the transfer.",
                        order=supply.order_id.display_name,
                        state=supply.order_id._state_label(supply.order_id.state),
                        product=supply.product_id.display_name,
                    )
                )
