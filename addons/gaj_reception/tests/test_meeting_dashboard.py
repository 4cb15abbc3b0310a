from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common_meeting import MeetingCase


@tagged("post_install", "-at_install", "gaj")
class TestMeetingDashboard(MeetingCase):
    """One week of October 2026 in a house of four rooms that opens every day from 07:00 to 22:00."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Figures"})
        cls.company.resource_calendar_id = cls.hours.copy({"company_id": cls.company.id})
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.building = cls.env["gaj.space"].create({"kind": "building", "code": "8号楼"})
        cls.room_a, cls.room_b = (
            cls._room(code, resource_calendar_id=cls.company.resource_calendar_id.id) for code in ("FA", "FB")
        )
        cls.finance = cls._user("figures", cls.archive, "gaj_base.group_gaj_finance")
        for user in (cls.finance, cls.manager, cls.booker, cls.auditor):
            user.company_ids |= cls.company
        cls.office.company_id = cls.archive.company_id = False

    def _held(self, start, stop, room=None, state="done", **values):
        meeting = self.env["gaj.meeting"].create(
            {
                "subject": "Budget",
                "organiser_id": self.booker.id,
                "department_id": self.office.id,
                "planned_attendees": 10,
                "state": "held" if state == "done" else "cancelled",
                **values,
            }
        )
        return self.env["gaj.meeting.booking"].create(
            {
                "meeting_id": meeting.id,
                "room_id": (room or self.room_a).id,
                "start": self._utc(start),
                "stop": self._utc(stop),
                "state": state,
            }
        )

    def _board(self, user=None):
        self.env.flush_all()
        model = self.env["gaj.meeting.month"].with_user(user or self.finance).with_company(self.company)
        board = model.gaj_dashboard()
        return {tile["name"]: tile for tile in board["tiles"]}, {chart["name"]: chart for chart in board["charts"]}

    @freeze_time("2026-10-07 14:00:00")  # 22:00 in Shanghai: the house has just closed
    def test_figures_of_a_week(self):
        self._held("2026-10-05 09:00", "2026-10-05 12:00", actual_attendees=20)
        self._held("2026-10-06 09:30", "2026-10-06 10:30", self.room_b, actual_attendees=10)
        self._held("2026-10-06 15:00", "2026-10-06 16:00", state="no_show")
        self._held("2026-10-06 17:00", "2026-10-06 18:00", state="cancelled")
        self._held("2026-10-09 09:00", "2026-10-09 12:00", state="confirmed")  # lies ahead
        tiles, charts = self._board()
        self.assertEqual(tiles["held"]["value"], 2)
        self.assertIn("15.0", tiles["held"]["hint"])
        self.assertEqual(tiles["absent"]["value"], 33.3)
        self.assertIn("1 of 3", tiles["absent"]["hint"])
        days = 341  # 1 November 2025 to 7 October 2026
        self.assertIn(f"4 of {days * 15 * 2:,} hours", tiles["use"]["hint"])
        hours = dict(zip(charts["hours"]["labels"], charts["hours"]["series"][0]["values"], strict=True))
        self.assertEqual(list(hours), [f"{hour:02}:00" for hour in range(7, 22)])
        # 1.5 room hours of 682 from nine to ten, 1.5 from ten to eleven, 1 from eleven to twelve
        self.assertEqual([hours["09:00"], hours["10:00"], hours["11:00"], hours["12:00"]], [0.2, 0.2, 0.1, 0.0])
        rooms = dict(zip(charts["rooms"]["labels"], charts["rooms"]["series"][0]["values"], strict=True))
        self.assertEqual(list(rooms.values()), [0.1, 0.0])
        self.assertTrue(next(iter(rooms)).startswith("FA"))
        self.assertEqual(charts["absent"]["series"][0]["values"], [0] * 11 + [33.3])
        self.assertEqual(charts["departments"]["series"][0]["values"], [1])

    @freeze_time("2026-10-07 14:00:00")
    def test_each_figure_opens_its_lines(self):
        self._held("2026-10-05 09:00", "2026-10-05 12:00")
        self._held("2026-10-06 15:00", "2026-10-06 16:00", state="no_show")
        self._held("2026-10-09 15:00", "2026-10-09 16:00", state="confirmed")
        tiles, charts = self._board()

        def opened(action):
            self.assertNotIn(False, action["domain"])
            return self.env[action["res_model"]].with_user(self.finance).search_count(action["domain"])

        self.assertEqual(opened(tiles["held"]["action"]), 1)
        self.assertEqual(opened(tiles["use"]["action"]), 2)
        self.assertEqual(opened(tiles["absent"]["action"]), 1)
        self.assertEqual([opened(action) for action in charts["rooms"]["actions"]], [2, 0])
        self.assertEqual([opened(action) for action in charts["absent"]["actions"]][-2:], [0, 1])
        self.assertEqual([opened(action) for action in charts["departments"]["actions"]], [1])

    @freeze_time("2026-10-07 14:00:00")
    def test_cost_of_a_meeting_is_what_the_report_says(self):
        self._held("2026-10-05 09:00", "2026-10-05 12:00")
        booking = self._held("2026-10-06 09:00", "2026-10-06 10:00")
        booking.meeting_id.cost_ids = [Command.create({"kind": "other", "actual_amount": 90})]
        tiles, charts = self._board()
        self.assertEqual(tiles["cost"]["value"], 45)
        self.assertEqual(charts["cost"]["series"][0]["values"][-1], 45)

    @freeze_time("2026-10-07 14:00:00")
    def test_receptions_stand_beside_budget_and_last_year(self):
        self._held("2026-10-05 09:00", "2026-10-05 12:00")
        self.env["gaj.reception.opening"].create(
            [
                {
                    "year": year,
                    "kind": "domestic",
                    "batches": batches,
                    "persons": 20,
                    "amount": amount,
                    "source": "Test",
                }
                for year, batches, amount in ((2025, 8, 900), (2026, 4, 600))
            ]
        )
        self.env["gaj.budget"].create(
            {
                "department_id": self.office.id,
                "company_id": self.company.id,
                "kind_id": self.env.ref("gaj_reception.budget_kind_reception").id,
                "year": 2026,
                "amount": 1000,
            }
        )
        _tiles, charts = self._board()
        series = [each["values"] for each in charts["receptions"]["series"]]
        self.assertEqual(
            (charts["receptions"]["labels"], series), (["2024", "2025", "2026"], [[0, 900, 600], [0, 0, 1000]])
        )
        self.assertEqual(charts["batches"]["series"][0]["values"], [0, 8, 4])
        _tiles, charts = self._board(self.manager)
        self.assertNotIn("receptions", charts, "who keeps the rooms sees no receptions")
        self.assertIn("rooms", charts)

    def test_an_empty_house_says_so(self):
        board = self.env["gaj.meeting.month"].with_user(self.finance).with_company(self.company).gaj_dashboard()
        self.assertEqual((board["tiles"], board["charts"]), ([], []))
        self.assertIn("No room was booked", board["empty"])

    def test_whoever_books_sees_no_figures(self):
        with self.assertRaises(AccessError):
            self.env["gaj.meeting.month"].with_user(self.booker).gaj_dashboard()

    @freeze_time("2026-10-07 14:00:00")
    def test_no_subject_is_told(self):
        self._held("2026-10-05 09:00", "2026-10-05 12:00", subject="Zugzwang", secrecy="confidential")
        board = self._board()
        self.assertIn("rooms", board[1])
        self.assertNotIn("Zugzwang", str(board))

    @freeze_time("2026-10-07 14:00:00")
    def test_more_bookings_ask_no_more_of_the_database(self):
        self._held("2026-10-05 09:00", "2026-10-05 12:00")
        self._board()

        def asked():
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.env["gaj.meeting.month"].with_user(self.finance).with_company(self.company).gaj_dashboard()
            return self.cr.sql_log_count - before

        few = asked()
        for hour in range(8, 20):
            self._held(f"2026-10-01 {hour:02}:00", f"2026-10-01 {hour:02}:45", self.room_b)
        self.env.flush_all()
        self.assertLessEqual(asked(), few + 1)
