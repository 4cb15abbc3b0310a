from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.gaj_base.exceptions import AlreadyOccupied

from .common_meeting import MeetingCase


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-10-08 00:00:00")
class TestMeetingWaiting(MeetingCase):
    """Whoever waits is told when the room is free for the whole time; whoever books first has it."""

    def setUp(self):
        super().setUp()
        self.taken = self._book("2026-10-08 14:00", "2026-10-08 15:00")
        self.wish = self._wait(self.stranger)

    def _wait(self, user, start="2026-10-08 14:00", stop="2026-10-08 15:00"):
        draft = self._draft(start, stop, user=user)
        draft.action_wait()
        return self.env["gaj.meeting.waiting"].search([("meeting_id", "=", draft.meeting_id.id)]).with_user(user)

    def test_told_by_activity_when_the_room_is_given_back(self):
        second = self._wait(self.colleague)
        self.taken.action_cancel()
        self.assertEqual((self.wish.state, second.state), ("told", "told"))
        self.assertEqual(self.wish.activity_ids.user_id, self.stranger)
        self.wish.action_book()
        self.assertEqual((self.wish.state, self.wish.booking_id.state), ("booked", "confirmed"))
        with self.assertRaises(AlreadyOccupied):
            second.action_book()

    def test_told_when_the_meeting_moves_away(self):
        self.taken.write({"start": self._utc("2026-10-08 18:00"), "stop": self._utc("2026-10-08 19:00")})
        self.assertEqual(self.wish.state, "told")

    def test_told_when_nobody_shows_up(self):
        later = self._wait(self.stranger, "2026-10-08 15:00", "2026-10-08 16:00")
        with freeze_time("2026-10-08 06:20:00"):
            self.env["gaj.meeting.booking"]._gaj_release_overdue()
            self.assertEqual(self.taken.state, "no_show")
            self.assertEqual(later.state, "told")
            self.assertEqual(self.wish.state, "waiting", "its time has begun already")

    def test_not_told_while_part_of_the_time_is_taken(self):
        longer = self._wait(self.stranger, "2026-10-08 14:00", "2026-10-08 17:00")
        self._book("2026-10-08 16:30", "2026-10-08 17:30", user=self.colleague)
        self.taken.action_cancel()
        self.assertEqual(longer.state, "waiting")

    def test_closing_a_wish(self):
        self.wish.action_close()
        self.taken.action_cancel()
        self.assertEqual(self.wish.state, "closed")
        with self.assertRaises(UserError):
            self.wish.action_book()

    def test_others_see_no_wish(self):
        with self.assertRaises(AccessError):
            self.wish.with_user(self.colleague).action_book()
        self.assertTrue(self.wish.with_user(self.manager).has_access("read"))

    def test_nobody_waits_for_the_past(self):
        with self.assertRaisesRegex(UserError, "gone by"):
            self._wait(self.stranger, "2026-10-07 14:00", "2026-10-07 15:00")
