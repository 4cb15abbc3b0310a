from datetime import datetime

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common_meeting import MeetingCase


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-10-01 01:00:00")
class TestMeetingSeries(MeetingCase):
    """Mondays 14:00–15:00 from 5 October 2026, ten times, across the national holiday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.room_a | cls.room_b | cls.room_c).write({"advance_days": 120})
        cls.env["resource.calendar.leaves"].create(
            {
                "name": "National Day",
                "calendar_id": cls.hours.id,
                "company_id": cls.company.id,
                "date_from": cls.company._gaj_utc(datetime(2026, 10, 1)),
                "date_to": cls.company._gaj_utc(datetime(2026, 10, 8)),
            }
        )

    def _series(self, **values):
        return (
            self.env["gaj.meeting.series"]
            .with_user(self.booker)
            .create(
                {
                    "meeting_id": self._meeting().id,
                    "room_id": self.room_a.id,
                    "start": self._utc("2026-10-05 14:00"),
                    "stop": self._utc("2026-10-05 15:00"),
                    "frequency": "weekly",
                    "mon": True,
                    "count": 10,
                    **values,
                }
            )
        )

    def _take(self):
        for day in ("2026-10-19", "2026-11-09"):
            self._book(f"{day} 14:00", f"{day} 15:00", user=self.stranger)

    def _line(self, series, day):
        return series.line_ids.filtered(lambda line: self._local(line.start).startswith(day))

    def test_the_example(self):
        self._take()
        series = self._series()
        series.action_report()
        self.assertEqual((series.ok_count, series.conflict_count, series.holiday_count), (7, 2, 1))
        self.assertEqual(self._local(series.line_ids[-1].start)[:10], "2026-12-07")
        with self.assertRaisesRegex(UserError, "choose to skip"):
            series.action_confirm()
        self._line(series, "2026-10-05").choice = "skip"
        self._line(series, "2026-11-09").choice = "skip"
        self._line(series, "2026-10-19").write({"choice": "other_room", "other_room_id": self.room_b.id})
        series.action_confirm()
        self.assertEqual((series.state, series.booked_count), ("booked", 8))
        bookings = series.line_ids.booking_id
        self.assertEqual(set(bookings.mapped("state")), {"confirmed"})
        self.assertEqual(len(bookings.meeting_id), 8, "each time is a meeting of its own")
        self.assertEqual(bookings.room_id, self.room_a | self.room_b)
        self.assertEqual({self._local(each.start)[11:16] for each in bookings}, {"14:00"})

    def test_what_is_taken_meanwhile_is_reported_again(self):
        series = self._series(count=3, start=self._utc("2026-10-12 14:00"), stop=self._utc("2026-10-12 15:00"))
        series.action_report()
        self.assertEqual(series.ok_count, 3)
        self._book("2026-10-19 14:00", "2026-10-19 15:00", user=self.stranger)
        series.action_confirm()
        self.assertEqual((series.state, series.booked_count, series.conflict_count), ("report", 2, 1))
        line = self._line(series, "2026-10-19")
        self.assertIn("Already occupied", line.message)
        line.write(
            {
                "choice": "other_time",
                "start": self._utc("2026-10-19 17:00"),
                "stop": self._utc("2026-10-19 18:00"),
            }
        )
        series.action_confirm()
        self.assertEqual((series.state, series.booked_count), ("booked", 3))

    def test_closed_at_night_is_told_apart_from_a_holiday(self):
        series = self._series(start=self._utc("2026-10-12 05:00"), stop=self._utc("2026-10-12 06:00"), count=2)
        series.action_report()
        self.assertEqual((series.closed_count, series.holiday_count), (2, 0))

    def test_giving_up_books_nothing(self):
        series = self._series()
        series.action_report()
        series.action_abort()
        self.assertFalse(series.line_ids.booking_id)
        with self.assertRaisesRegex(UserError, "starts from"):
            series.action_confirm()

    def test_a_rhythm_without_sense_is_refused(self):
        for values in ({"count": 0}, {"count": 721}, {"end_by": "until", "until": False}):
            with self.assertRaises(UserError):
                self._series(**values).action_report()

    def test_others_neither_see_nor_book_it(self):
        series = self._series()
        with self.assertRaises(AccessError):
            series.with_user(self.stranger).action_report()
        self.assertTrue(series.with_user(self.manager).has_access("read"))
        self.assertTrue(series.with_user(self.auditor).has_access("read"))
        self.assertFalse(series.with_user(self.auditor).has_access("write"))

    def _booked(self):
        series = self._series(count=4, start=self._utc("2026-10-12 14:00"), stop=self._utc("2026-10-12 15:00"))
        series.action_report()
        series.action_confirm()
        return series.line_ids.booking_id.sorted("start")

    def _edit(self, booking, scope, **values):
        return (
            self.env["gaj.meeting.series.edit"]
            .with_user(self.booker)
            .create({"booking_id": booking.id, "scope": scope, **values})
        )

    def _hours(self, bookings):
        return [self._local(each.start)[11:16] for each in bookings]

    def test_this_one(self):
        bookings = self._booked()
        self._edit(bookings[1], "this", start_time=16).action_apply()
        self.assertEqual(self._hours(bookings), ["14:00", "16:00", "14:00", "14:00"])

    def test_this_and_following(self):
        bookings = self._booked()
        self._edit(bookings[1], "following", start_time=9.5, minutes=30).action_apply()
        self.assertEqual(self._hours(bookings), ["14:00", "09:30", "09:30", "09:30"])
        self.assertEqual({(each.stop - each.start).seconds for each in bookings[1:]}, {1800})

    def test_all_never_touches_the_past(self):
        bookings = self._booked()
        with freeze_time("2026-10-13 01:00:00"):
            self._edit(bookings[2], "all").action_cancel_bookings()
            self.assertEqual([each.state for each in bookings[1:]], ["cancelled"] * 3)
            self.assertNotEqual(bookings[0].state, "cancelled")
            with self.assertRaisesRegex(UserError, "has begun"):
                self._edit(bookings[0], "this").action_apply()

    def test_what_cannot_move_is_named_and_stays(self):
        bookings = self._booked()
        self._book("2026-10-19 16:00", "2026-10-19 17:00", user=self.stranger)
        edit = self._edit(bookings[0], "all", start_time=16)
        edit.action_apply()
        self.assertEqual(self._hours(bookings), ["16:00", "14:00", "16:00", "16:00"])
        self.assertIn("2026-10-19", edit.report)
