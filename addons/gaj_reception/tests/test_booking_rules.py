from datetime import date, datetime, timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import RedirectWarning, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_meeting import MeetingCase


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-10-08 00:00:00")  # 08:00 in Shanghai
class TestBookingRules(MeetingCase):
    """What a room allows, told with the way out."""

    def test_limits(self):
        refused = [
            ("2026-10-09 09:05", "2026-10-09 10:00", "steps of 15"),
            ("2026-10-09 08:00", "2026-10-09 20:15", "at most 720"),
            ("2026-10-07 09:00", "2026-10-07 10:00", "gone by"),
            ("2026-12-08 09:00", "2026-12-08 10:00", "60 days ahead"),
            ("2026-10-09 21:00", "2026-10-09 22:15", "is closed then"),
        ]
        for start, stop, why in refused:
            with self.subTest(start=start, stop=stop), self.assertRaisesRegex(UserError, why):
                self._book(start, stop)
        for start, stop in (
            ("2026-10-09 08:00", "2026-10-09 20:00"),
            ("2026-12-07 09:00", "2026-12-07 09:15"),
            ("2026-10-10 07:00", "2026-10-10 08:00"),  # setting up lies before the opening
            ("2026-10-10 21:00", "2026-10-10 22:00"),
        ):
            self.assertEqual(self._book(start, stop).state, "confirmed")
        self.room_b.write({"min_minutes": 60, "notice_minutes": 120, "buffers_in_hours": True})
        for start, stop, why in (
            ("2026-10-09 09:00", "2026-10-09 09:45", "at least 60"),
            ("2026-10-08 09:45", "2026-10-08 10:45", "at least 120"),
            ("2026-10-09 07:00", "2026-10-09 08:00", "is closed then"),
        ):
            with self.subTest(start=start), self.assertRaisesRegex(UserError, why):
                self._book(start, stop, room=self.room_b)
        self._book("2026-10-08 10:00", "2026-10-08 11:00", room=self.room_b)
        self._book("2026-10-09 07:30", "2026-10-09 08:30", room=self.room_b)

    def test_running_slot_may_be_booked(self):
        with freeze_time("2026-10-08 01:07:00"):
            self.assertEqual(self._book("2026-10-08 09:00", "2026-10-08 10:00").state, "confirmed")
            with self.assertRaisesRegex(UserError, "gone by"):
                self._book("2026-10-08 08:45", "2026-10-08 10:00", room=self.room_b)

    def test_holiday_closes(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "National holiday",
                "calendar_id": self.hours.id,
                "company_id": self.company.id,
                "date_from": self._utc("2026-10-20 00:00"),
                "date_to": self._utc("2026-10-21 00:00"),
            }
        )
        with self.assertRaisesRegex(UserError, "holiday"):
            self._book("2026-10-20 09:00", "2026-10-20 10:00")
        self._book("2026-10-21 09:00", "2026-10-21 10:00")
        self.room_b.is_always_open = True
        self._book("2026-10-20 09:00", "2026-10-20 10:00", room=self.room_b)

    def test_opening_hours_of_the_room(self):
        self.room_a.resource_calendar_id = self.env["resource.calendar"].create(
            {
                "name": "Mornings of Fridays",
                "tz": "Asia/Shanghai",
                "attendance_ids": [
                    Command.clear(),
                    Command.create({"name": "Friday", "dayofweek": "4", "hour_from": 8, "hour_to": 12}),
                ],
            }
        )
        self._book("2026-10-09 11:00", "2026-10-09 12:00")
        with self.assertRaisesRegex(UserError, "is closed then"):
            self._book("2026-10-16 11:00", "2026-10-16 12:15")
        with self.assertRaisesRegex(UserError, "is closed then"):
            self._book("2026-10-10 11:00", "2026-10-10 12:00")

    def test_local_midnight(self):
        """A booking at midnight is the day before in UTC; the local day decides about days ahead and holidays."""
        self.hours.attendance_ids.write({"hour_from": 0, "hour_to": 24})
        booking = self._book("2026-10-09 00:00", "2026-10-09 01:00")
        self.assertEqual(booking.start, datetime(2026, 10, 8, 16))
        over = self._book("2026-10-09 23:00", "2026-10-10 01:00")
        self.assertEqual(over.state, "confirmed")
        last = self._book("2026-12-07 00:00", "2026-12-07 01:00")
        self.assertEqual(last.state, "confirmed")
        with self.assertRaisesRegex(UserError, "60 days ahead"):
            self._book("2026-12-08 00:00", "2026-12-08 01:00")

    def test_allowed_departments(self):
        section = self.env["hr.department"].create({"name": "Section", "parent_id": self.office.id})
        self.room_a.allowed_department_ids = self.office
        self._book("2026-10-09 09:00", "2026-10-09 10:00")
        self._book("2026-10-10 09:00", "2026-10-10 10:00", meeting=self._meeting(department_id=section.id))
        with self.assertRaisesRegex(UserError, "is not open to Archive"):
            self._book("2026-10-11 09:00", "2026-10-11 10:00", user=self.stranger)

    def test_confidential_needs_a_fit_room(self):
        with self.assertRaisesRegex(UserError, "not fit for confidential"):
            self._book("2026-10-09 09:00", "2026-10-09 10:00", meeting=self._meeting(secrecy="confidential"))
        self.room_a.is_secrecy_ok = True
        booking = self._book("2026-10-09 09:00", "2026-10-09 10:00", meeting=self._meeting(secrecy="confidential"))
        self.assertEqual(booking.state, "confirmed")
        other = self._book("2026-10-09 09:00", "2026-10-09 10:00", room=self.room_b)
        with self.assertRaisesRegex(UserError, "not fit for confidential"):
            other.meeting_id.secrecy = "confidential"

    def test_too_many_people(self):
        with self.assertRaisesRegex(UserError, "seats 40, and 41"):
            self._book("2026-10-09 09:00", "2026-10-09 10:00", meeting=self._meeting(planned_attendees=41))
        self._book("2026-10-09 09:00", "2026-10-09 10:00", meeting=self._meeting(planned_attendees=40))

    def test_equipment_is_taken_along(self):
        kind = self.env["gaj.meeting.equipment.type"].create({"name": "Terminal"})
        device = self.env["gaj.meeting.equipment"].create({"name": "T1", "type_id": kind.id})
        first = self._book("2026-10-09 09:00", "2026-10-09 10:00", equipment_ids=[Command.set(device.ids)])
        self.assertEqual(len(self._rows(first)), 2)
        with self.assertRaisesRegex(UserError, "T1"):
            self._book(
                "2026-10-09 09:00", "2026-10-09 10:00", room=self.room_b, equipment_ids=[Command.set(device.ids)]
            )
        first.equipment_ids = False
        self.assertEqual(len(self._rows(first)), 1)
        self._book("2026-10-09 09:00", "2026-10-09 10:00", room=self.room_b, equipment_ids=[Command.set(device.ids)])

    def test_buffers_of_the_layout(self):
        layout = self.room_a.layout_ids
        layout.write({"is_own_setup": True, "setup_minutes": 60})
        booking = self._book("2026-10-09 09:00", "2026-10-09 10:00", layout_id=layout.id)
        self.assertEqual([row[1:] for row in self._rows(booking)], [("08:00", "10:20:00")])
        with self.assertRaisesRegex(UserError, "no such layout"):
            self._book("2026-10-10 09:00", "2026-10-10 10:00", layout_id=self.room_b.layout_ids.id)

    def test_numbers_by_company_and_year(self):
        first, second = self._meeting(), self._meeting()
        self.assertRegex(first.name, r"^HY2026/\d{5}$")
        self.assertEqual(int(second.name[-5:]), int(first.name[-5:]) + 1)
        with freeze_time("2026-12-31 16:00:00"):  # new year in Shanghai
            self.assertRegex(self._meeting().name, r"^HY2027/\d{5}$")
        other = self.env["res.company"].create({"name": "Other Bureau"})
        numbers = self.env["ir.sequence"].with_company(other)
        self.assertEqual(numbers.next_by_code("gaj.meeting"), "HY2026/00001")

    def test_three_no_shows_need_an_approval(self):
        for day in (9, 10):
            self._book(f"2026-10-{day:02} 09:00", f"2026-10-{day:02} 10:00")
        late = self._book("2026-10-11 09:00", "2026-10-11 10:00")
        with freeze_time("2026-10-11 00:00:00"):
            self.env["gaj.meeting.booking"]._gaj_release_overdue()
            self.assertEqual(self._book("2026-10-12 09:00", "2026-10-12 10:00").state, "confirmed")
        with freeze_time("2026-10-11 01:15:00"):
            self.env["gaj.meeting.booking"]._gaj_release_overdue()
            self.assertEqual(late.state, "no_show")
            self.assertEqual(self._book("2026-10-13 09:00", "2026-10-13 10:00").state, "requested")
            other = self._book("2026-10-14 09:00", "2026-10-14 10:00", user=self.colleague)
            self.assertEqual(other.state, "confirmed")
        for day, state in ((date(2026, 11, 10), "requested"), (date(2026, 11, 11), "confirmed")):
            self.env["gaj.meeting.booking"].search([("state", "in", ("confirmed", "requested"))]).sudo().write(
                {"release_at": False, "expires_at": False}
            )
            with freeze_time(datetime.combine(day, datetime.min.time()) - timedelta(hours=2)):
                # ten in the evening of the day before in UTC is the morning of that day here
                start = fields.Date.to_string(day + timedelta(days=2))
                self.assertEqual(self._book(f"{start} 15:00", f"{start} 16:00").state, state)

    def test_missing_parameter_leads_to_the_parameters(self):
        self.env["gaj.meeting.parameter"].search([("key", "=", "no_show_count")]).sudo().write(
            {"valid_to": "2021-01-01"}
        )
        with self.assertRaisesRegex(RedirectWarning, "has no value on 2026-10-08"):
            self._book("2026-10-09 09:00", "2026-10-09 10:00")
