from collections import defaultdict
from datetime import date, datetime, time, timedelta
from random import Random

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.gaj_base.demo.clock import on
from odoo.addons.gaj_base.exceptions import AlreadyOccupied

YEAR = 2025
#: The bureau counted so many meetings and persons in the year: 64.2 persons each.
HELD, PERSONS = 423, 27140
NOT_SHOWN_UP, CALLED_OFF = 12, 15
#: Hours of the day in UTC at which meetings begin here, and how long they last.
MORNING, AFTERNOON = time(1, 0), time(6, 30)
MINUTES = (60, 90, 90, 120, 120, 150)
DAYS_AHEAD = 14
#: (subject, department, secrecy); the department is the end of its external id.
SUBJECTS = (
    ("机关事务工作例会", "office", "internal"),
    ("全县公共机构节能工作推进会", "energy", "public"),
    ("国有资产清查动员会", "assets", "public"),
    ("公务用车管理培训", "fleet", "public"),
    ("食品安全月调度会", "canteen", "internal"),
    ("物业服务考核讲评会", "property", "internal"),
    ("机关党建工作会议", "party", "internal"),
    ("党风廉政建设集体谈话", "party", "confidential"),
    ("预算执行分析会", "finance", "internal"),
    ("固定资产投资调度会", "drc_bureau", "internal"),
    ("重点项目集中开工筹备会", "drc_bureau", "public"),
    ("中小学校长工作会议", "edu_bureau", "public"),
    ("教师招聘工作协调会", "edu_bureau", "confidential"),
    ("部门预算编制培训", "fin_bureau", "public"),
    ("政府采购政策宣讲会", "fin_bureau", "public"),
    ("老旧小区改造推进会", "housing_bureau", "public"),
    ("防汛抗旱视频会商", "water_bureau", "public"),
    ("秋粮收购工作布置会", "farm_bureau", "public"),
    ("统计数据质量核查会", "stat_bureau", "internal"),
    ("信访积案化解专题会", "petition_bureau", "confidential"),
    ("安全生产工作会议", "security", "public"),
    ("接待工作协调会", "reception", "internal"),
)
PEOPLE = ("manager", "clerk", "contact", "user")


