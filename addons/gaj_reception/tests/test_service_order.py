from datetime import datetime

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2.errors import ExclusionViolation

from odoo.addons.gaj_base.exceptions import AlreadyOccupied

from .common_service import ServiceCase

NOW = "2026-10-07 01:00:00"
SATURDAY = datetime(2026, 10, 10)


@freeze_time(NOW)
@tagged("post_install", "-at_install", "gaj")
class TestServiceOrder(ServiceCase):
    """An order comes with the booking, is staffed, and follows it."""

    def test_video_meeting_of_42_needs_two_attendants_and_a_technician(self):
        order = self.order()
        self.assertEqual((order.attendants, order.technicians), (2, 1))
        self.assertEqual(order.state, "draft")

    def test_tasks_come_at_their_offsets(self):
        order = self.order(stop=(10, 30))
        minutes = {
            (task.name, task.repetition): (task.start - order.start).total_seconds() / 60 for task in order.task_ids
        }
        self.assertEqual(minutes["Lay out the room", 0], -60)
        self.assertEqual(minutes["Test sound and light", 0], -30)
        self.assertEqual(minutes["Tea and water", 0], -15)
        self.assertEqual(minutes["In place, with badge and uniform", 0], -10)
        self.assertEqual([minutes["Refill water", 0], minutes["Refill water", 1]], [30, 60])
        self.assertEqual(minutes["Clear the room", 0], 90)
        self.assertEqual(minutes["Look for lost property", 0], 95)
        self.assertEqual(minutes["Clean the room", 0], 110)
        self.assertEqual(minutes["Disinfect the cups", 0], 210)
        in_place = order.task_ids.filtered(lambda task: task.name.startswith("In place"))
        self.assertEqual(len(in_place), 2)

    def test_supplies_of_42(self):
        order = self.order()
        self.assertEqual(
            dict(order.supply_ids.mapped(lambda each: (each.product_id, each.planned_qty))),
            {self.water: 45, self.tea: 126, self.cup: 42},
        )

    def test_there_is_one_order_for_each_booking(self):
        order = self.order()
        self.env["gaj.service.order"].sudo()._gaj_generate(order.booking_id.sudo())
        self.assertEqual(len(order.booking_id.sudo().service_order_ids), 1)

    def test_an_order_moves_with_its_booking(self):
        order = self.order(stop=(10, 0))
        self.assign(order)
        order.booking_id.with_user(self.booker)._gaj_change({"start": self.at(14), "stop": self.at(16)})
        layout = order.task_ids.filtered(lambda task: task.name == "Lay out the room")
        self.assertEqual(layout.start, self.at(13))
        self.assertEqual(order.state, "assigned")
        self.assertEqual(len(order.task_ids.filtered(lambda task: task.name == "Refill water")), 3)
        rows = self.env["gaj.occupancy"]._gaj_of(order)
        self.assertTrue(rows and all(row.start >= self.at(13) for row in rows))

    def test_who_cannot_come_at_the_new_time_is_freed(self):
        order, other = self.order(), self.order(self.room_b, (14, 0), (16, 0), mode="onsite", planned_attendees=5)
        self.assign(order)
        self.assign(other, self.team[self.anna], self.team[self.tech].browse())
        order.booking_id.with_user(self.booker)._gaj_change({"start": self.at(14), "stop": self.at(16)})
        self.assertEqual(order.state, "draft")
        self.assertNotIn(self.team[self.anna], order.task_ids.employee_id)
        self.assertIn(self.team[self.bert], order.task_ids.employee_id)

    def test_a_cancelled_booking_stops_its_order(self):
        order = self.order()
        self.assign(order)
        order.booking_id.with_user(self.booker).action_cancel()
        self.assertEqual(order.state, "stopped")
        self.assertFalse(self.env["gaj.occupancy"]._gaj_of(order))
        self.assertEqual(set(order.task_ids.mapped("state")), {"dropped"})

    # ------------------------------------------------------------------ people

    def test_nobody_serves_two_rooms_at_once(self):
        first, second = self.order(), self.order(self.room_b, mode="onsite", planned_attendees=5)
        self.assign(first)
        with self.assertRaisesRegex(AlreadyOccupied, "Anna"):
            self.assign(second, self.team[self.anna], self.team[self.tech].browse())

    def test_too_few_attendants_are_refused(self):
        order = self.order()
        with self.assertRaisesRegex(UserError, "needs 2"), self.env.cr.savepoint():
            self.assign(order, self.team[self.anna])
        with self.assertRaisesRegex(UserError, "nobody does"):
            self.assign(order, technicians=self.team[self.tech].browse())

    def test_who_is_not_on_shift_is_refused(self):
        order = self.order()
        self.env["gaj.service.shift"].search([("employee_id", "=", self.team[self.bert].id)]).stop = self.at(10)
        with self.assertRaisesRegex(UserError, "Bert is not on shift"):
            self.assign(order)

    def test_a_weekend_needs_a_duty_shift(self):
        order = self.order(day=SATURDAY)
        for employee in self.team.values():
            self.shift(employee, day=SATURDAY)
        with self.assertRaisesRegex(UserError, "no duty shift"):
            self.assign(order)
        self.env["gaj.service.shift"].search([("start", ">=", self.at(0, day=SATURDAY))]).kind = "duty"
        self.assign(order)
        self.assertEqual(order.state, "assigned")

    def test_a_holiday_needs_a_holiday_shift(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "National day",
                "calendar_id": self.company.resource_calendar_id.id,
                "company_id": self.company.id,
                "date_from": self.at(0),
                "date_to": self.at(24),
            }
        )
        order = self.order()
        with self.assertRaisesRegex(UserError, "no duty shift"):
            self.assign(order)
        self.env["gaj.service.shift"].search([("start", ">=", self.at(0))]).kind = "holiday"
        self.assign(order)

    def test_a_confidential_meeting_needs_secrecy_training_on_that_day(self):
        self.room_a.is_secrecy_ok = True
        order = self.order(secrecy="confidential")
        trainings = self.env["gaj.service.training"].create(
            [
                {"employee_id": employee.id, "kind": "secrecy", "date": "2025-10-08", "valid_until": "2026-10-07"}
                for employee in self.team.values()
            ]
        )
        with self.assertRaisesRegex(UserError, "no secrecy training"):
            self.assign(order)
        trainings.valid_until = "2026-10-08"
        self.assign(order)
        self.assertEqual(order.state, "assigned")

    def test_a_task_given_to_somebody_not_on_shift_is_refused_at_once(self):
        order = self.order()
        with self.assertRaisesRegex(UserError, "not on shift"):
            order.task_ids[:1].employee_id = self.stranger.employee_id

    def test_shifts_of_one_person_do_not_overlap(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(ExclusionViolation), self.env.cr.savepoint():
            self.shift(self.team[self.anna], 21, 23)

    # ------------------------------------------------------------------ steps

    def test_the_room_follows_the_tasks(self):
        order = self.order()
        self.assign(order)
        first = order.task_ids.sorted("start")[:1]
        first.with_user(first.user_id).action_done()
        self.assertEqual((order.state, self.room_a.readiness), ("preparing", "in_setup"))
        with self.assertRaisesRegex(UserError, "is not ready"):
            order.action_ready()
        order.task_ids.filtered(lambda task: task.kind in ("prepare", "inspect") and task.state == "todo").action_done()
        self.assertEqual((order.state, self.room_a.readiness), ("ready", "ready"))
        order.with_user(self.anna).action_serve()
        order.with_user(self.anna).action_clear()
        self.assertEqual((order.state, self.room_a.readiness), ("cleared", "dirty"))
        order.task_ids.filtered(lambda task: task.kind == "clean").action_done()
        self.assertEqual(self.room_a.readiness, "ready")
        self.assertTrue(self.room_a.inspection_ids.filtered(lambda each: each.kind == "before" and each.is_ok))

    def test_staff_sees_and_does_its_own_tasks_only(self):
        order = self.order()
        self.assign(order)
        own = self.env["gaj.service.task"].with_user(self.anna).search([("order_id", "=", order.id)])
        self.assertEqual(own.user_id, self.anna)
        other = order.task_ids.filtered(lambda task: task.user_id == self.bert)[:1].with_user(self.anna)
        with self.assertRaises(AccessError):
            other.action_done()
        own[:1].write(
            {"photo": b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII="}
        )
        own[:1].action_done()
        self.assertEqual(own[:1].done_by_id, self.anna)
        with self.assertRaises(AccessError):
            own[:1].employee_id = self.team[self.bert]
        with self.assertRaises(AccessError):
            self.env["gaj.service.order"].with_user(self.staff).browse(order.id).action_serve()

    def test_only_the_manager_assigns_and_closes(self):
        order = self.order()
        with self.assertRaises(AccessError):
            order.with_user(self.booker).action_assign()
        self.assign(order)
        self.serve(order)
        order.action_clear()
        with self.assertRaises(AccessError):
            order.with_user(self.anna).action_close()

    def test_staff_sees_no_costs(self):
        order = self.order()
        self.assign(order)
        with self.assertRaises(AccessError):
            order.with_user(self.anna).read(["charge_amount"])
        with Form(order.with_user(self.anna)) as form:
            self.assertEqual(form.title, "Budget")
        self.assertEqual(order.with_user(self.anna).read(["attendees"])[0]["attendees"], 42)

    def test_a_confidential_subject_reaches_only_those_who_serve(self):
        self.room_a.is_secrecy_ok = True
        order = self.order(secrecy="confidential", subject="Secret matter")
        self.env["gaj.service.training"].create(
            [
                {"employee_id": employee.id, "kind": "secrecy", "date": "2026-01-01", "valid_until": "2026-12-31"}
                for employee in self.team.values()
            ]
        )
        self.assign(order)
        self.assertEqual(order.with_user(self.manager).title, "Meeting")
        self.assertEqual(order.with_user(self.anna).title, "Secret matter")
        rows = self.env["gaj.occupancy"]._gaj_of(order)
        self.assertNotIn("Secret", " ".join(rows.mapped("name")))

    def test_states_and_numbers_are_not_written_by_hand(self):
        order = self.order()
        with self.assertRaises(UserError):
            order.state = "closed"
        with self.assertRaises(AccessError):
            order.with_user(self.anna).write({"note": "x"})
