from datetime import datetime, time, timedelta

from odoo import fields, models
from odoo.fields import Command

from odoo.addons.gaj_base.demo.clock import on

from .story import YEAR

#: Hours of a shift here, in UTC: 07:00 to 19:00 in Shanghai.
SHIFT_FROM, SHIFT_TO = time(23, 0), time(11, 0)
SHIFT_DAYS = 21
STAFF = ("attendant", "attendant_b", "attendant_c", "technician")
#: (subject, persons, working days ago, satisfaction, remark); the first one is where the handbook looks.
SERVED = (
    ("全县机关事务工作推进会", 30, 6, 5, "茶水及时，席卡无误。"),
    ("公共机构节水现场会", 26, 4, 4, "话筒声音偏小。"),
    ("机关食堂意见征求会", 18, 2, 5, False),
)
ROOMS = ("1-302", "2-211", "2-311", "1-901", "2-801")
#: Yuan for an hour of a room, by its most seats.
RATES = ((20, 40), (60, 80), (120, 150), (10_000, 300))
SOURCE = "县机关事务管理局会议服务内部结算办法（演示）"


class GajReceptionDemoService(models.AbstractModel):
    """Conference service: people on shift, orders served, charged and rated, orders assigned ahead."""

    _inherit = "gaj.reception.demo"

    def _play(self):
        result = super()._play()
        company = self.env.ref("gaj_base.demo_company")
        self.with_company(company).with_context(tracking_disable=True, lang=self._language())._serve()
        return result

    def _serve(self):
        self._staff_the_house()
        self._price_the_house()
        orders = [self._tell_order(*story) for story in SERVED]
        self._call("demo_meeting_served", orders[0].meeting_id)
        self._note_minutes(orders[0].meeting_id)
        self._assign_ahead()
        self._care_for_rooms(orders[1])
        self._live_on()
        self.env["gaj.meeting.booking"]._gaj_tidy()

    # ------------------------------------------------------------------ what is there before

    def _ref(self, name, module="gaj_reception"):
        return self.env.ref(f"{module}.demo_{name}")

    def _call(self, name, record):
        """Give ``record`` an external id, by which tests and pictures find it."""
        self.env["ir.model.data"]._update_xmlids(
            [{"xml_id": f"gaj_reception.{name}", "record": record.sudo(), "noupdate": True}]
        )

    def _as(self, name, record, module="gaj_base"):
        return record.with_user(self._ref(f"user_{name}", module)).with_company(self.env.company)

    def _manager(self, record):
        return self._as("conference", record, "gaj_reception")

    def _room(self, code):
        return self.env["gaj.meeting.room"].search([("code", "=", code), ("company_id", "=", self.env.company.id)])

    def _working_days(self, first, step):
        """Yield the working days from ``first`` on, forwards or (``step`` −1) backwards."""
        day, calendar = first, self.env.company.resource_calendar_id
        while True:
            start = datetime.combine(day, time())
            # sudo: the working hours of the house
            if calendar.sudo()._work_intervals_batch(*(self._aware(start, hours) for hours in (0, 24)))[False]:
                yield day
            day += timedelta(days=step)

    def _aware(self, start, hours):
        zone = self.env.company._gaj_zone()
        return zone.localize(start + timedelta(hours=hours))

    def _workday(self, number):
        """Return the working day that is ``number`` of them from today; negative: ago."""
        step = 1 if number > 0 else -1
        days = self._working_days(fields.Date.today() + timedelta(days=step), step)
        return next(day for count, day in enumerate(days, 1) if count == abs(number))

    def _staff_the_house(self):
        employees = [self._ref(f"employee_{name}") for name in STAFF]
        today = fields.Date.today()
        shifts = [
            {
                "employee_id": employee.id,
                "company_id": self.env.company.id,
                "start": datetime.combine(day - timedelta(days=1), SHIFT_FROM),
                "stop": datetime.combine(day, SHIFT_TO),
                "kind": "normal" if day.weekday() < 5 else "duty",
            }
            for day in (today + timedelta(days=number) for number in range(-SHIFT_DAYS, SHIFT_DAYS + 1))
            for employee in employees[: 4 if day.weekday() < 5 else 1]
        ]
        self.env["gaj.service.shift"].sudo().create(shifts)
        self.env["gaj.service.training"].sudo().create(
            [
                {
                    "employee_id": employee.id,
                    "company_id": self.env.company.id,
                    "kind": kind,
                    "date": f"{today.year}-01-15",
                    "valid_until": f"{today.year + 1}-01-14",
                    "result": "合格",
                }
                for employee in employees
                for kind in ("etiquette", "secrecy")
            ]
        )

    def _price_the_house(self):
        rooms = self.env["gaj.meeting.room"].sudo().search([("company_id", "=", self.env.company.id)])
        self.env["gaj.meeting.rate"].sudo().create(
            [
                {
                    "room_id": room.id,
                    "room_hour": next(rate for seats, rate in RATES if room.capacity <= seats),
                    "video_amount": 100,
                    "attendant_hour": 30,
                    "valid_from": f"{YEAR}-01-01",
                    "source": SOURCE,
                }
                for room in rooms
            ]
        )
        water, tea, cup = self._supplies()
        template = self.env.ref("gaj_reception.gaj_service_template_standard").sudo()
        template.supply_ids = [
            Command.create({"product_id": water.id, "quantity_per": 1, "spare_percent": 5}),
            Command.create({"product_id": tea.id, "quantity_per": 3}),
            Command.create({"product_id": cup.id, "quantity_per": 1, "is_reusable": True}),
        ]
        centre, office = self._ref("department_meetings", "gaj_base"), self._ref("department_office", "gaj_base")
        for department in (centre, office):
            self._give_analytic_account(self.env.company, department.sudo())
        self.env.company.sudo().gaj_service_analytic_id = centre.sudo().gaj_analytic_account_id

    def _supplies(self):
        """Return water, tea and cups, of which the house keeps a stock."""
        products = (
            self.env["product.product"]
            .sudo()
            .create(
                [
                    {"name": "瓶装饮用水", "type": "consu", "is_storable": True, "lst_price": 1.5},
                    {
                        "name": "会议用茶",
                        "type": "consu",
                        "is_storable": True,
                        "lst_price": 0.2,
                        "uom_id": self.env.ref("uom.product_uom_gram").id,
                    },
                    {"name": "会议茶杯", "type": "consu", "is_storable": True, "lst_price": 9.0},
                ]
            )
        )
        warehouses, company = self.env["stock.warehouse"].sudo(), self.env.company
        warehouse = warehouses.search([("company_id", "=", company.id)], limit=1) or warehouses.create(
            {"name": "机关仓库", "code": "JGCK", "company_id": company.id}
        )
        for product in products:
            self.env["stock.quant"].sudo()._update_available_quantity(product, warehouse.lot_stock_id, 3000)
        return products

    # ------------------------------------------------------------------ orders

    def _tell_order(self, subject, persons, ago, satisfaction, remark):
        """Let a meeting of the office be booked, served, charged and rated; return its order."""
        day = self._workday(-ago)
        with on(day - timedelta(days=3)):
            order = self._book_served(subject, persons, day)
            self._man(order)
        with on(day):
            booking = order.booking_id
            self._as("attendant", booking, "gaj_reception").action_check_in()
            order.sudo().task_ids.filtered(lambda task: task.kind in ("prepare", "inspect")).action_done()
            order.action_serve()
            attendant = self._as("attendant", order, "gaj_reception")
            attendant.supply_ids.filtered(lambda supply: not supply.is_reusable)[:1].returned_qty = 2
            attendant.action_clear()
            order.sudo().task_ids.filtered(lambda task: task.state == "todo").action_done()
            self._disinfect(order, persons)
            order.action_close()
            self._as("attendant", booking, "gaj_reception").action_check_out()
        self._rate(order.meeting_id, persons, satisfaction, remark)
        return order

    def _book_served(self, subject, persons, day):
        start = datetime.combine(day, time(2, 0))
        user = self._ref("user_user", "gaj_base")
        meeting = (
            self._as("user", self.env["gaj.meeting"])
            .sudo()
            .create(
                {
                    "subject": subject,
                    "department_id": self._ref("department_office", "gaj_base").id,
                    "organiser_id": user.id,
                    "secrecy": "internal",
                    "planned_attendees": persons,
                    "company_id": self.env.company.id,
                    "attendee_ids": [
                        Command.create(
                            {"employee_id": self._ref(f"employee_{name}", "gaj_base").id, "is_attended": True}
                        )
                        for name in ("user", "manager", "leader")
                    ]
                    + [Command.create({"name": "褚云帆", "unit_name": "县水利局", "post": "副局长"})],
                }
            )
        )
        room = self._free_room(ROOMS, start, start + timedelta(minutes=105))
        booking = (
            self._as("user", self.env["gaj.meeting.booking"])
            .sudo()
            .create(
                {
                    "meeting_id": meeting.id,
                    "room_id": room.id,
                    "layout_id": max(room.layout_ids, key=lambda layout: layout.capacity).id,
                    "start": start,
                    "stop": start + timedelta(minutes=105),
                }
            )
        )
        booking.action_request()
        return self._manager(booking.sudo().service_order_ids.sudo(False))

    def _free_room(self, codes, start, stop):
        """Return the first of the rooms ``codes`` that nobody has at that time, an hour before and after included."""
        hour = timedelta(hours=1)
        rooms = (self._room(code) for code in codes)
        return next(room for room in rooms if not room._gaj_bookables().sudo()._gaj_busy(start - hour, stop + hour))

    def _man(self, order):
        """Let the conference manager name the people of ``order`` and assign them."""
        roles = [("attendant", name) for name in STAFF[: max(order.attendants, 1)]]
        roles += [("technician", STAFF[-1])] if order.technicians else []
        order.person_ids = [Command.clear()] + [
            Command.create({"role": role, "employee_id": self._ref(f"employee_{name}").id}) for role, name in roles
        ]
        order.action_assign()

    def _disinfect(self, order, cups):
        reusable = order.sudo().supply_ids.filtered("is_reusable")
        self._as("attendant", self.env["gaj.disinfection.log"], "gaj_reception").create(
            {
                "order_id": order.id,
                "product_id": reusable.product_id[:1].id,
                "quantity": cups,
                "method": "steam",
                "value": 100,
                "minutes": 15,
                "employee_id": self._ref("employee_attendant").id,
            }
        )

    def _rate(self, meeting, persons, satisfaction, remark):
        meeting = self._as("user", meeting)
        meeting.sudo().actual_attendees = persons
        self.env["gaj.meeting.booking"]._gaj_tidy()
        meeting.action_hold()
        meeting._gaj_rate(satisfaction, remark)

    def _note_minutes(self, meeting):
        """Keep the papers, costs and decisions of a meeting."""
        meeting = self._as("user", meeting)
        meeting.env["gaj.meeting.decision"].create(
            [
                {
                    "meeting_id": meeting.id,
                    "name": name,
                    "user_id": self._ref(f"user_{user}", "gaj_base").id,
                    "due": due,
                }
                for name, user, due in (
                    ("月底前完成闲置资产清单", "clerk", self._workday(9)),
                    ("印发节能改造实施方案", "user", self._workday(4)),
                )
            ]
        )
        meeting.env["gaj.meeting.document"].create(
            {"meeting_id": meeting.id, "kind": "notice", "name": "会议通知.txt", "file": "5Lya6K6u6YCa55+l"}
        )
        meeting.env["gaj.meeting.cost"].create(
            {"meeting_id": meeting.id, "kind": "other", "name": "会议材料印刷", "planned_amount": 600}
        )

    def _assign_ahead(self):
        """Assign the first orders of the next days, as far as people are free."""
        orders = self.env["gaj.service.order"].search(
            [
                ("state", "=", "draft"),
                ("start", ">", fields.Datetime.now()),
                ("is_confidential", "=", False),
                ("company_id", "=", self.env.company.id),
            ],
            order="start",
        )
        given = set()
        for order in orders:
            half = (order.start.date(), order.start.hour < 4)
            if half in given or order.attendants > 3 or len(given) > 5:
                continue
            given.add(half)
            self._man(self._manager(order))
