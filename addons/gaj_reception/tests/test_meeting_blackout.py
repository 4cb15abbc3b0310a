from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.gaj_base.exceptions import AlreadyOccupied

from .common_meeting import MeetingCase


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-10-08 00:00:00")
class TestMeetingBlackout(MeetingCase):
    """A room is closed when each meeting booked then was moved or cancelled."""

    def _closing(self, rooms=None, **values):
        return (
            self.env["gaj.meeting.blackout"]
            .with_user(self.manager)
            .create(
                {
                    "room_ids": [(6, 0, (rooms or self.room_a).ids)],
                    "start": self._utc("2026-10-08 12:00"),
                    "stop": self._utc("2026-10-09 12:00"),
                    **values,
                }
            )
        )

    def test_bookings_are_listed_and_come_first(self):
        booking = self._book("2026-10-08 14:00", "2026-10-08 15:00")
        closing = self._closing()
        self.assertEqual(closing.in_the_way_ids, booking)
        with self.assertRaisesRegex(UserError, "Move or cancel"):
            closing.action_confirm()
        booking.with_user(self.manager).write({"room_id": self.room_b.id})
        closing.action_confirm()
        self.assertEqual(self.env["gaj.occupancy"]._gaj_of(closing).mapped("kind"), ["repair"])
        with self.assertRaises(AlreadyOccupied):
            self._book("2026-10-08 14:00", "2026-10-08 15:00")

    def test_a_request_that_holds_nothing_is_listed_too(self):
        self.room_a.write({"approval_mode": "always", "hold_on_request": False})
        request = self._book("2026-10-08 14:00", "2026-10-08 15:00")
        self.assertEqual(self._closing().in_the_way_ids, request)

    def test_closing_a_part_finds_the_hall(self):
        booking = self._book("2026-10-08 14:00", "2026-10-08 15:00", room=self.hall)
        self.assertEqual(self._closing(self.room_c).in_the_way_ids, booking)

    def test_pest_control_is_a_hold_and_lifting_opens_and_tells(self):
        closing = self._closing(kind="pest")
        closing.action_confirm()
        self.assertEqual(self.env["gaj.occupancy"]._gaj_of(closing).mapped("kind"), ["hold"])
        draft = self._draft("2026-10-08 14:00", "2026-10-08 15:00")
        draft.action_wait()
        closing.action_lift()
        self.assertEqual(self.env["gaj.meeting.waiting"].search([], limit=1, order="id desc").state, "told")
        draft.action_request()
        self.assertEqual(draft.state, "confirmed")

    def test_an_active_closing_stays_as_it_is(self):
        closing = self._closing()
        closing.action_confirm()
        with self.assertRaises(UserError):
            closing.stop = self._utc("2026-10-10 12:00")
        with self.assertRaises(UserError):
            closing.unlink()

    def test_taking_a_room_out_of_use_likewise(self):
        booking = self._book("2026-10-08 14:00", "2026-10-08 15:00")
        with self.assertRaisesRegex(UserError, "Move or cancel"):
            self.room_a.with_user(self.manager).action_archive()
        booking.action_cancel()
        self.room_a.with_user(self.manager).action_archive()
        self.assertFalse(self.room_a.active)

    def test_only_the_manager_closes(self):
        closing = self._closing()
        for user in (self.booker, self.staff, self.auditor):
            self.assertTrue(closing.with_user(user).has_access("read"))
            with self.assertRaises(AccessError):
                closing.with_user(user).action_confirm()
