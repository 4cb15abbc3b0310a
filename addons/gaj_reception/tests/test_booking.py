from freezegun import freeze_time
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.gaj_base.exceptions import AlreadyOccupied

from .common_meeting import MeetingCase


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-10-08 00:00:00")  # 08:00 in Shanghai
class TestBooking(MeetingCase):
    """From the request to the ledger: buffers, combined halls, limits and changes."""

    def test_buffers(self):
        booking = self._book("2026-10-09 09:00", "2026-10-09 10:30")
        self.assertEqual(booking.state, "confirmed")
        self.assertEqual([row[1:] for row in self._rows(booking)], [("08:30", "10:50:00")])
        with self.assertRaises(AlreadyOccupied):
            self._book("2026-10-09 11:15", "2026-10-09 12:00")
        self.room_a.slot_minutes = 1
        with self.assertRaises(AlreadyOccupied):
            self._book("2026-10-09 11:19", "2026-10-09 12:00")
        self._book("2026-10-09 11:20", "2026-10-09 12:00").action_cancel()
        with self.assertRaises(AlreadyOccupied):
            self._book("2026-10-09 10:49", "2026-10-09 12:00", user=self.staff, setup_minutes=0)
        touching = self._book("2026-10-09 10:50", "2026-10-09 12:00", user=self.staff, setup_minutes=0)
        self.assertEqual(touching.state, "confirmed")

    def test_only_staff_shortens_buffers(self):
        with self.assertRaisesRegex(UserError, "Only conference staff"):
            self._book("2026-10-09 09:00", "2026-10-09 10:00", setup_minutes=0)

    def test_combined_hall(self):
        self._book("2026-10-09 09:30", "2026-10-09 09:45")
        with self.assertRaises(AlreadyOccupied) as refused:
            self._book("2026-10-09 09:00", "2026-10-09 10:00", room=self.hall, user=self.stranger)
        self.assertEqual(
            [conflict["bookable"] for conflict in refused.exception.conflicts], [self.spaces[0].short_name]
        )
        self.assertIn(self.spaces[0].short_name, str(refused.exception))
        self._book("2026-10-09 09:00", "2026-10-09 10:00", room=self.room_b)
        hall = self._book("2026-10-10 09:00", "2026-10-10 10:00", room=self.hall)
        self.assertEqual(len(self._rows(hall)), 3)
        hall.action_cancel()
        self.assertFalse(self._rows(hall))

    def test_move_between_hall_and_room(self):
        booking = self._book("2026-10-09 09:00", "2026-10-09 10:00")
        booking.write({"room_id": self.hall.id, "layout_id": False})
        self.assertEqual(len(self._rows(booking)), 3)
        booking.write(
            {"room_id": self.room_c.id, "start": self._utc("2026-10-09 11:00"), "stop": self._utc("2026-10-09 12:00")}
        )
        self.assertEqual([row[1:] for row in self._rows(booking)], [("10:30", "12:20:00")])
        other = self._book("2026-10-09 09:00", "2026-10-09 10:00", room=self.hall)
        with self.assertRaises(AlreadyOccupied):
            booking.write({"start": self._utc("2026-10-09 10:00")})
        self.assertEqual(self._local(booking.start), "2026-10-09 11:00:00")
        self.assertEqual(len(self._rows(other)), 3)
