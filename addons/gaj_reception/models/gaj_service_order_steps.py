from odoo import fields, models
from odoo.exceptions import UserError

from .roles import MANAGER


class GajServiceOrder(models.Model):
    """The steps of a service order, and the readiness of the room that follows them."""

    _inherit = "gaj.service.order"

    def action_prepare(self):
        """Begin to prepare the room."""
        self._gaj_check_serving()
        for order in self:
            order._check_step(("assigned",))
            order._step("preparing")
            order.sudo().room_id._gaj_set_readiness("in_setup")
        return True

    def action_ready(self):
        """Say that the room is ready.

        :raises UserError: if something that comes before the meeting is not done
        """
        self._gaj_check_serving()
        for order in self:
            order._check_step(("preparing",))
            if left := order._gaj_left_before()[:1]:
                raise UserError(
                    self.env._(
                        "%(order)s is not ready: “%(task)s” is not done yet.", order=order.display_name, task=left.name
                    )
                )
            order._gaj_make_ready()
        return True

    def _gaj_make_ready(self):
        self._step("ready")
        self.sudo().room_id._gaj_set_readiness("ready")

    def _gaj_left_before(self):
        """Return what still has to be done before the meeting."""
        return self.sudo().task_ids.filtered(lambda task: task.state == "todo" and task.kind in ("prepare", "inspect"))

    def action_serve(self):
        """Begin to serve: the people are there."""
        self._gaj_check_serving()
        for order in self:
            order._check_step(("ready",))
            order._step("serving")
        return True

    def action_clear(self):
        """Say that the room is cleared: what was used leaves the stock, what is reusable waits for disinfection."""
        self._gaj_check_serving()
        for order in self:
            order._check_step(("serving",))
            order._gaj_consume()
            order._gaj_ask_disinfection()
            served = order.sudo().task_ids.filtered(lambda task: task.state == "todo" and task.kind == "serve")
            served._step("done", done_at=fields.Datetime.now(), done_by_id=self.env.uid)
            order._step("cleared", cleared_at=fields.Datetime.now())
            order.sudo().room_id._gaj_set_readiness("dirty")
            # whoever served is free for the next room; cleaning and washing up go on
            self.env["gaj.occupancy"]._gaj_release(order)
            order._gaj_follow_cleaning()
        return True

    def _gaj_ask_disinfection(self):
        """See to it that reusable things are disinfected after the meeting."""
        order = self.sudo()
        used = order.supply_ids.filtered(lambda supply: supply.is_reusable and supply.taken_qty)
        if used and not order.task_ids.filtered(lambda task: task.kind == "disinfect"):
            order.task_ids.create(
                {
                    "order_id": order.id,
                    "name": self.env._("Disinfect what comes back"),
                    "kind": "disinfect",
                    "role": "attendant",
                    "anchor": "stop",
                    "offset_minutes": 120,
                    "length_minutes": 20,
                    "start": order.stop,
                    "stop": fields.Datetime.add(order.stop, minutes=140),
                    "employee_id": order.task_ids.filtered(lambda task: task.kind == "clear").employee_id[:1].id,
                }
            )

    def action_close(self):
        """Close the order: everything is done and disinfected, and the department is charged.

        :raises UserError: if something is not done, or reusable things have no passed disinfection
        """
        for order in self:
            order._check_step(("cleared",), (MANAGER,))
            order._gaj_check_closable()
            order._gaj_charge()
            order._step("closed")
        return True

    def _gaj_check_closable(self):
        """
        :raises UserError: naming what is open
        """
        if left := self.task_ids.filtered(lambda task: task.state == "todo")[:1]:
            raise UserError(
                self.env._(
                    "%(order)s cannot be closed: “%(task)s” is not done yet.", order=self.display_name, task=left.name
                )
            )
        used = self.supply_ids.filtered(lambda supply: supply.is_reusable and supply.taken_qty)
        logs = self.log_ids.grouped("product_id")
        if missing := used.filtered(lambda supply: supply.product_id not in logs)[:1]:
            raise UserError(
                self.env._(
                    "%(order)s cannot be closed: “%(product)s” was used, and no passed disinfection of it is on record."
                    " Enter it on the page “Disinfection”.",
                    order=self.display_name,
                    product=missing.product_id.display_name,
                )
            )
        for supply in used:
            # what broke or got lost did not come back
            back, done = supply.returned_qty or supply.taken_qty, sum(logs[supply.product_id].mapped("quantity"))
            if supply.uom_id.compare(done, back) < 0:
                raise UserError(
                    self.env._(
                        "%(order)s cannot be closed: %(done)s of %(back)s “%(product)s” are disinfected. Enter the rest on the"
                        " page “Disinfection”.",
                        order=self.display_name,
                        done=f"{done:g}",
                        back=f"{back:g}",
                        product=supply.product_id.display_name,
                    )
                )

    # ------------------------------------------------------------------ tasks move the order

    def _gaj_follow_tasks(self):
        """Bring the order along with what its tasks say; the rest are steps of their own."""
        for order in self:
            if order.state == "assigned":
                order._step("preparing")
                order.sudo().room_id._gaj_set_readiness("in_setup")
            if order.state == "preparing" and not order._gaj_left_before():
                order._gaj_make_ready()
            order._gaj_follow_cleaning()

    def _gaj_follow_cleaning(self):
        """The room is ready again once it is cleared and every cleaning task is done."""
        if self.state not in ("cleared", "stopped"):
            return
        cleaning = self.sudo().task_ids.filtered(lambda task: task.kind == "clean")
        if cleaning and all(task.state == "done" for task in cleaning):
            self.sudo().room_id._gaj_set_readiness("ready")
