from odoo.tests import HttpCase, tagged

from .common_meeting import MeetingCase


class FindRoomTour(MeetingCase, HttpCase):
    def find_and_book(self):
        (self.env["gaj.meeting.room"].search([]) - self.room_a - self.hall).action_archive()
        # whenever the test runs, the house is open
        (self.room_a | self.hall).is_always_open = True
        self.start_tour("/odoo/find-room", "gaj_reception.find_room", login=self.booker.login)
        booking = self.env["gaj.meeting.booking"].search([("organiser_id", "=", self.booker.id)])
        self.assertEqual((booking.room_id, booking.state), (self.room_a, "confirmed"))
        self.assertEqual((booking.meeting_id.planned_attendees, booking.start.minute), (35, 0))


@tagged("post_install", "-at_install", "gaj")
class TestFindRoomTour(FindRoomTour):
    def test_a_room_is_found_and_booked(self):
        self.find_and_book()


@tagged("post_install", "-at_install", "gaj")
class TestFindRoomTourPhone(FindRoomTour):
    browser_size = "390x844"
    touch_enabled = True

    def test_a_room_is_found_and_booked_on_a_phone(self):
        self.find_and_book()
