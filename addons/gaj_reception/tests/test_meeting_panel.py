import json
import re

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .common_meeting import MeetingCase

UNKNOWN = "x" * 43


@tagged("post_install", "-at_install", "gaj")
class TestMeetingPanel(MeetingCase):
    """What the tablet shows and does at 14:05 on 8 October 2026, Shanghai time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.booker.employee_id.sudo().barcode = "B1001"
        cls.room = cls.room_a.sudo()

    def _at(self, text):
        return freeze_time(self._utc(f"2026-10-08 {text}"))

    def test_free_and_what_is_next(self):
        with self._at("12:05"):
            self._book("2026-10-08 15:00", "2026-10-08 16:00", meeting=self._meeting(secrecy="public"))
            panel = self.room._gaj_panel()
        self.assertEqual((panel["status"], panel["now"], panel["lengths"]), ("free", None, [15, 30, 60]))
        self.assertEqual(
            panel["next"],
            [{"title": "Budget", "department": "Office", "start": "15:00", "stop": "16:00", "state": "confirmed"}],
        )

    def test_only_what_fits_before_the_next_meeting_is_offered(self):
        with self._at("13:05"):
            self._book("2026-10-08 15:00", "2026-10-08 16:00")  # taken from 14:30
            self.assertEqual(self.room._gaj_panel()["lengths"], [15, 30])

    def test_booking_with_a_badge_checks_in(self):
        with self._at("14:05"):
            self.room._gaj_panel_step("book", 30, "B1001")
            booking = self.env["gaj.meeting.booking"].search([("room_id", "=", self.room.id)], limit=1, order="id desc")
            self.assertEqual((booking.state, booking.organiser_id), ("in_use", self.booker))
            self.assertEqual(self._local(booking.start)[11:16], "14:00")
            self.assertEqual(self._local(booking.stop)[11:16], "14:45")
            self.assertEqual(self.room._gaj_panel()["status"], "busy")
            with self.assertRaisesRegex(UserError, "not free"):
                self.room._gaj_panel_step("book", 15, "B1001")
            self.room._gaj_panel_step("end")
            self.assertEqual(booking.state, "done")

    def test_an_unknown_badge_and_a_room_with_approval(self):
        with self._at("14:05"):
            for badge in ("", None, "nobody", {"a": 1}):
                with self.assertRaisesRegex(UserError, "books no rooms"):
                    self.room._gaj_panel_step("book", 15, badge)
            for minutes in (45, "15", None, 10**9):
                with self.assertRaisesRegex(UserError, "not free"):
                    self.room._gaj_panel_step("book", minutes, "B1001")
            self.room.approval_mode = "always"
            self.assertEqual(self.room._gaj_panel()["lengths"], [])
            with self.assertRaisesRegex(UserError, "not free"):
                self.room._gaj_panel_step("book", 15, "B1001")

    def test_check_in_at_the_panel_where_the_room_says_so(self):
        with self._at("12:00"):
            booking = self._book("2026-10-08 14:00", "2026-10-08 15:00")
        with self._at("14:05"):
            with self.assertRaisesRegex(UserError, "nobody checks in at the panel"):
                self.room._gaj_panel_step("check_in")
            self.room.checkin_mode = "panel"
            self.room._gaj_panel_step("check_in")
        self.assertEqual((booking.state, booking.checked_in_by), ("in_use", "panel"))

    def test_looking_releases_what_is_overdue(self):
        with self._at("12:00"):
            booking = self._book("2026-10-08 14:00", "2026-10-08 15:00")
        with self._at("14:15"):
            self.assertEqual(self.room._gaj_panel()["status"], "free")
        self.assertEqual(booking.state, "no_show")

    def test_service_is_called_once(self):
        with self._at("14:05"):
            self.room._gaj_panel_step("call")
            called = self.room.service_called_on
            self.assertTrue(self.room._gaj_panel()["is_called"])
        with freeze_time(self._utc("2026-10-08 14:05").replace(second=59)):
            self.room._gaj_panel_step("call")
            self.assertEqual(self.room.service_called_on, called)
        with self._at("14:06"):
            self.room._gaj_panel_step("call")
            self.assertGreater(self.room.service_called_on, called)

    def test_a_closed_room_says_so(self):
        with self._at("12:00"):
            closing = self.env["gaj.meeting.blackout"].create(
                {
                    "room_ids": [(6, 0, self.room.ids)],
                    "start": self._utc("2026-10-08 13:00"),
                    "stop": self._utc("2026-10-08 18:00"),
                }
            )
            closing.with_user(self.manager).action_confirm()
        with self._at("14:05"):
            panel = self.room._gaj_panel()
            self.assertEqual((panel["status"], panel["lengths"]), ("closed", []))

    def test_an_unknown_step(self):
        with self._at("14:05"), self.assertRaises(UserError):
            self.room._gaj_panel_step("unlink")

    def test_the_door_label_carries_the_link(self):
        name, content = self.room_a.with_user(self.manager)._gaj_paper_file("door", "pdf")
        self.assertTrue(name.endswith(".pdf"))
        self.assertTrue(content.startswith(b"%PDF"))


@tagged("post_install", "-at_install", "gaj")
class TestMeetingPages(MeetingCase, HttpCase):
    """The pages of panel and door over the network."""

    def setUp(self):
        super().setUp()
        for user in (self.booker, self.stranger):
            user.password = "meeting-pages"
        self.panel = f"/gaj/panel/{self.room_a.panel_token}"
        self.door = f"/gaj/checkin/{self.room_a.checkin_token}"

    def _now(self):
        """Book the slot that runs now: the server has its own clock."""
        room = self.room_a.sudo()
        room.is_always_open = True
        start, stop = room._gaj_now_span(60)
        booking = (
            self.env["gaj.meeting.booking"]
            .with_user(self.booker)
            .sudo()
            .create(
                {
                    "meeting_id": self._meeting(subject="Zebra").id,
                    "room_id": room.id,
                    "start": start,
                    "stop": stop,
                    "setup_minutes": 0,
                }
            )
        )
        booking._gaj_request()
        booking.release_at = fields.Datetime.add(stop, hours=1)
        self.env.flush_all()
        return booking

    def _step(self, path, **params):
        answer = self.url_open(
            f"{path}/step",
            data=json.dumps({"jsonrpc": "2.0", "params": params}),
            headers={"Content-Type": "application/json"},
        )
        return answer.json()

    def test_the_panel_shows_its_room_and_no_subject(self):
        self._now()
        for path in (self.panel, f"{self.panel}/body"):
            answer = self.url_open(path)
            self.assertEqual(answer.status_code, 200)
            self.assertIn("Room A", answer.text)
            self.assertNotIn("Zebra", answer.text)
            self.assertEqual(answer.headers["Cache-Control"], "no-store")

    def test_unknown_tokens_lead_nowhere(self):
        wrong = (UNKNOWN, "1", self.room_a.checkin_token)
        for token in wrong:
            self.assertEqual(self.url_open(f"/gaj/panel/{token}").status_code, 404)
            self.assertEqual(self.url_open(f"/gaj/panel/{token}/body").status_code, 404)
            self.assertIn("error", self._step(f"/gaj/panel/{token}", step="call"))
        self.authenticate(self.booker.login, "meeting-pages")
        for token in (UNKNOWN, self.room_a.panel_token):
            self.assertEqual(self.url_open(f"/gaj/checkin/{token}").status_code, 404)

    def test_rotated_tokens_end_the_old_links(self):
        self.assertEqual(self.url_open(self.panel).status_code, 200)
        self.room_a.with_user(self.manager).action_rotate_tokens()
        self.env.flush_all()
        self.assertEqual(self.url_open(self.panel).status_code, 404)

    def test_steps_over_the_network_touch_the_room_of_the_token_only(self):
        booking = self._now()
        other = f"/gaj/panel/{self.room_b.panel_token}"
        self.assertFalse(self._step(other, step="end")["result"]["ok"])
        self.room_a.checkin_mode = "panel"
        self.env.flush_all()
        self.assertTrue(self._step(self.panel, step="check_in")["result"]["ok"])
        booking.invalidate_recordset()
        self.assertEqual(booking.state, "in_use")
        self.assertTrue(self._step(self.panel, step="end")["result"]["ok"])
        booking.invalidate_recordset()
        self.assertEqual(booking.state, "done")

    def test_the_door_asks_to_log_in_and_comes_back(self):
        answer = self.url_open(self.door, allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.assertIn("/web/login", answer.headers["Location"])
        self.assertIn("checkin", answer.headers["Location"])

    def test_whoever_takes_part_checks_in_at_the_door(self):
        booking = self._now()
        self.authenticate(self.booker.login, "meeting-pages")
        page = self.url_open(self.door)
        self.assertIn("Zebra", page.text)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text).group(1)
        answer = self.url_open(self.door, data={"csrf_token": token, "step": "check_in"})
        self.assertIn("Checked in.", answer.text)
        booking.invalidate_recordset()
        self.assertEqual((booking.state, booking.checked_in_by), ("in_use", "qr"))

    def test_a_stranger_at_the_door_reads_no_subject_and_may_do_nothing(self):
        booking = self._now()
        self.authenticate(self.stranger.login, "meeting-pages")
        page = self.url_open(self.door)
        self.assertNotIn("Zebra", page.text)
        self.assertNotIn("csrf_token", page.text)
        booking.invalidate_recordset()
        self.assertEqual(booking.state, "confirmed")
