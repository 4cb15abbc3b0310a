from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.gaj_base.exceptions import AlreadyOccupied

from .common_meeting import MeetingCase


@tagged("post_install", "-at_install", "gaj")
class TestMeetingTakeover(MeetingCase):
    """A meeting at 10:00 of rank 3 gives way to one of rank 1."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.level = {rank: cls.env["gaj.meeting.level"].search([("rank", "=", rank)]) for rank in (1, 2, 3)}

    def _scene(self, old=3, new=1):
        with freeze_time("2026-10-07 00:00:00"):
            loser = self._book(
                "2026-10-08 10:00", "2026-10-08 11:00", meeting=self._meeting(level_id=self.level[old].id)
            )
            winner = self._draft(
                "2026-10-08 10:00",
                "2026-10-08 11:00",
                user=self.stranger,
                meeting=self._meeting(self.stranger, subject="Visit", level_id=self.level[new].id),
            )
        return loser, winner

    def _take(self, winner, user=None, reason="The provincial governor comes"):
        takeover = (
            self.env["gaj.meeting.takeover"]
            .with_user(user or self.manager)
            .create({"booking_id": winner.id, "reason": reason})
        )
        takeover.action_confirm()
        return takeover

    def test_two_and_a_half_hours_before_it_is_allowed(self):
        loser, winner = self._scene()
        with freeze_time("2026-10-07 23:30:00"):  # 07:30 in Shanghai
            takeover = self._take(winner)
        self.assertEqual((loser.state, winner.state), ("preempted", "confirmed"))
        self.assertEqual((loser.preempted_by_id, loser.reason), (winner, "The provincial governor comes"))
        self.assertFalse(self._rows(loser))

        self.assertEqual(len(self._rows(winner)), 1)
        events = self.env["calendar.event"].search([("gaj_booking_id", "in", (loser | winner).ids)])
        self.assertEqual(events.gaj_booking_id, winner)
        line = takeover.line_ids
        self.assertEqual((line.winner_department_id, line.loser_department_id), (self.archive, self.office))
        self.assertEqual(line.sudo().activity_ids.user_id, self.booker)

    def test_ninety_minutes_before_it_is_too_late(self):
        loser, winner = self._scene()
        with freeze_time("2026-10-08 00:30:00"), self.assertRaisesRegex(UserError, "less than 120 minutes"):
            self._take(winner)
        self.assertEqual((loser.state, winner.state), ("confirmed", "draft"))

    def test_the_second_rank_does_not_move_the_second(self):
        _loser, winner = self._scene(old=2, new=2)
        with freeze_time("2026-10-07 23:30:00"), self.assertRaisesRegex(UserError, "same or a higher level"):
            self._take(winner)

    def test_a_level_that_takes_nothing_over(self):
        _loser, winner = self._scene(old=3, new=3)
        with freeze_time("2026-10-07 23:30:00"), self.assertRaisesRegex(UserError, "takes no room over"):
            self._take(winner)

    def test_a_protected_meeting_stays(self):
        loser, winner = self._scene()
        with freeze_time("2026-10-07 23:30:00"):
            loser.with_user(self.manager).action_protect()
            with self.assertRaisesRegex(UserError, "protected"):
                self._take(winner)

    def test_only_the_conference_manager_and_never_in_the_own_matter(self):
        _loser, winner = self._scene()
        with freeze_time("2026-10-07 23:30:00"):
            for user in (self.stranger, self.staff):
                with self.assertRaises(AccessError):
                    self._take(winner, user)
            winner.sudo().meeting_id.organiser_id = self.manager
            with self.assertRaisesRegex(UserError, "your own"):
                self._take(winner)

    def test_a_free_room_needs_no_takeover(self):
        loser, winner = self._scene()
        loser.action_cancel()
        with freeze_time("2026-10-07 23:30:00"), self.assertRaisesRegex(UserError, "is free"):
            self._take(winner)

    def test_the_loser_takes_another_room_with_one_click(self):
        loser, winner = self._scene()
        with freeze_time("2026-10-07 23:30:00"):
            line = self._take(winner).line_ids.with_user(self.booker)
            self.assertEqual(line.offer_ids[:2].room_id, self.room_b | self.room_c)
            self.assertLessEqual(len(line.offer_ids), 3)
            with self.assertRaises(AccessError):
                line.offer_ids[0].with_user(self.colleague).action_accept()
            line.offer_ids[0].action_accept()
            moved = line.booking_id
            self.assertEqual((moved.state, moved.room_id, moved.moved_from_id), ("confirmed", self.room_b, loser))
            self.assertEqual((moved.meeting_id, moved.start), (loser.meeting_id, loser.start))
            with self.assertRaisesRegex(UserError, "room already"):
                line.offer_ids[1].action_accept()

    def test_an_offer_that_is_gone_says_so(self):
        _loser, winner = self._scene()
        with freeze_time("2026-10-07 23:30:00"):
            line = self._take(winner).line_ids.with_user(self.booker)
            self._book("2026-10-08 10:00", "2026-10-08 11:00", room=self.room_b, user=self.colleague)
            with self.assertRaises(AlreadyOccupied):
                line.offer_ids[0].action_accept()

    def test_a_hall_takes_the_rooms_of_two_meetings_at_once(self):
        with freeze_time("2026-10-07 00:00:00"):
            losers = self._book("2026-10-08 10:00", "2026-10-08 11:00") | self._book(
                "2026-10-08 10:00", "2026-10-08 11:00", room=self.room_b, user=self.colleague
            )
            winner = self._draft(
                "2026-10-08 10:00",
                "2026-10-08 11:00",
                room=self.hall,
                user=self.stranger,
                meeting=self._meeting(self.stranger, level_id=self.level[1].id),
            )
        with freeze_time("2026-10-07 23:30:00"):
            self._take(winner)
        self.assertEqual(set(losers.mapped("state")), {"preempted"})
        self.assertEqual(len(self._rows(winner)), 3)

    def test_the_report_counts_by_winning_and_losing_department(self):
        _loser, winner = self._scene()
        with freeze_time("2026-10-07 23:30:00"):
            self._take(winner)
        lines = self.env["gaj.meeting.takeover.line"].with_user(self.manager)
        found = lines._read_group(
            [("winner_department_id", "=", self.archive.id)],
            ["winner_department_id", "loser_department_id"],
            ["__count"],
        )
        self.assertEqual(found, [(self.archive, self.office, 1)])
        self.assertFalse(lines.with_user(self.colleague).search([]))
