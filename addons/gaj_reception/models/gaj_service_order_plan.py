from decimal import Decimal

from odoo import api, fields, models

from ..rules import service as rules

OPEN = ("draft", "assigned", "preparing", "ready", "serving")


class GajServiceOrder(models.Model):
    """An order is made when its booking is confirmed, follows it when it moves, and stops with it."""

    _inherit = "gaj.service.order"

    @api.model
    def _gaj_generate(self, bookings):
        """Make the service orders of confirmed ``bookings``; those that have one are taken up again. In superuser mode."""
        known = {order.booking_id: order for order in self.search([("booking_id", "in", bookings.ids)])}
        for booking in bookings:
            order = known.get(booking)
            if order and order.state == "stopped" and not order.charge_ids:
                order._step("draft")
                order.task_ids.filtered(lambda task: task.state == "dropped")._step("todo")
            if order:
                order._gaj_retime()
                continue
            order = self.create(
                {
                    "name": self.env["ir.sequence"].next_by_code("gaj.service.order") or "/",
                    "booking_id": booking.id,
                    "template_id": self.env["gaj.service.template"]._gaj_for(booking).id,
                }
            )
            order.supply_ids.create(order._gaj_supply_vals())
            order.task_ids.create(order._gaj_task_vals())

    def _gaj_staff_needed(self):
        """Return how many attendants and technicians this order needs."""
        template = self.template_id
        if not template or not self.attendees:
            return 0, 0
        attendants = rules.staff_number(self.attendees, template.persons_per_attendant, template.least_attendants)
        return attendants, rules.technician_number(self.is_video, template.video_technicians)

    # ------------------------------------------------------------------ supplies

    def _gaj_supply_vals(self):
        """Return the supplies that the template asks for."""
        return [
            {
                "order_id": self.id,
                "product_id": line.product_id.id,
                "basis": line.basis,
                "quantity_per": line.quantity_per,
                "spare_percent": line.spare_percent,
                "is_reusable": line.is_reusable,
            }
            # a product that was forbidden since does not keep anybody from booking
            for line in self.template_id.supply_ids
            if not line.product_id.gaj_forbidden
        ]

    # ------------------------------------------------------------------ tasks

    def _gaj_task_vals(self):
        """Return the tasks that the template asks for, with their times."""
        reusable = any(self.supply_ids.mapped("is_reusable"))
        needed = {"attendant": self.attendants, "technician": self.technicians, "cleaner": 1}
        return [
            {**self._gaj_task_of(line), "start": start, "stop": stop, "repetition": number}
            for line in self.template_id.task_ids
            if needed[line.role] and (line.kind != "disinfect" or reusable)
            for _person in range(needed[line.role] if line.is_for_each else 1)
            for number, (start, stop) in enumerate(self._gaj_times_of(line))
        ]

    def _gaj_task_of(self, line):
        """Return what a task takes over from ``line``, a task of a template or of an order."""
        return {
            "order_id": self.id,
            "template_task_id": line.id if line._name == "gaj.service.template.task" else line.template_task_id.id,
            **{
                name: line[name]
                for name in (
                    "name",
                    "kind",
                    "role",
                    "anchor",
                    "offset_minutes",
                    "length_minutes",
                    "every_minutes",
                    "is_exclusive",
                )
            },
        }

    def _gaj_times_of(self, line):
        """Return the times of a task (naive UTC), once for each repetition."""
        return rules.task_times(
            self.start, self.stop, line.anchor, line.offset_minutes, line.length_minutes, line.every_minutes
        )

    # ------------------------------------------------------------------ the booking moves or ends

    def _gaj_retime(self):
        """Give every open task the time that follows from the booking; people who cannot come then are freed."""
        for order in self.filtered(lambda each: each.state in OPEN):
            for line in order.task_ids.filtered(lambda task: task.state == "todo").sorted("repetition"):
                times = order._gaj_times_of(line)
                if line.repetition < len(times):
                    line.start, line.stop = times[line.repetition]
                else:
                    line.unlink()
            order._gaj_add_repetitions()
            order._gaj_keep_people()

    def _gaj_add_repetitions(self):
        """Add the repetitions that a longer meeting needs."""
        for tasks in self.task_ids.filtered("every_minutes").grouped("template_task_id").values():
            last = tasks.sorted("repetition")[-1]
            times = self._gaj_times_of(last)
            for number in range(last.repetition + 1, len(times)):
                start, stop = times[number]
                vals = {"start": start, "stop": stop, "repetition": number, "employee_id": last.employee_id.id}
                self.task_ids.create({**self._gaj_task_of(last), **vals})

    def _gaj_fill_for_each(self):
        """Add the tasks that each person has when more people are needed than before."""
        needed = {"attendant": self.attendants, "technician": self.technicians, "cleaner": 1}
        for line in self.sudo().template_id.task_ids.filtered("is_for_each"):
            present = self.sudo().task_ids.filtered(lambda task, line=line: task.template_task_id == line)
            missing = needed[line.role] - len(present.filtered(lambda task: task.repetition == 0))
            self.sudo().task_ids.create(
                [
                    {**self._gaj_task_of(line), "start": start, "stop": stop, "repetition": number}
                    for _person in range(missing)
                    for number, (start, stop) in enumerate(self._gaj_times_of(line))
                ]
            )

    def _gaj_stop(self):
        """The booking has given its room up: nobody has anything to do any more."""
        orders = self.filtered(lambda each: each.state in OPEN)
        self.env["gaj.occupancy"]._gaj_release(orders)
        begun = orders.filtered(lambda each: each.state in ("preparing", "ready", "serving"))
        orders.task_ids.filtered(lambda task: task.state == "todo")._step("dropped")
        orders._step("stopped")
        begun.room_id._gaj_set_readiness("dirty")

    # ------------------------------------------------------------------ what supplies ask

    def _gaj_count_of(self, basis):
        """Return how many persons or seats a supply of ``basis`` is for."""
        return {"person": self.attendees, "rostrum": self.rostrum_seats, "fixed": 1}[basis]

    def _gaj_decimal(self, number):
        """Return a number of the database as ``Decimal``."""
        return Decimal(str(number or 0))

    def _gaj_day(self):
        """Return the local day on which the meeting begins."""
        self.ensure_one()
        return self.sudo().company_id._gaj_local(self.start or fields.Datetime.now()).date()
