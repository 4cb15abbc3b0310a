from datetime import datetime

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user


class MeetingCase(TransactionCase):
    """A house with three rooms, a hall of all of them, two departments and people who book there.

    The house opens every day from 07:00 to 22:00, Shanghai time.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.hours = cls.env["resource.calendar"].create(
            {
                "name": "Every day",
                "tz": "Asia/Shanghai",
                "company_id": cls.company.id,
                "attendance_ids": [
                    Command.create({"name": "Day", "dayofweek": str(day), "hour_from": 7, "hour_to": 22})
                    for day in range(7)
                ],
            }
        )
        cls.company.resource_calendar_id = cls.hours
        cls.building = cls.env["gaj.space"].create({"kind": "building", "code": "9号楼"})
        floor = cls.env["gaj.space"].create({"kind": "floor", "code": "1", "parent_id": cls.building.id})
        cls.spaces = cls.env["gaj.space"].create(
            [{"kind": "room", "code": code, "parent_id": floor.id} for code in ("A", "B", "C")]
        )
        cls.room_a, cls.room_b, cls.room_c = (cls._room(space.code, spaces=space, capacity=40) for space in cls.spaces)
        cls.hall = cls._room("H", spaces=cls.spaces, capacity=100)
        cls.office, cls.archive = cls.env["hr.department"].create([{"name": "Office"}, {"name": "Archive"}])
        cls.booker = cls._user("booker", cls.office)
        cls.colleague = cls._user("colleague", cls.office)
        cls.stranger = cls._user("stranger", cls.archive)
        cls.contact = cls._user("contact", cls.office, "gaj_base.group_gaj_department_contact")
        cls.staff = cls._user("staff", cls.archive, "gaj_reception.group_gaj_conference_staff")
        cls.manager = cls._user("manager", cls.archive, "gaj_reception.group_gaj_conference_manager")
        cls.auditor = cls._user("auditor", cls.archive, "gaj_base.group_gaj_auditor")

    @classmethod
    def _user(cls, login, department, *groups):
        user = new_test_user(
            cls.env,
            f"meeting_{login}",
            groups=",".join(("base.group_user", "gaj_reception.group_gaj_meeting_user", *groups)),
            name=login.title(),
            tz="Asia/Shanghai",
        )
        cls.env["hr.employee"].create(
            {"name": login.title(), "user_id": user.id, "department_id": department.id, "company_id": cls.company.id}
        )
        return user

    @classmethod
    def _room(cls, code, spaces=None, capacity=40, layout="u_shape", **values):
        spaces = spaces or cls.env["gaj.space"].create(
            {"kind": "room", "code": f"{code}室", "parent_id": cls.building.id}
        )
        return cls.env["gaj.meeting.room"].create(
            {
                "code": code,
                "name": f"Room {code}",
                "space_ids": [Command.set(spaces.ids)],
                "layout_ids": [Command.create({"kind": layout, "capacity": capacity})],
                **values,
            }
        )

    def _meeting(self, user=None, **values):
        return (
            self.env["gaj.meeting"]
            .with_user(user or self.booker)
            .create({"subject": "Budget", "planned_attendees": 10, **values})
        )

    def _draft(self, start, stop, room=None, user=None, meeting=None, **values):
        """Return a booking of ``user`` that was not asked for yet; times as local text."""
        meeting = meeting or self._meeting(user)
        return (
            self.env["gaj.meeting.booking"]
            .with_user(user or self.booker)
            .create(
                {
                    "meeting_id": meeting.id,
                    "room_id": (room or self.room_a).id,
                    "start": self._utc(start),
                    "stop": self._utc(stop),
                    **values,
                }
            )
        )

    def _book(self, start, stop, room=None, user=None, **values):
        booking = self._draft(start, stop, room, user, **values)
        booking.action_request()
        return booking

    def _utc(self, text):
        return self.company._gaj_utc(datetime.strptime(text, "%Y-%m-%d %H:%M"))

    def _local(self, moment):
        return self.company._gaj_local(moment).strftime("%Y-%m-%d %H:%M:%S")

    def _rows(self, booking):
        """Return the ledger rows of ``booking`` as local text."""
        rows = self.env["gaj.occupancy"]._gaj_of(booking)
        return sorted(
            (row.bookable_id.sudo().name.split()[0], self._local(row.start)[11:16], self._local(row.stop)[11:])
            for row in rows
        )
