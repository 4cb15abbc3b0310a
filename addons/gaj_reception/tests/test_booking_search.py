from freezegun import freeze_time
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_meeting import MeetingCase


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-10-05 00:00:00")
class TestBookingSearch(MeetingCase):
    """Find a room: ranked by what is wasted, with near misses, and booked with one click."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.room_a | cls.room_b | cls.room_c | cls.hall).action_archive()
        cls.video = cls.env["gaj.meeting.equipment.type"].create({"name": "Video"})
        fixed = {"equipment_type_ids": [Command.set(cls.video.ids)]}
        cls.room_101 = cls._room("101", capacity=40, **fixed)
        cls.room_201 = cls._room("201", capacity=50, **fixed)
        cls.room_305 = cls._room("305", capacity=60)
        cls.room_ab = cls._room("A+B", capacity=80, spaces=cls.spaces[:2], **fixed)
        cls.room_401 = cls._room("401", capacity=48, **fixed)
        cls.device = cls.env["gaj.meeting.equipment"].create({"name": "Terminal 1", "type_id": cls.video.id})

    def _find(self, start="2026-10-08 14:00", stop="2026-10-08 16:00", persons=45, user=None, **wish):
        rooms = self.env["gaj.meeting.room"].with_user(user or self.booker)
        wish = {"layout": "u_shape", "equipment": self.video, "department": self.office, **wish}
        return rooms._gaj_search(self._utc(start), self._utc(stop), persons, **wish)

    def test_example(self):
        self._book("2026-10-08 16:00", "2026-10-08 17:00", room=self.room_401)
        found, near = self._find()
        self.assertEqual([(each["room"].code, each["waste"]) for each in found], [("201", 5), ("305", 15), ("A+B", 35)])
        self.assertEqual(found[1]["devices"], self.device)
        self.assertEqual([each["room"].code for each in near], ["401"])
        self.assertEqual(self._local(near[0]["free_until"]), "2026-10-08 15:10:00")

    def test_one_step_beyond(self):
        self.assertFalse(self._find(persons=81)[0])
        self.assertEqual([each["room"].code for each in self._find(persons=80)[0]], ["A+B"])
        found = self._find(persons=20)[0]
        self.assertEqual(
            {each["room"].code: each["is_too_large"] for each in found},
            {"101": False, "401": False, "201": False, "305": False, "A+B": True},
        )
        self.assertFalse(next(each for each in self._find(persons=24)[0] if each["waste"] == 56)["is_too_large"])

    def test_not_offered(self):
        self.room_201.allowed_department_ids = self.archive
        self.room_305.min_minutes = 240
        self.assertEqual([each["room"].code for each in self._find()[0]], ["401", "A+B"])
        self.assertFalse(self._find(layout="theatre")[0])
        self.assertFalse(self._find(secrecy="confidential")[0])
        self.assertFalse(self._find("2026-10-08 05:00", "2026-10-08 06:00")[0])

    def test_the_device_is_taken(self):
        self._book(
            "2026-10-08 13:00",
            "2026-10-08 14:00",
            room=self.room_101,
            equipment_ids=[Command.set(self.device.ids)],
        )
        self.assertEqual([each["room"].code for each in self._find()[0]], ["401", "201", "A+B"])

    def test_cost_does_not_grow_with_the_rooms(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._find()
            return self.env.cr.sql_log_count - before

        self._find()  # the bookables are made once
        few = queries()
        for count in range(12):
            self._room(f"5{count:02}", capacity=50, equipment_type_ids=[Command.set(self.video.ids)])
        self._find()
        self.assertEqual(queries(), few)

    def _wish(self, **wish):
        rooms = self.env["gaj.meeting.room"].with_user(self.booker)
        form = rooms.gaj_find_form()
        return rooms, {
            **form["wish"],
            "date": "2026-10-08",
            "from": "14:00",
            "to": "16:00",
            "persons": 45,
            "layout": "u_shape",
            "equipment": self.video.ids,
            **wish,
        }

    def test_page_books_with_one_click(self):
        rooms, wish = self._wish(subject="Plan")
        found = rooms.gaj_find(wish)
        offer = found["fitting"][2]
        self.assertEqual((offer["name"], offer["devices"]), ("305 Room 305", ["Terminal 1"]))
        booked = rooms.gaj_book(wish, offer)
        booking = self.env["gaj.meeting.booking"].browse(booked["id"])
        self.assertEqual((booked["state"], booking.meeting_id.subject), ("confirmed", "Plan"))
        self.assertEqual((booking.organiser_id, booking.department_id), (self.booker, self.office))
        self.assertEqual(len(self._rows(booking)), 2)
        self.assertEqual(self._local(booking.start), "2026-10-08 14:00:00")
        again = rooms.gaj_find(wish)
        self.assertNotIn("305 Room 305", [each["name"] for each in again["fitting"]])

    def test_page_shows_near_misses_that_can_be_taken(self):
        self._book("2026-10-08 16:00", "2026-10-08 17:00", room=self.room_401)
        rooms, wish = self._wish()
        near = rooms.gaj_find(wish)["near"][0]
        self.assertEqual((near["free_until"], near["to"]), ("15:10", "15:00"))
        taken = rooms.gaj_find({**wish, "to": near["to"]})
        self.assertIn("401 Room 401", [each["name"] for each in taken["fitting"]])

    def test_page_refuses_nonsense(self):
        for wrong, why in (
            ({"to": "13:00"}, "ends after it begins"),
            ({"date": "never"}, "Choose the day"),
            ({"from": None}, "Choose the day"),
            ({"to": "24:60"}, "Choose the day"),
            ({"persons": 0}, "at least one"),
            ({"persons": "many"}, "at least one"),
        ):
            rooms, wish = self._wish(**wrong)
            with self.subTest(**wrong), self.assertRaisesRegex(UserError, why):
                rooms.gaj_find(wish)
        rooms, wish = self._wish()
        with self.assertRaisesRegex(UserError, "Choose one of the rooms"):
            rooms.gaj_book(wish, {"room_id": "x"})

    def test_page_until_midnight(self):
        rooms, wish = self._wish(**{"from": "21:00", "to": "24:00"})
        self.assertFalse(rooms.gaj_find(wish)["fitting"])
        self.hours.attendance_ids.write({"hour_to": 24})
        self.assertTrue(rooms.gaj_find(wish)["fitting"])

    def test_rooms_say_whether_they_are_free(self):
        self._book("2026-10-08 09:00", "2026-10-08 10:00", room=self.room_ab)
        rooms = (self.room_ab | self.room_201).with_user(self.stranger)
        with freeze_time("2026-10-08 00:29:00"):
            rooms.invalidate_recordset()
            self.assertEqual(
                rooms.mapped(lambda each: (each.now_state, each.now_until)), [("free", "08:30"), ("free", False)]
            )
        with freeze_time("2026-10-08 01:30:00"):
            rooms.invalidate_recordset()
            self.assertEqual(
                rooms.mapped(lambda each: (each.now_state, each.now_until)), [("busy", "10:20"), ("free", False)]
            )

    def test_the_page_begins_when_a_room_opens(self):
        rooms = self.env["gaj.meeting.room"].with_user(self.booker)
        for moment, date, begins in (
            ("2026-10-07 01:10:00", "2026-10-07", "09:30"),  # 09:10 in Shanghai: in half an hour
            ("2026-10-07 13:40:00", "2026-10-08", "07:00"),  # 21:40: no room is open for an hour any more
            ("2026-10-07 22:00:00", "2026-10-08", "07:00"),  # 06:00: the house opens at seven
        ):
            with self.subTest(moment), freeze_time(moment):
                wish = rooms.gaj_find_form()["wish"]
                self.assertEqual((wish["date"], wish["from"]), (date, begins))
