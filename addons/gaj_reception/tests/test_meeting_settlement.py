import base64
from datetime import date

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_service import ServiceCase

NOW = "2026-10-07 01:00:00"
AFTER = "2026-10-12 01:00:00"
FILE = base64.b64encode(b"paper")


@freeze_time(NOW)
@tagged("post_install", "-at_install", "gaj")
class TestMeetingSettlement(ServiceCase):
    """A meeting keeps to its class when it is approved and when it is settled."""

    def plan(self, lodging=0, meals=0, other=0, **values):
        values = {
            "planned_attendees": 100,
            "mode": "onsite",
            "class_kind": "2",
            "planned_days": 2,
            "department_id": self.office.id,
            "cost_ids": [
                Command.create({"kind": kind, "planned_amount": amount, "actual_amount": amount})
                for kind, amount in (("lodging", lodging), ("meals", meals), ("other", other))
            ],
            **values,
        }
        return self._meeting(**values)

    def book(self, meeting, **values):
        booking = (
            self.env["gaj.meeting.booking"]
            .with_user(self.booker)
            .create(
                {
                    "meeting_id": meeting.id,
                    "room_id": self.hall.id,
                    "start": self.at(9),
                    "stop": self.at(11),
                    **values,
                }
            )
        )
        booking.action_request()
        return booking

    def held(self, **values):
        meeting = self.plan(**values)
        self.book(meeting)
        meeting.actual_attendees = 100
        with freeze_time(AFTER):
            meeting.action_hold()
        self.assertEqual(meeting.state, "held")
        return meeting

    def add_papers(self, meeting):
        meeting.document_ids = [
            Command.create({"kind": kind, "name": f"{kind}.pdf", "file": FILE})
            for kind in ("approval", "notice", "attendance", "supplier_list")
        ]

    def post(self, meeting, amount, **values):
        """Post a plain entry for the meeting."""
        account, other = self.env["account.account"].create(
            [
                {"name": "Conferences", "code": "GAJM1", "account_type": "expense"},
                {"name": "Clearing", "code": "GAJM2", "account_type": "liability_current"},
            ]
        )
        plan = self.env["account.analytic.plan"].create({"name": "Test plan"})
        self.office.sudo().gaj_analytic_account_id = self.env["account.analytic.account"].create(
            {"name": "Office", "plan_id": plan.id, "company_id": self.company.id}
        )
        journal = self.env["account.journal"].create({"name": "Test", "code": "GAJT", "type": "general"})
        move = self.env["account.move"].create(
            {
                "journal_id": journal.id,
                "date": "2026-10-08",
                "line_ids": [
                    Command.create({"account_id": account.id, "debit": amount, "gaj_meeting_id": meeting.id, **values}),
                    Command.create({"account_id": other.id, "credit": amount}),
                ],
            }
        )
        move.action_post()

    def test_class_2_for_100_persons_and_2_days_may_cost_130000(self):
        meeting = self.plan(80000, 30000, 20000)
        self.assertEqual(meeting.cap_amount, 130000)
        self.assertEqual(self.book(meeting).state, "confirmed")

    def test_one_fen_more_is_not_approved(self):
        meeting = self.plan(80000, 30000, 20000.01)
        with self.assertRaisesRegex(UserError, "130000.01 yuan"):
            self.book(meeting)

    def test_unused_lodging_may_be_deducted(self):
        row = self.env.ref("gaj_reception.gaj_meeting_class_2")
        row.is_unused_deducted = True
        meeting = self.plan(80000, 30000, 4000, local_count=20)
        self.assertEqual(meeting.cap_amount, 114000)
        self.assertEqual(self.book(meeting).state, "confirmed")
        with self.assertRaisesRegex(UserError, "may cost 114000"):
            self.book(self.plan(80000, 30000, 4000.01, local_count=20), start=self.at(15), stop=self.at(17))

    def test_bounds_of_the_class_are_kept(self):
        for values, text in (
            ({"planned_attendees": 301, "staff_count": 0}, "301 delegates"),
            ({"planned_attendees": 100, "staff_count": 16}, "16 staff"),
        ):
            with self.subTest(text), self.assertRaisesRegex(UserError, text), self.env.cr.savepoint():
                self.book(self.plan(**values))
        meeting = self.plan()
        booking = self.book(self.plan())
        self.assertEqual(booking.state, "confirmed")
        meeting.planned_days = 3
        with self.assertRaisesRegex(UserError, "lasts 3 days"):
            meeting._gaj_check_class(is_actual=False)
        meeting.write({"planned_days": 2, "is_briefing": True})
        with self.assertRaisesRegex(UserError, "allows 1"):
            meeting._gaj_check_class(is_actual=False)

    def test_a_confirmed_plan_stays_within_its_class(self):
        meeting = self.plan(80000, 30000, 20000)
        self.book(meeting)
        lodging, meals, _other = meeting.cost_ids
        for change in (
            lambda: meeting.write({"cost_ids": [Command.update(meals.id, {"planned_amount": 30000.01})]}),
            lambda: meals.write({"planned_amount": 30000.01}),
            lambda: meals.copy({"planned_amount": 0.01}),
            lambda: meeting.write({"class_kind": "3"}),
            lambda: meeting.write({"class_kind": False}),
            lambda: meeting.write({"planned_attendees": 99}),
            lambda: meeting.write({"planned_days": 3}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                change()
        shift = [
            Command.update(lodging.id, {"planned_amount": 85000}),
            Command.update(meals.id, {"planned_amount": 25000}),
        ]
        meeting.cost_ids = shift
        self.assertEqual(meeting.planned_cost, 130000)

    def test_lodging_or_meals_need_a_class(self):
        with self.assertRaisesRegex(UserError, "needs a class"), self.env.cr.savepoint():
            self.book(self.plan(meals=1, class_kind=False))
        self.assertEqual(self.book(self.plan(other=500, class_kind=False)).state, "confirmed")

    def test_127000_settles_with_a_note(self):
        meeting = self.held(lodging=90000, meals=25000, other=12000)
        self.add_papers(meeting)
        self.post(meeting, 127000)
        meeting.with_user(self.finance).action_settle()
        self.assertEqual(meeting.state, "settled")
        self.assertIn("10000.00 yuan over its share", meeting.settlement_note)
        with self.assertRaisesRegex(UserError, "is settled"):
            meeting.cost_ids[:1].actual_amount = 1
        with self.assertRaisesRegex(UserError, "is settled"):
            meeting.document_ids[:1].unlink()

    def test_130000_01_is_not_settled(self):
        meeting = self.held()
        meeting.cost_ids.filtered(lambda cost: cost.kind == "other").actual_amount = 130000.01
        with self.assertRaisesRegex(UserError, "130000.01 yuan"):
            meeting.with_user(self.finance).action_settle()

    def test_settlement_counts_who_came(self):
        meeting = self.held(lodging=80000, meals=30000, other=20000)
        meeting.actual_attendees = 99
        with self.assertRaisesRegex(UserError, "may cost 128700"):
            meeting.with_user(self.finance).action_settle()

    def test_settlement_needs_every_paper(self):
        meeting = self.held(lodging=100)
        self.add_papers(meeting)
        meeting.document_ids.filtered(lambda each: each.kind == "attendance").unlink()
        with self.assertRaisesRegex(UserError, "Signed Attendance Sheet"):
            meeting.with_user(self.finance).action_settle()

    def test_costs_are_those_in_the_books(self):
        meeting = self.held(lodging=100)
        self.add_papers(meeting)
        self.post(meeting, 99.99)
        with self.assertRaisesRegex(UserError, r"99\.99 are posted"):
            meeting.with_user(self.finance).action_settle()

    def test_a_settled_meeting_stays_in_the_books_as_it_is(self):
        meeting = self.held(other=100)
        self.add_papers(meeting)
        self.post(meeting, 100)
        bill = self.env["account.move.line"].search([("gaj_meeting_id", "=", meeting.id)]).move_id
        more = bill.copy()
        finance = meeting.with_user(self.finance)
        finance.action_settle()
        with self.assertRaisesRegex(UserError, "Take its settlement back"):
            more.action_post()
        with self.assertRaisesRegex(UserError, "Take its settlement back"):
            bill.button_draft()
        with self.assertRaises(AccessError):
            meeting.action_unsettle()
        finance.action_unsettle()
        self.assertEqual((meeting.state, bool(meeting.settled_by_id)), ("held", False))
        more.action_post()
        with self.assertRaisesRegex(UserError, "200.00 are posted"):
            finance.action_settle()

    def test_bills_for_meals_need_a_class_whatever_the_costs_are_called(self):
        meeting = self.held(other=100, class_kind=False)
        self.post(meeting, 100, gaj_cost_kind="meal")
        with self.assertRaisesRegex(UserError, "needs a class"):
            meeting.with_user(self.finance).action_settle()

    def test_the_class_that_was_approved_stays_once_the_meeting_was_held(self):
        meeting = self.held(other=100)
        for values in ({"class_kind": "1"}, {"planned_days": 3}, {"is_briefing": True}):
            with self.subTest(values), self.assertRaisesRegex(UserError, "stays as it is"):
                meeting.write(values)

    def test_organisers_do_not_settle(self):
        meeting = self.held(lodging=100)
        with self.assertRaises(AccessError):
            meeting.action_settle()

    def test_a_meeting_to_come_was_not_held(self):
        meeting = self.plan()
        self.book(meeting)
        with self.assertRaisesRegex(UserError, "has not begun"):
            meeting.action_hold()

    def test_attendance_is_counted_from_the_sheet(self):
        meeting = self.plan()
        meeting.attendee_ids = [
            Command.create({"name": f"Guest {number}", "is_attended": number < 3}) for number in range(5)
        ]
        self.book(meeting)
        with freeze_time(AFTER):
            meeting.action_hold()
        self.assertEqual(meeting.actual_attendees, 3)

    # ------------------------------------------------------------------ minutes and satisfaction

    def test_a_decision_is_an_activity_of_its_owner(self):
        meeting = self.held()
        meeting.attendee_ids = [Command.create({"employee_id": self.colleague.employee_id.id})]
        meeting.decision_ids = [
            Command.create({"name": "Mend the roof", "user_id": self.colleague.id, "due": "2026-10-30"})
        ]
        activity = meeting.activity_ids.filtered(lambda each: each.user_id == self.colleague)
        self.assertEqual((activity.summary, activity.date_deadline), ("Mend the roof", date(2026, 10, 30)))
        meeting.decision_ids.due = "2026-11-02"
        self.assertEqual(activity.date_deadline, date(2026, 11, 2))
        activity.with_user(self.colleague).action_feedback()
        self.assertEqual(meeting.decision_ids.state, "done")

    def test_a_decision_that_is_done_ends_its_activity(self):
        meeting = self.held()
        meeting.decision_ids = [
            Command.create({"name": "Mend the roof", "user_id": self.colleague.id, "due": "2026-10-30"})
        ]
        meeting.decision_ids.with_user(self.colleague).action_done()
        self.assertFalse(meeting.activity_ids.filtered(lambda each: each.user_id == self.colleague))
        with self.assertRaises(AccessError):
            meeting.decision_ids.with_user(self.stranger).action_done()

    def test_satisfaction_is_a_rating_of_the_meeting(self):
        meeting = self.held()
        wizard = (
            self.env["gaj.meeting.feedback"].with_user(self.booker).create({"meeting_id": meeting.id, "value": "4"})
        )
        wizard.action_rate()
        wizard.copy({"value": "3"}).action_rate()
        self.assertEqual(meeting.sudo().rating_ids.mapped("rating"), [3.0])
        with self.assertRaises(AccessError):
            meeting.with_user(self.stranger)._gaj_rate(5, "")

    # ------------------------------------------------------------------ statistics

    def test_a_held_meeting_counts_once(self):
        first, second = self.held(), self.plan(class_kind=False)
        self.book(second, room_id=self.room_a.id, start=self.at(13), stop=self.at(14))
        self.book(second, room_id=self.room_b.id, is_main=False, start=self.at(13), stop=self.at(14))
        with freeze_time(AFTER):
            second.action_hold()
        first.actual_attendees = 31
        self.env.flush_all()
        report = self.env["gaj.meeting.report"].with_user(self.manager)
        rows = report.search([("department_id", "=", self.office.id)])
        self.assertEqual((sum(rows.mapped("meetings")), sum(rows.mapped("persons"))), (2, 131))
        month = self.env["gaj.meeting.month"].with_user(self.manager).search([("month", "=", "2026-10-01")])
        self.assertEqual((month.meetings, month.persons, month.average, month.bookings), (2, 131, 65.5, 3))
        self.assertGreater(month.open_hours, 0)
        with self.assertRaises(AccessError):
            report.with_user(self.booker).search([])
