from freezegun import freeze_time
from odoo.exceptions import AccessError, RedirectWarning, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.gaj_base.exceptions import AlreadyOccupied

from .common_meeting import MeetingCase


def shanghai(clock):
    """Return the frozen moment of 9 October 2026, ``clock`` o'clock in Shanghai."""
    hour, rest = int(clock[:2]), clock[2:]
    return freeze_time(f"2026-10-09 {hour - 8:02}{rest}")


@tagged("post_install", "-at_install", "gaj")
class TestBookingCheckin(MeetingCase):
    """Check-in, release without any scheduled action, check-out and extension."""

    def setUp(self):
        super().setUp()
        self.env.ref("gaj_reception.cron_gaj_meeting_tidy").active = False
        with freeze_time("2026-10-08 00:00:00"):
            self.booking = self._book("2026-10-09 09:00", "2026-10-09 10:30")

    def test_window(self):
        with shanghai("08:44:59"), self.assertRaisesRegex(UserError, "opens at 08:45"):
            self.booking.action_check_in()
        with shanghai("08:45:00"):
            self.booking.action_check_in()
        self.assertEqual((self.booking.state, self.booking.checked_in_by), ("in_use", "staff"))
        with shanghai("09:30:00"):
            self.env["gaj.meeting.booking"]._gaj_release_overdue()
        self.assertEqual(self.booking.state, "in_use")

    def test_last_second(self):
        with shanghai("09:14:59"):
            self.booking.action_check_in("qr")
        self.assertEqual(self.booking.state, "in_use")

    def test_too_late_offers_the_rest(self):
        with shanghai("09:15:00"), self.assertRaises(RedirectWarning) as refused:
            self.booking.action_check_in()
        self.assertIn("Book the Rest", refused.exception.args)
        with shanghai("09:15:20"):
            action = self.booking.action_rebook_rest()
        rest = self.env["gaj.meeting.booking"].browse(action["res_id"])
        self.assertEqual((self.booking.state, rest.state, rest.moved_from_id), ("no_show", "confirmed", self.booking))
        self.assertEqual([row[1:] for row in self._rows(self.booking)], [("08:30", "09:15:00")])
        self.assertEqual([row[1:] for row in self._rows(rest)], [("09:15", "10:50:00")])
        self.assertEqual(rest.meeting_id.state, "planned")

    def test_the_rest_is_gone(self):
        with shanghai("09:15:00"):
            self.room_a.setup_minutes = 0
            self._book("2026-10-09 09:15", "2026-10-09 10:00", user=self.stranger)
            self.assertEqual(self.booking.state, "no_show")
            with self.assertRaises(AlreadyOccupied):
                self.booking.action_rebook_rest()
        with shanghai("10:30:00"), self.assertRaisesRegex(UserError, "is over"):
            self.booking.action_rebook_rest()

    def test_search_and_request_release_without_cron(self):
        find = self.env["gaj.meeting.room"].with_user(self.stranger)._gaj_search
        wish = (self._utc("2026-10-09 10:00"), self._utc("2026-10-09 11:00"), 5)
        with shanghai("09:14:59"):
            self.assertFalse(find(*wish, rooms=self.room_a)[0])
        with shanghai("09:15:00"):
            self.assertEqual(find(*wish, rooms=self.room_a)[0][0]["room"], self.room_a)
        self.assertEqual(self.booking.state, "no_show")
        self.assertEqual(self.booking.meeting_id.state, "draft")

    def test_protected_is_never_released(self):
        with freeze_time("2026-10-08 00:00:00"):
            with self.assertRaises(AccessError):
                self.booking.action_protect()
            self.booking.with_user(self.manager).action_protect()
        with shanghai("10:00:00"):
            self.env["gaj.meeting.booking"]._gaj_release_overdue()
            self.assertEqual(self.booking.state, "confirmed")
            self.booking.action_check_in()
            self.assertEqual(self.booking.state, "in_use")

    def test_check_out_shortens(self):
        with shanghai("09:00:00"):
            self.booking.action_check_in()
        with shanghai("09:40:00"):
            self.booking.action_check_out()
            self.assertEqual([row[1:] for row in self._rows(self.booking)], [("08:30", "10:00:00")])
            self.assertEqual((self.booking.state, self.booking.meeting_id.state), ("done", "held"))
            self.room_a.setup_minutes = 0
            self._book("2026-10-09 10:00", "2026-10-09 11:00", user=self.stranger)
            with self.assertRaisesRegex(UserError, "this step starts from"):
                self.booking.action_check_out()

    def test_extension(self):
        with freeze_time("2026-10-08 00:00:00"):
            self.room_a.slot_minutes = 5
            self._book("2026-10-09 11:50", "2026-10-09 12:30", user=self.stranger)
        with shanghai("10:20:00"):
            self.booking.sudo().write({"state": "in_use"})
            with self.assertRaisesRegex(UserError, "steps of 15"):
                self.booking.action_extend(20)
            self.booking.action_extend(15)
            self.assertEqual([row[1:] for row in self._rows(self.booking)], [("08:30", "11:05:00")])
            self.booking.action_extend_step()
            self.assertEqual([row[1:] for row in self._rows(self.booking)], [("08:30", "11:20:00")])
            with self.assertRaises(AlreadyOccupied):
                self.booking.action_extend(15)
            self.assertEqual(self._local(self.booking.stop), "2026-10-09 11:00:00")

    def test_attendees_check_in_others_do_not(self):
        with shanghai("09:00:00"):
            for user in (self.stranger, self.colleague, self.auditor):
                with self.subTest(user=user.name), self.assertRaises(AccessError):
                    self.booking.with_user(user).action_check_in()
            self.booking.meeting_id.attendee_ids = [Command.create({"employee_id": self.stranger.employee_id.id})]
            self.booking.with_user(self.stranger).action_check_in()
        self.assertEqual(self.booking.state, "in_use")

    def test_no_check_in_where_nobody_checks(self):
        with freeze_time("2026-10-08 00:00:00"):
            self.room_b.checkin_mode = "none"
            quiet = self._book("2026-10-09 09:00", "2026-10-09 10:00", room=self.room_b)
        with shanghai("10:01:00"):
            self.env["gaj.meeting.booking"]._gaj_tidy()
        self.assertEqual((quiet.state, quiet.meeting_id.state), ("done", "held"))
        self.assertEqual(self.booking.state, "no_show")

    def test_scanned_door_offers_check_in_and_book(self):
        with shanghai("09:00:00"):
            offers = self.spaces[0].with_user(self.booker)._gaj_scan_actions()
            self.assertEqual([each["id"] for each in offers], ["open", "check_in", "book"])
            server = self.env["ir.actions.server"].browse(offers[1]["action"]["id"]).with_user(self.booker)
            server.with_context(**offers[1]["action"]["context"]).run()
            self.assertEqual((self.booking.state, self.booking.checked_in_by), ("in_use", "qr"))
            offers = self.spaces[0].with_user(self.stranger)._gaj_scan_actions()
            self.assertEqual([each["id"] for each in offers], ["open", "book"])
            self.assertEqual(offers[1]["action"]["params"], {"room_id": self.room_a.id})