class GajReceptionDemo(models.AbstractModel):
    """A year and more of meetings of a county compound. Only demonstration data call it.

    It draws by lot from a fixed seed, so that every demonstration is alike but for the days ahead.
    """

    _name = "gaj.reception.demo"
    _description = "Demonstration Year of Meetings and Receptions"

    def _play(self):
        """Let the meetings of last year and this one happen, and book the days ahead by the steps that people take."""
        # the names of tasks are copied from templates: they are to be in the language of the house
        self.env["ir.module.module"]._load_module_terms(["gaj_reception"], [self._language()])
        company = self.env.ref("gaj_base.demo_company")
        bureau = self.with_company(company).with_context(
            tracking_disable=True,
            mail_create_nolog=True,
            mail_notrack=True,
            mail_create_nosubscribe=True,
            lang=self._language(),
        )
        lot = Random(YEAR)  # noqa: S311 — a demonstration, not a secret
        bureau._past(lot, date(YEAR, 1, 2), date(YEAR, 12, 31), HELD, PERSONS)
        today = fields.Date.today()
        if today > date(YEAR + 1, 1, 5):
            days = (today - date(YEAR + 1, 1, 1)).days
            held = HELD * days // 380
            bureau._past(lot, date(YEAR + 1, 1, 2), today - timedelta(days=1), held, held * PERSONS // HELD)
        bureau._ahead(lot, today)

    def _language(self):
        return "zh_CN" if "zh_CN" in dict(self.env["res.lang"].get_installed()) else "en_US"

    # ------------------------------------------------------------------ what is over

    def _past(self, lot, first, last, held, persons):
        """Enter ``held`` meetings with ``persons`` people between two days, and some that did not take place."""
        plan = self._plan(lot, first, last, held + NOT_SHOWN_UP + CALLED_OFF)
        states = ["done"] * held + ["no_show"] * NOT_SHOWN_UP + ["cancelled"] * CALLED_OFF
        lot.shuffle(states)
        states = states[: len(plan)]
        sizes = self._sizes(lot, [slot["layout"].capacity for slot in plan], states, persons)
        by_day = defaultdict(list)
        for slot, state, size in zip(plan, states, sizes, strict=True):
            by_day[slot["day"]].append((slot, state, size))
        rows = []
        for day in sorted(by_day):
            with on(day - timedelta(days=5)):
                rows += self._enter(lot, by_day[day])
        self.env["gaj.occupancy"].sudo()._gaj_occupy(rows)

    def _plan(self, lot, first, last, count):
        """Return ``count`` slots on working days in which no space is asked for twice, in order."""
        # sudo: demonstration data are written by the system
        rooms = self.env["gaj.meeting.room"].sudo().search([("company_id", "=", self.env.company.id)])
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        days = [day for day in days if day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS]
        taken, plan = set(), []
        while len(plan) < count:
            day, half, room = lot.choice(days), lot.choice((MORNING, AFTERNOON)), lot.choice(rooms)
            cells = {(day, half, space.id) for space in room.space_ids}
            if cells & taken:
                continue
            taken |= cells
            layout = max(room.layout_ids, key=lambda each: each.capacity)
            plan.append({"day": day, "half": half, "room": room, "layout": layout})
        return sorted(plan, key=lambda slot: (slot["day"], slot["half"], slot["room"].id))

    def _sizes(self, lot, capacities, states, persons):
        """Return how many come to each meeting: those that took place add up to ``persons``."""
        sizes = [max(2, capacity * lot.randint(45, 95) // 100) for capacity in capacities]
        held = [number for number, state in enumerate(states) if state == "done"]
        missing = persons - sum(sizes[number] for number in held)
        while missing:
            step = 1 if missing > 0 else -1
            moved = False
            for number in held:
                if missing and 2 <= sizes[number] + step <= capacities[number]:
                    sizes[number] += step
                    missing -= step
                    moved = True
            if not moved:
                break
        return sizes

    def _enter(self, lot, items):
        """Write the meetings of one day as they were in the end; return what they took in the ledger."""
        meetings = self.env["gaj.meeting"].sudo().create([self._meeting(lot, *item) for item in items])
        bookings = (
            self.env["gaj.meeting.booking"]
            .sudo()
            .create([self._booking(meeting, *item) for meeting, item in zip(meetings, items, strict=True)])
        )
        rows = []
        for booking in bookings.filtered(lambda each: each.state != "cancelled"):
            owner = booking._gaj_owner_vals()
            rows += [
                {**owner, "bookable_id": bookable.id, "start": booking.occ_start, "stop": booking.occ_stop}
                for bookable in booking._gaj_bookables()
            ]
        return rows

    def _meeting(self, lot, slot, state, size):
        subject, department, secrecy = lot.choice(SUBJECTS)
        person = "contact" if department.startswith("edu") else lot.choice(PEOPLE)
        done = state == "done"
        return {
            "subject": subject,
            "department_id": self.env.ref(f"gaj_base.demo_department_{department}").id,
            "organiser_id": self.env.ref(f"gaj_base.demo_user_{person}").id,
            "secrecy": secrecy if slot["room"].is_secrecy_ok or secrecy != "confidential" else "internal",
            "mode": "video" if slot["room"].kind == "video" else "onsite",
            "planned_attendees": size,
            "actual_attendees": size if done else 0,
            "state": "held" if done else "cancelled",
            "company_id": self.env.company.id,
        }

    def _booking(self, meeting, slot, state, size):
        start = datetime.combine(slot["day"], slot["half"])
        stop = start + timedelta(minutes=MINUTES[(meeting.id + size) % len(MINUTES)])
        came = state == "done" and slot["room"].checkin_mode != "none"
        return {
            "meeting_id": meeting.id,
            "room_id": slot["room"].id,
            "layout_id": slot["layout"].id,
            "start": start,
            "stop": stop,
            "state": state,
            "requested_on": start - timedelta(days=5),
            "checked_in_at": start - timedelta(minutes=meeting.id % 12) if came else False,
            "checked_in_by": ("panel" if slot["room"].checkin_mode == "panel" else "qr") if came else False,
            "checked_out_at": stop if came else False,
        }

    # ------------------------------------------------------------------ what lies ahead

    def _ahead(self, lot, today):
        """Book what is left of today and the next two weeks as people do, from now on: some rooms ask for an approval, some are given at once."""
        for number in range(DAYS_AHEAD + 1):
            day = today + timedelta(days=number)
            if day.weekday() > 4:
                continue
            for slot in self._plan(lot, day, day, lot.randint(6, 10)):
                self._book(lot, slot)

    def _book(self, lot, slot):
        vals = self._meeting(lot, slot, "done", max(2, slot["layout"].capacity * lot.randint(40, 90) // 100))
        del vals["state"], vals["actual_attendees"]
        start = datetime.combine(slot["day"], slot["half"])
        try:
            with self.env.cr.savepoint():
                organiser = self.env["res.users"].browse(vals["organiser_id"])
                meeting = self.env["gaj.meeting"].with_user(organiser).sudo().create(vals)
                booking = (
                    self.env["gaj.meeting.booking"]
                    .with_user(organiser)
                    .sudo()
                    .create(
                        {
                            "meeting_id": meeting.id,
                            "room_id": slot["room"].id,
                            "layout_id": slot["layout"].id,
                            "start": start,
                            "stop": start + timedelta(minutes=lot.choice(MINUTES)),
                        }
                    )
                )
                booking.action_request()
        except (AlreadyOccupied, UserError):
            # somebody else has the room, or it is closed that day: in a demonstration as in life
            return


#: Days on which nobody meets, month and day.
HOLIDAYS = {(1, 1), (1, 28), (1, 29), (1, 30), (1, 31), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3), (10, 6), (10, 7)}
