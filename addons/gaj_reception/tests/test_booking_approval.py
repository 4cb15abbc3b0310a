from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.gaj_base.exceptions import AlreadyOccupied

from .common_meeting import MeetingCase


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-10-08 00:00:00")  # 08:00 in Shanghai
class TestBookingApproval(MeetingCase):
    """Who approves, how long a request holds its room, and which changes ask again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.approver = cls._user("approver", cls.archive, "gaj_reception.group_gaj_meeting_approver")
        cls.room_a.write({"approval_mode": "always", "approver_ids": cls.approver.ids})

    def test_request_holds_and_is_approved(self):
        booking = self._book("2026-10-12 09:00", "2026-10-12 10:00")
        self.assertEqual((booking.state, booking.meeting_id.state), ("requested", "planned"))
        self.assertEqual(self._local(booking.expires_at), "2026-10-09 08:00:00")
        with self.assertRaises(AlreadyOccupied):
            self._book("2026-10-12 09:00", "2026-10-12 10:00", user=self.stranger)
        booking.with_user(self.approver).action_confirm()
        self.assertEqual((booking.state, booking.decided_by_id), ("confirmed", self.approver))
        self.assertEqual(self._local(booking.release_at), "2026-10-12 09:15:00")

    def test_expiry_to_the_minute(self):
        near = self._book("2026-10-08 14:00", "2026-10-08 15:00")
        self.assertEqual(self._local(near.expires_at), "2026-10-08 13:00:00")
        with freeze_time("2026-10-08 04:59:59"):
            self.env["gaj.meeting.booking"]._gaj_release_overdue()
            self.assertEqual(near.state, "requested")
        with freeze_time("2026-10-08 05:00:00"):
            with self.assertRaisesRegex(UserError, "has expired"):
                near.with_user(self.approver).action_confirm()
            other = self._book("2026-10-08 14:15", "2026-10-08 15:00", user=self.stranger)
            self.assertEqual((near.state, near.meeting_id.state), ("expired", "draft"))
            self.assertEqual(other.state, "requested")

    def test_too_late_to_be_approved(self):
        with self.assertRaisesRegex(UserError, "too late"):
            self._book("2026-10-08 09:00", "2026-10-08 10:00")
        self._book("2026-10-08 09:15", "2026-10-08 10:00")

    def test_nobody_decides_on_the_own_request(self):
        own = self._book("2026-10-12 09:00", "2026-10-12 10:00", user=self.approver)
        with self.assertRaisesRegex(UserError, "somebody else decides"):
            own.action_confirm()
        with self.assertRaisesRegex(UserError, "somebody else decides"):
            own.action_reject("no")
        lent = self._draft("2026-10-13 09:00", "2026-10-13 10:00", user=self.manager)
        lent.meeting_id.sudo().organiser_id = self.booker
        lent.action_request()
        with self.assertRaisesRegex(UserError, "somebody else decides"):
            lent.action_confirm()
        own.with_user(self.manager).action_confirm()
        self.assertEqual(own.state, "confirmed")

    def test_only_approvers_decide(self):
        booking = self._book("2026-10-12 09:00", "2026-10-12 10:00")
        for user in (self.colleague, self.stranger, self.staff, self.auditor):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                booking.with_user(user).action_confirm()
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                booking.with_user(user).action_reject("no")
        with self.assertRaisesRegex(UserError, "Say why"):
            booking.with_user(self.approver).action_reject(" ")
        booking.with_user(self.approver).action_reject("closed for repairs")
        self.assertEqual((booking.state, booking.reason), ("rejected", "closed for repairs"))
        self.assertFalse(self._rows(booking))

    def test_other_departments_ask(self):
        self.room_a.write({"approval_mode": "other_unit", "department_id": self.office.id})
        self.assertEqual(self._book("2026-10-12 09:00", "2026-10-12 10:00").state, "confirmed")
        other = self._book("2026-10-13 09:00", "2026-10-13 10:00", user=self.stranger)
        self.assertEqual(other.state, "requested")

    def test_changes_of_an_approved_meeting(self):
        booking = self._book("2026-10-12 09:00", "2026-10-12 11:00")
        booking.with_user(self.approver).action_confirm()
        booking.write({"start": self._utc("2026-10-12 09:30"), "stop": self._utc("2026-10-12 10:30")})
        self.assertEqual(booking.state, "confirmed")
        self.assertEqual([row[1:] for row in self._rows(booking)], [("09:00", "10:50:00")])
        self.assertEqual(self._local(booking.release_at), "2026-10-12 09:45:00")
        booking.stop = self._utc("2026-10-12 10:45")
        self.assertEqual((booking.state, booking.release_at), ("requested", False))
        booking.with_user(self.approver).action_confirm()
        booking.with_user(self.manager).write({"start": self._utc("2026-10-12 09:15")})
        self.assertEqual(booking.state, "confirmed", "who approves may move it at once")
        booking.room_id = self.room_b
        self.assertEqual(booking.state, "confirmed", "the other room asks nobody")

    def test_without_hold_the_approved_one_wins(self):
        self.room_a.hold_on_request = False
        first = self._book("2026-10-12 09:00", "2026-10-12 10:00")
        second = self._book("2026-10-12 09:30", "2026-10-12 10:30", user=self.stranger)
        third = self._book("2026-10-12 13:00", "2026-10-12 14:00", user=self.stranger)
        self.assertFalse(self._rows(first) + self._rows(second))
        self.assertEqual(second._gaj_losers(), first)
        self.assertEqual(second.with_user(self.approver).loser_ids, first.with_user(self.approver))
        second.with_user(self.approver).action_confirm()
        self.assertEqual((first.state, second.state, third.state), ("rejected", "confirmed", "requested"))
        self.assertEqual(first.reason, "The room was given to another meeting.")

    def test_hold_of_others_refuses_the_approval(self):
        self.room_a.hold_on_request = False
        asked = self._book("2026-10-12 09:00", "2026-10-12 10:00")
        self._book("2026-10-12 09:00", "2026-10-12 10:00", room=self.hall, user=self.stranger)
        with self.assertRaises(AlreadyOccupied):
            asked.with_user(self.approver).action_confirm()
        self.assertEqual(asked.state, "requested")

    def test_extending_an_approved_meeting_before_it_begins_asks_again(self):
        booking = self._book("2026-10-12 09:00", "2026-10-12 10:00")
        booking.with_user(self.approver).action_confirm()
        booking.action_extend(15)
        self.assertEqual(booking.state, "requested")
        booking.with_user(self.approver).action_confirm()
        with freeze_time("2026-10-12 01:00:00"):
            booking.action_check_in()
            booking.action_extend(15)
        self.assertEqual((booking.state, self._local(booking.stop)), ("in_use", "2026-10-12 10:30:00"))

    def test_the_rest_of_an_approved_meeting_needs_no_second_approval(self):
        booking = self._book("2026-10-12 09:00", "2026-10-12 10:00")
        booking.with_user(self.approver).action_confirm()
        with freeze_time("2026-10-12 01:20:00"):
            action = booking.action_rebook_rest()
            rest = self.env["gaj.meeting.booking"].browse(action["res_id"])
            self.assertEqual((booking.state, rest.state), ("no_show", "confirmed"))

    def test_approvers_have_the_role(self):
        with self.assertRaisesRegex(UserError, "Stranger cannot approve"):
            self.room_a.approver_ids += self.stranger
