from datetime import datetime, time, timedelta

from odoo import models
from odoo.fields import Command

from .story import YEAR


class GajReceptionDemoRooms(models.AbstractModel):
    """Care of the rooms, and what comes between: a series, a closing, a wish, a takeover, guests who stay a night."""

    _inherit = "gaj.reception.demo"

    def _live_on(self):
        self._book_a_series()
        self._close_a_room()
        self._wait_and_give_way()
        self._lodge_guests()

    # ------------------------------------------------------------------ care of the rooms

    def _care_for_rooms(self, order):
        attendant = self._ref("employee_attendant")
        rooms = self.env["gaj.meeting.room"].search([("company_id", "=", self.env.company.id)])
        self.env["gaj.service.incident"].sudo().create(
            {
                "name": "无线话筒啸叫",
                "order_id": order.id,
                "room_id": order.room_id.id,
                "kind": "equipment",
                "severity": "minor",
                "description": "会议开始后十分钟话筒啸叫，已更换备用话筒。",
            }
        )
        self.env["gaj.room.inspection"].sudo().create(
            [
                {
                    "room_id": room.id,
                    "kind": "weekly",
                    "date": datetime.combine(self._workday(-1 - number % 9), time(1, 30)),
                    "employee_id": attendant.id,
                    "is_av_ok": True,
                    "is_sound_ok": number % 7 != 3,
                    "is_light_ok": True,
                    "note": False if number % 7 != 3 else "右侧音箱有杂音，已报修",
                }
                for number, room in enumerate(rooms)
            ]
        )
        self.env["gaj.pest.control"].sudo().create(
            [
                {
                    "room_id": room.id,
                    "date": self._workday(-10),
                    "is_rodent": True,
                    "is_cockroach": True,
                    "agent": "溴氰菊酯",
                    "finding": "未见活动迹象",
                    "employee_id": attendant.id,
                    "date_next": self._workday(15),
                }
                for room in rooms[:6]
            ]
        )

    def _close_a_room(self):
        closing = self._manager(self.env["gaj.meeting.blackout"]).create(
            {
                "kind": "repair",
                "room_ids": [Command.set(self._room("2-601").ids)],
                "start": datetime.combine(self._workday(20), time(0, 0)),
                "stop": datetime.combine(self._workday(20), time(10, 0)),
                "note": "更换地毯",
            }
        )
        if not closing.in_the_way_ids:
            closing.action_confirm()

    # ------------------------------------------------------------------ series, waiting, giving way

    def _own_meeting(self, subject, who="user", department="office", **values):
        return self._as(who, self.env["gaj.meeting"]).create(
            {
                "subject": subject,
                "department_id": self._ref(f"department_{department}", "gaj_base").id,
                "planned_attendees": 10,
                **values,
            }
        )

    def _own_booking(self, meeting, code, day, hour, minutes=60):
        start = datetime.combine(day, time(hour, 0))
        return meeting.env["gaj.meeting.booking"].create(
            {
                "meeting_id": meeting.id,
                "room_id": self._room(code).id,
                "start": start,
                "stop": start + timedelta(minutes=minutes),
            }
        )

    def _book_a_series(self):
        """Let the office meet every week in the late afternoon, in a small room."""
        meeting = self._own_meeting("办公室周例会", planned_attendees=8)
        day = self._workday(3)
        start = datetime.combine(day, time(8, 30))
        series = meeting.env["gaj.meeting.series"].create(
            {
                "meeting_id": meeting.id,
                "room_id": self._room("1-203").id,
                "start": start,
                "stop": start + timedelta(minutes=45),
                "frequency": "weekly",
                "count": 4,
                **{name: number == day.weekday() for number, name in enumerate(("mon", "tue", "wed", "thu", "fri"))},
            }
        )
        series.action_report()
        for line in series.line_ids.filtered(lambda line: line.state != "ok"):
            line.choice = "skip"
        series.action_confirm()
        self._call("demo_booking_of_series", series.line_ids.booking_id[:1])

    def _wait_and_give_way(self):
        """One room, two meetings: the lower one gives way and is offered others, a third one waits."""
        day = self._workday(8)
        loser = self._own_booking(
            self._own_meeting("节能宣传周筹备会", level_id=self._level(4).id, planned_attendees=12), "1-202", day, 8
        )
        loser.action_request()
        wish = self._own_booking(self._own_meeting("工会小组会"), "1-202", day, 8)
        wish.action_wait()
        visit = self._as("manager", self.env["gaj.meeting"]).create(
            {
                "subject": "县领导专题调研座谈会",
                "department_id": self._ref("department_office", "gaj_base").id,
                "level_id": self._level(1).id,
                "planned_attendees": 12,
            }
        )
        winner = self._own_booking(visit, "1-202", day, 8)
        self._manager(self.env["gaj.meeting.takeover"]).create(
            {"booking_id": winner.id, "reason": "县主要领导到会，其他会议室当时无视频直播条件"}
        ).action_confirm()
        rated = self._own_booking(self._own_meeting("机关读书分享会"), "1-201", self._workday(5), 8)
        rated.action_request()
        self._call("demo_booking_of_user", rated)

    def _level(self, rank):
        return self.env["gaj.meeting.level"].search([("rank", "=", rank)], limit=1)

    # ------------------------------------------------------------------ receptions

    def _lodge_guests(self):
        """Guests who stay a night pay for it; figures of the year before are entered by hand."""
        reception = self.env["gaj.reception"].search(
            [("state", "=", "draft"), ("company_id", "=", self.env.company.id)], limit=1
        )
        day = reception.arrive.date()
        self._as("reception", self.env["gaj.reception.lodging"], "gaj_reception").create(
            {
                "reception_id": reception.id,
                "place_id": self.env["gaj.reception.place"].search([], limit=1).id,
                "venue_id": self.env.ref("gaj_reception.demo_venue").id,
                "rooms": 3,
                "date_from": day,
                "date_to": day + timedelta(days=1),
                "price": 300,
                "payer": "guest",
            }
        )
        self.env["gaj.reception.opening"].sudo().create(
            {
                "company_id": self.env.company.id,
                "year": YEAR - 1,
                "kind": "domestic",
                "batches": 9,
                "persons": 71,
                "amount": 7420,
                "source": "上年度公务接待统计表（演示）",
            }
        )
