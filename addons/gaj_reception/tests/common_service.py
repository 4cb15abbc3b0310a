from datetime import datetime, timedelta

from odoo.fields import Command

from .common_meeting import MeetingCase


class ServiceCase(MeetingCase):
    """A video meeting of 42 on Thursday 8 October 2026, 09:00 – 10:50 in Shanghai, and people to serve it."""

    DAY = datetime(2026, 10, 8)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the house works on weekdays; rooms keep the hours of every day
        for room in (cls.room_a, cls.room_b, cls.room_c, cls.hall):
            room.resource_calendar_id = cls.hours
            room.layout_ids.capacity = 400
            room.slot_minutes = 5
        cls.company.resource_calendar_id = cls.hours.copy({"name": "Weekdays"})
        cls.company.resource_calendar_id.attendance_ids.filtered(lambda each: each.dayofweek in "56").unlink()
        cls.anna, cls.bert, cls.tech = (
            cls._user(name, cls.archive, "gaj_reception.group_gaj_conference_staff")
            for name in ("anna", "bert", "tech")
        )
        cls.team = {user: user.employee_id for user in (cls.anna, cls.bert, cls.tech)}
        cls.finance = cls._user("finance", cls.archive, "gaj_base.group_gaj_finance")
        for employee in cls.team.values():
            cls.shift(employee)
        cls.water, cls.tea, cls.cup = cls.env["product.product"].create(
            [
                {"name": "Water", "type": "consu", "is_storable": True, "lst_price": 1.5},
                {
                    "name": "Tea",
                    "type": "consu",
                    "is_storable": True,
                    "lst_price": 0.2,
                    "uom_id": cls.env.ref("uom.product_uom_gram").id,
                },
                {"name": "Cup", "type": "consu", "is_storable": True, "lst_price": 9.0},
            ]
        )
        cls.template = cls.env.ref("gaj_reception.gaj_service_template_standard")
        cls.template.supply_ids = [
            Command.clear(),
            Command.create({"product_id": cls.water.id, "quantity_per": 1, "spare_percent": 5}),
            Command.create({"product_id": cls.tea.id, "quantity_per": 3}),
            Command.create({"product_id": cls.cup.id, "quantity_per": 1, "is_reusable": True}),
        ]

    @classmethod
    def at(cls, hour, minute=0, day=None):
        """Return a time of Shanghai as naive UTC."""
        return (day or cls.DAY) + timedelta(hours=hour - 8, minutes=minute)

    @classmethod
    def shift(cls, employee, start=7, stop=22, day=None, kind="normal"):
        return cls.env["gaj.service.shift"].create(
            {
                "employee_id": employee.id,
                "start": cls.at(start, day=day),
                "stop": cls.at(stop, day=day),
                "kind": kind,
                "company_id": cls.company.id,
            }
        )

    def order(self, room=None, start=(9, 0), stop=(10, 50), day=None, **values):
        """Return the service order of a confirmed booking."""
        values = {"planned_attendees": 42, "mode": "video", "department_id": self.office.id, **values}
        meeting = self._meeting(**values)
        booking = (
            self.env["gaj.meeting.booking"]
            .with_user(self.booker)
            .create(
                {
                    "meeting_id": meeting.id,
                    "room_id": (room or self.room_a).id,
                    "start": self.at(*start, day=day),
                    "stop": self.at(*stop, day=day),
                }
            )
        )
        booking.action_request()
        self.assertEqual(booking.state, "confirmed")
        return booking.sudo().service_order_ids.with_user(self.manager)

    def assign(self, order, attendants=None, technicians=None):
        """Name the people of ``order`` and assign them."""
        attendants = self.team[self.anna] | self.team[self.bert] if attendants is None else attendants
        technicians = self.team[self.tech] if technicians is None else technicians
        order.person_ids = [Command.clear()] + [
            Command.create({"role": role, "employee_id": employee.id})
            for role, people in (("attendant", attendants), ("technician", technicians))
            for employee in people
        ]
        order.action_assign()

    def serve(self, order):
        """Bring an assigned order up to serving."""
        order.task_ids.filtered(lambda task: task.kind in ("prepare", "inspect")).action_done()
        order.action_serve()

    def disinfect(self, order, **values):
        return (
            self.env["gaj.disinfection.log"]
            .with_user(self.anna)
            .create(
                {
                    "order_id": order.id,
                    "product_id": self.cup.id,
                    "quantity": 42,
                    "method": "chlorine",
                    "value": 250,
                    "minutes": 5,
                    "employee_id": self.team[self.anna].id,
                    **values,
                }
            )
        )

    def finish(self, order):
        """Do, after clearing, whatever is left, so that the order can be closed."""
        order.task_ids.filtered(lambda task: task.state == "todo").action_done()
        self.disinfect(order)
