import json

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from odoo.addons.gaj_base.exceptions import AlreadyOccupied

from .common_meeting import MeetingCase

SECRET = "Zebra reorganisation"
NOW = "2026-10-08 00:00:00"


class MaskedCase(MeetingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.room_a.is_secrecy_ok = True

    def _secret(self, secrecy="confidential"):
        """Return a booking of 14:00–15:00 on the day of the tests, whose subject nobody else may learn."""
        meeting = self._meeting(subject=SECRET, secrecy=secrecy)
        return self._book("2026-10-08 14:00", "2026-10-08 15:00", meeting=meeting)

    def _assert_hidden(self, answer):
        self.assertNotIn(SECRET, json.dumps(answer, default=str, ensure_ascii=False))


@tagged("post_install", "-at_install", "gaj")
@freeze_time(NOW)
class TestMeetingMasking(MaskedCase):
    """What a meeting is about is reached by those who may know it, and by nobody else through any door."""

    def setUp(self):
        super().setUp()
        self.booking = self._secret()
        self.meeting = self.booking.sudo().meeting_id
        self.outsiders = self.stranger | self.colleague | self.manager | self.staff

    def _as(self, user):
        self.env.invalidate_all()
        return self.env["gaj.meeting.booking"].with_user(user), self.env["gaj.meeting"].with_user(user)

    def test_the_organiser_reads_it(self):
        bookings, meetings = self._as(self.booker)
        self.assertEqual(bookings.browse(self.booking.id).title, SECRET)
        self.assertEqual(meetings.search([("subject", "ilike", "Zebra")]), self.meeting)

    def test_an_attendee_reads_it_and_somebody_taken_off_the_list_does_not(self):
        attendee = self.env["gaj.meeting.attendee"].create(
            {"meeting_id": self.meeting.id, "employee_id": self.stranger.employee_id.id}
        )
        self.assertEqual(self._as(self.stranger)[1].browse(self.meeting.id).display_name, SECRET)
        attendee.unlink()
        self.assertEqual(self._as(self.stranger)[1].browse(self.meeting.id).display_name, "Meeting")

    def test_reading_the_meeting_is_refused(self):
        for user in self.outsiders:
            _bookings, meetings = self._as(user)
            with self.assertRaises(AccessError):
                meetings.browse(self.meeting.id).read(["subject"])

    def test_display_name_is_masked_even_with_lent_rights(self):
        for user in self.outsiders:
            bookings, meetings = self._as(user)
            self.assertEqual(meetings.browse(self.meeting.id).sudo().display_name, "Meeting")
            self._assert_hidden(bookings.browse(self.booking.id).read(["display_name", "title", "meeting_id"]))
            self._assert_hidden(bookings.browse(self.booking.id).sudo().display_name)

    def test_search_finds_nothing_by_the_subject(self):
        for user in self.outsiders:
            bookings, meetings = self._as(user)
            self.assertFalse(meetings.search([("subject", "ilike", "Zebra")]))
            self.assertFalse(meetings.name_search("Zebra"))
            for leaf in (
                ("meeting_id.subject", "ilike", "Zebra"),
                ("meeting_id", "ilike", "Zebra"),
                ("meeting_id", "any", [("subject", "ilike", "Zebra")]),
                ("meeting_id.display_name", "ilike", "Zebra"),
            ):
                self.assertFalse(bookings.search([leaf]) & self.booking, leaf)

    def test_groups_name_it_meeting(self):
        for user in self.outsiders:
            bookings, meetings = self._as(user)
            self._assert_hidden(bookings.formatted_read_group([], ["meeting_id"], ["__count"]))
            self._assert_hidden(bookings.web_read_group([], ["meeting_id"]))
            self._assert_hidden(meetings.formatted_read_group([], ["subject"], ["__count"]))
            self._assert_hidden(meetings._read_group([], ["subject"], ["subject:array_agg"]))

    def test_a_group_by_the_subject_of_bookings_tells_nothing(self):
        for user in self.outsiders:
            bookings, _meetings = self._as(user)
            try:
                answer = bookings.formatted_read_group([], ["meeting_id.subject"], ["__count"])
            except (AccessError, ValueError):
                continue
            self._assert_hidden(answer)

    def test_web_read_of_the_linked_meeting(self):
        for user in self.outsiders:
            bookings, _meetings = self._as(user)
            self._assert_hidden(
                bookings.web_search_read([], {"meeting_id": {"fields": {"display_name": {}}}, "title": {}})
            )
            with self.assertRaises(AccessError):
                bookings.browse(self.booking.id).web_read({"meeting_id": {"fields": {"subject": {}}}})

    def test_export(self):
        self.outsiders.group_ids += self.env.ref("base.group_allow_export")
        for user in self.outsiders:
            bookings, _meetings = self._as(user)
            self._assert_hidden(bookings.browse(self.booking.id).export_data(["display_name", "title", "room_id"]))
            for path in ("meeting_id", "meeting_id/subject", "meeting_id/display_name"):
                with self.assertRaises(AccessError):
                    bookings.browse(self.booking.id).export_data([path])

    def test_the_ledger(self):
        rows = self.env["gaj.occupancy"]._gaj_of(self.booking)
        self.assertEqual(set(rows.mapped("name")), {"Meeting"})
        self._assert_hidden(self.env["gaj.occupancy"].with_user(self.stranger).browse(rows.ids).read())

    def test_a_refusal_names_no_subject(self):
        draft = self._draft("2026-10-08 14:30", "2026-10-08 15:30", user=self.stranger)
        with self.assertRaises(AlreadyOccupied) as refused:
            draft.action_request()
        self._assert_hidden([str(refused.exception), refused.exception.conflicts])

    def test_the_panel(self):
        room = self.room_a.sudo()
        with freeze_time("2026-10-08 06:10:00"):
            self._assert_hidden(room._gaj_panel())
            self.assertEqual(room._gaj_panel()["now"]["title"], "Meeting")

    def test_the_mirror_event(self):
        event = self.env["calendar.event"].search([("gaj_booking_id", "=", self.booking.id)])
        self.assertEqual((event.name, event.privacy, event.location), ("Meeting", "private", False))
        self.env.invalidate_all()
        for user in self.outsiders:
            seen = self.env["calendar.event"].with_user(user).browse(event.id)
            self._assert_hidden(seen.read(["display_name", "name", "description", "location", "start"]))
            self.assertEqual(seen.display_name, "Busy")

    def test_who_takes_part_is_not_told_by_the_calendar(self):
        self.env["gaj.meeting.attendee"].create(
            {"meeting_id": self.meeting.id, "employee_id": self.auditor.employee_id.id}
        )
        event = self.env["calendar.event"].search([("gaj_booking_id", "=", self.booking.id)])
        self.assertIn(self.auditor.partner_id, event.partner_ids)
        attendees = self.env["calendar.attendee"]
        self.assertTrue(attendees.with_user(self.auditor).search([("event_id", "=", event.id)]))
        self.assertFalse(attendees.with_user(self.stranger).search([("event_id", "=", event.id)]))
        with self.assertRaises(AccessError):
            self.env["calendar.event"].with_user(self.stranger).search([("gaj_booking_id", "=", self.booking.id)])

    def test_a_follower_who_may_not_read_it_gets_no_mail(self):
        self.meeting.sudo().message_subscribe((self.stranger | self.booker).partner_id.ids)
        message = (
            self.meeting.with_user(self.manager).sudo().message_post(body="Come early", subtype_xmlid="mail.mt_comment")
        )
        self.assertEqual(message.notified_partner_ids, self.booker.partner_id)

    def test_an_activity_of_somebody_else_names_it_meeting(self):
        activity = (
            self.meeting.with_user(self.manager)
            .sudo()
            .activity_schedule("mail.mail_activity_data_todo", user_id=self.booker.id)
        )
        self._assert_hidden(activity.read(["res_name", "display_name", "summary"]))

    def test_messages_on_screens_say_room_and_time_only(self):
        bus = self.env["bus.bus"].sudo()
        before = bus.search([], order="id desc", limit=1).id
        self.booking.action_cancel()
        self.env.cr.precommit.run()
        self._assert_hidden(bus.search([("id", ">", before)]).mapped("message"))

    def test_an_internal_meeting_is_masked_for_other_departments(self):
        self.meeting.with_user(self.booker).secrecy = "internal"
        self.assertEqual(self._as(self.colleague)[0].browse(self.booking.id).title, SECRET)
        self.assertEqual(self._as(self.stranger)[0].browse(self.booking.id).title, "Meeting")

    def test_a_public_meeting_is_named_everywhere_from_that_moment_on(self):
        self.meeting.with_user(self.booker).secrecy = "public"
        self.assertEqual(self._as(self.stranger)[0].browse(self.booking.id).title, SECRET)
        self.assertEqual(set(self.env["gaj.occupancy"]._gaj_of(self.booking).mapped("name")), {SECRET})
        event = self.env["calendar.event"].search([("gaj_booking_id", "=", self.booking.id)])
        self.assertEqual((event.name, event.privacy), (SECRET, "public"))

    def test_the_series_and_the_waiting_list_are_masked(self):
        series = self.env["gaj.meeting.series"].create(
            {
                "meeting_id": self.meeting.id,
                "room_id": self.room_b.id,
                "start": self._utc("2026-10-12 14:00"),
                "stop": self._utc("2026-10-12 15:00"),
            }
        )
        self.env.invalidate_all()
        for user in self.manager:
            self._assert_hidden(series.with_user(user).read(["display_name", "meeting_id"]))
        with self.assertRaises(AccessError):
            series.with_user(self.stranger).read(["meeting_id"])


@tagged("post_install", "-at_install", "gaj")
class TestMeetingMaskingHttp(MaskedCase, HttpCase):
    """The same over the network: an integration with a stranger's key learns no subject."""

    def test_json_2(self):
        with freeze_time(NOW):
            booking = self._secret()
        key = (
            self.env["res.users.apikeys"]
            .with_user(self.stranger)
            ._generate("rpc", "test", fields.Datetime.add(fields.Datetime.now(), days=1))
        )
        self.env.flush_all()

        def call(model, method, **arguments):
            return self.url_open(
                f"/json/2/{model}/{method}",
                data=json.dumps(arguments),
                headers={"Content-Type": "application/json", "Authorization": f"bearer {key}"},
            )

        answer = call(
            "gaj.meeting.booking",
            "search_read",
            domain=[["id", "=", booking.id]],
            fields=["title", "meeting_id", "display_name"],
        )
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.json()[0]["title"], "Meeting")
        self.assertNotIn(SECRET, answer.text)
        answer = call("gaj.meeting", "read", ids=[booking.sudo().meeting_id.id], fields=["subject"])
        self.assertEqual(answer.status_code, 403)
        self.assertNotIn(SECRET, answer.text)
        answer = call("gaj.meeting", "search_count", domain=[["subject", "ilike", "Zebra"]])
        self.assertEqual(answer.json(), 0)
