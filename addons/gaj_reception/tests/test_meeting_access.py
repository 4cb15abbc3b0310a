from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_meeting import MeetingCase


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-10-08 00:00:00")
class TestMeetingAccess(MeetingCase):
    """Everybody sees busy and free; who sees what it is about, and who changes it, follows the table of roles."""

    def _sees(self, meeting):
        users = (
            self.booker,
            self.colleague,
            self.stranger,
            self.contact,
            self.staff,
            self.manager,
            self.auditor,
        )
        return {user.name for user in users if meeting.with_user(user).search_count([("id", "=", meeting.id)])}

    def test_who_knows_the_subject(self):
        public, internal = self._meeting(secrecy="public"), self._meeting()
        secret = self._meeting(secrecy="confidential")
        everybody = {"Booker", "Colleague", "Stranger", "Contact", "Staff", "Manager", "Auditor"}
        self.assertEqual(self._sees(public), everybody)
        self.assertEqual(self._sees(internal), {"Booker", "Colleague", "Contact", "Manager", "Auditor"})
        self.assertEqual(self._sees(secret), {"Booker", "Auditor"})
        secret.attendee_ids = [Command.create({"employee_id": self.stranger.employee_id.id})]
        self.assertEqual(self._sees(secret), {"Booker", "Stranger", "Auditor"})

    def test_bookings_are_busy_for_everybody_without_a_subject(self):
        booking = self._book("2026-10-09 09:00", "2026-10-09 10:00", meeting=self._meeting(subject="Budget cuts"))
        seen = booking.with_user(self.stranger)
        self.assertEqual((seen.title, seen.display_name), ("Meeting", "A Meeting"))
        values = seen.web_read({"meeting_id": {"fields": {"display_name": {}}}, "start": {}, "display_name": {}})
        self.assertNotIn("Budget cuts", str(values))
        self.assertNotIn("Budget cuts", str(seen.read(["meeting_id", "title"])))
        self.assertEqual(booking.with_user(self.colleague).title, "Budget cuts")
        self.assertEqual(self.env["gaj.occupancy"]._gaj_of(booking).name, "Meeting")
        booking.meeting_id.secrecy = "public"
        self.assertEqual(self.env["gaj.occupancy"]._gaj_of(booking).name, "Budget cuts")
        booking.meeting_id.subject = "Budget"
        self.assertEqual(self.env["gaj.occupancy"]._gaj_of(booking).name, "Budget")
        with self.assertRaises(AccessError):
            self._meeting(subject="Other").with_user(self.stranger).read(["subject"])

    def test_who_writes(self):
        draft = self._draft("2026-10-09 09:00", "2026-10-09 10:00")
        for user in (self.colleague, self.stranger, self.staff, self.auditor):
            for record, vals in ((draft, {"is_main": False}), (draft.meeting_id, {"planned_attendees": 11})):
                with self.subTest(user=user.name, model=record._name), self.assertRaises(AccessError):
                    record.with_user(user).write(vals)
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                draft.with_user(user).action_request()
        for user in (self.booker, self.contact, self.manager):
            draft.with_user(user).write({"is_main": user == self.booker})
            draft.meeting_id.with_user(user).write({"planned_attendees": 12})
        draft.with_user(self.contact).action_request()
        for user in (self.colleague, self.stranger, self.staff, self.auditor):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                draft.with_user(user).action_cancel("not yours")
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                draft.with_user(user).write({"stop": self._utc("2026-10-09 09:45")})

    def test_the_manager_says_why(self):
        booking = self._book("2026-10-09 09:00", "2026-10-09 10:00")
        with self.assertRaisesRegex(UserError, "Say why"):
            booking.with_user(self.manager).action_cancel()
        booking.with_user(self.manager).action_cancel("the pipes burst")
        self.assertEqual((booking.state, booking.reason), ("cancelled", "the pipes burst"))

    def test_confidential_is_managed_without_being_read(self):
        self.room_a.is_secrecy_ok = True
        booking = self._book("2026-10-09 09:00", "2026-10-09 10:00", meeting=self._meeting(secrecy="confidential"))
        booking.with_user(self.manager).write({"stop": self._utc("2026-10-09 09:30")})
        self.assertEqual(self._local(booking.stop), "2026-10-09 09:30:00")
        self.assertEqual(booking.with_user(self.manager).title, "Meeting")
        with self.assertRaises(AccessError):
            booking.with_user(self.manager).action_open_meeting()

    def test_states_are_set_by_steps_only(self):
        booking = self._draft("2026-10-09 09:00", "2026-10-09 10:00")
        for name, value in (("state", "confirmed"), ("is_protected", True), ("occ_stop", "2026-10-09 00:00:00")):
            with self.subTest(field=name), self.assertRaisesRegex(UserError, "set by the system"):
                booking.write({name: value})
        booking.action_request()
        booking.action_cancel()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            booking.write({"start": self._utc("2026-10-09 09:15")})
        with self.assertRaisesRegex(UserError, "stays on record"):
            booking.unlink()

    def test_meeting_steps(self):
        meeting = self._meeting()
        with self.assertRaisesRegex(UserError, "no room to ask for"):
            meeting.action_request()
        self._draft("2026-10-09 09:00", "2026-10-09 10:00", meeting=meeting)
        self._draft("2026-10-09 09:00", "2026-10-09 10:00", room=self.room_b, meeting=meeting, is_main=False)
        meeting.action_request()
        self.assertEqual((meeting.state, set(meeting.booking_ids.mapped("state"))), ("planned", {"confirmed"}))
        with self.assertRaisesRegex(UserError, "has not begun"):
            meeting.action_hold()
        with freeze_time("2026-10-09 02:00:00"):
            meeting.booking_ids.sudo().write({"state": "in_use"})
            meeting.action_hold()
            self.assertEqual(meeting.state, "held")
            with self.assertRaises(AccessError):
                meeting.action_settle()
            meeting.with_user(self.manager).action_settle()
            self.assertEqual(meeting.state, "settled")
            with self.assertRaisesRegex(UserError, "stays as it is"):
                meeting.subject = "Other"

    def test_calling_off_frees_all_rooms(self):
        booking = self._book("2026-10-09 09:00", "2026-10-09 10:00")
        meeting = booking.meeting_id
        with self.assertRaisesRegex(UserError, "stays on record"):
            meeting.unlink()
        with self.assertRaises(AccessError):
            meeting.with_user(self.colleague).action_cancel()
        meeting.action_cancel("put off")
        self.assertEqual((meeting.state, booking.state), ("cancelled", "cancelled"))
        self.assertFalse(self._rows(booking))
        draft = self._draft("2026-10-09 09:00", "2026-10-09 10:00")
        draft.meeting_id.unlink()
        self.assertFalse(draft.exists())

    def test_reason_dialog(self):
        booking = self._book("2026-10-09 09:00", "2026-10-09 10:00")
        dialog = self.env["gaj.meeting.booking.reason"].with_user(self.booker)
        dialog.create({"booking_ids": booking.ids, "step": "cancel", "reason": "ill"}).action_apply()
        self.assertEqual((booking.state, booking.reason), ("cancelled", "ill"))
