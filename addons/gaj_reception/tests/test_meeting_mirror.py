from freezegun import freeze_time
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_meeting import MeetingCase


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-10-08 00:00:00")
class TestMeetingMirror(MeetingCase):
    """Each booking that has its room stands once in the calendars of those who take part."""

    def _event(self, booking):
        return self.env["calendar.event"].with_context(active_test=False).search([("gaj_booking_id", "=", booking.id)])

    def test_it_appears_follows_and_goes(self):
        booking = self._book("2026-10-08 14:00", "2026-10-08 15:00", meeting=self._meeting(secrecy="public"))
        event = self._event(booking)
        self.assertEqual(len(event), 1)
        self.assertEqual((event.name, event.start, event.stop), ("Budget", booking.start, booking.stop))
        self.assertEqual(event.partner_ids, self.booker.partner_id | self.booker.employee_id.work_contact_id)
        booking.write({"start": self._utc("2026-10-08 16:00"), "stop": self._utc("2026-10-08 17:00")})
        self.assertEqual((self._event(booking), event.start), (event, booking.start))
        booking.action_cancel()
        self.assertFalse(event.exists())

    def test_a_request_that_waits_for_approval_is_in_no_calendar(self):
        self.room_a.approval_mode = "always"
        booking = self._book("2026-10-08 14:00", "2026-10-08 15:00")
        self.assertFalse(self._event(booking))
        booking.with_user(self.manager).action_confirm()
        self.assertEqual(len(self._event(booking)), 1)

    def test_attendees_come_and_go(self):
        booking = self._book("2026-10-08 14:00", "2026-10-08 15:00")
        event = self._event(booking)
        attendee = (
            self.env["gaj.meeting.attendee"]
            .with_user(self.booker)
            .create({"meeting_id": booking.meeting_id.id, "employee_id": self.stranger.employee_id.id})
        )
        self.assertIn(self.stranger.partner_id, event.partner_ids)
        attendee.unlink()
        self.assertNotIn(self.stranger.partner_id, event.partner_ids)

    def test_nobody_changes_it_by_hand(self):
        booking = self._book("2026-10-08 14:00", "2026-10-08 15:00")
        event = self._event(booking).with_user(self.booker)
        for values in ({"start": self._utc("2026-10-08 16:00")}, {"name": "Other"}, {"active": False}):
            with self.assertRaisesRegex(UserError, "follows the room booking"):
                event.write(dict(values))
        with self.assertRaisesRegex(UserError, "follows the room booking"):
            event.unlink()
        with self.assertRaisesRegex(UserError, "not in the calendar"):
            self.env["calendar.event"].with_user(self.booker).create(
                {
                    "name": "x",
                    "start": booking.start,
                    "stop": booking.stop,
                    "gaj_booking_id": booking.id,
                }
            )

    def test_an_entry_of_ones_own_is_free(self):
        event = (
            self.env["calendar.event"]
            .with_user(self.booker)
            .create({"name": "Dentist", "start": self._utc("2026-10-08 14:00"), "stop": self._utc("2026-10-08 15:00")})
        )
        event.name = "Doctor"
        event.unlink()

    def test_no_mail_goes_out(self):
        before = self.env["mail.mail"].sudo().search_count([])
        messages = self.env["mail.message"].sudo().search_count([("model", "=", "calendar.event")])
        booking = self._book("2026-10-08 14:00", "2026-10-08 15:00")
        booking.write({"start": self._utc("2026-10-08 16:00"), "stop": self._utc("2026-10-08 17:00")})
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), before)
        self.assertEqual(self.env["mail.message"].sudo().search_count([("model", "=", "calendar.event")]), messages)
