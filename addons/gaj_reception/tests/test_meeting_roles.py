from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from odoo.addons.gaj_reception.hooks import post_init_hook

from .common_meeting import MeetingCase

USER = "gaj_reception.group_gaj_meeting_user"


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-10-07 01:00:00")
class TestMeetingRoles(MeetingCase):
    """Who books rooms needs the role for it, also on what is his own."""

    def test_whoever_lost_the_role_leaves_the_own_bookings_alone(self):
        booking = self._book("2026-10-08 10:00", "2026-10-08 11:00")
        self.booker.group_ids -= self.env.ref(USER)
        for step in ("action_cancel", "action_extend_step", "action_check_in", "action_edit_series"):
            with self.subTest(step), self.assertRaisesRegex(AccessError, "Books Meeting Rooms"):
                getattr(booking, step)()
        with self.assertRaisesRegex(AccessError, "Books Meeting Rooms"):
            booking.meeting_id.action_cancel()
        self.assertEqual(booking.state, "confirmed")

    def test_whoever_is_here_when_the_add_on_comes_may_book(self):
        here = new_test_user(self.env, "was_here", groups="gaj_base.group_gaj_user")
        outside = new_test_user(self.env, "outside", groups="base.group_portal")
        here.group_ids -= self.env.ref(USER)
        post_init_hook(self.env)
        self.assertTrue(here.has_group(USER))
        self.assertFalse(outside.has_group(USER))

    def test_only_who_keeps_a_room_prints_its_label(self):
        with self.assertRaises(AccessError):
            self.room_a.with_user(self.booker).action_gaj_paper("door")
        self.assertEqual(self.room_a.with_user(self.manager).action_gaj_paper("door")["tag"], "gaj_base.paper")
