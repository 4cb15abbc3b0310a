from datetime import timedelta

import pytz
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..rules import booking as rules


class GajMeetingRoom(models.Model):
    """What a room allows: its slot and limits, its opening hours, and who may book it."""

    _inherit = "gaj.meeting.room"

    @api.constrains("approver_ids")
    def _check_approvers(self):
        role = self.env.ref("gaj_reception.group_gaj_meeting_approver")
        for room in self:
            # sudo: who has which role is no secret to whoever sets up rooms
            if idle := room.sudo().approver_ids.filtered(lambda user: role not in user.all_group_ids)[:1]:
                raise ValidationError(
                    self.env._(
                        "%(user)s cannot approve bookings of %(room)s: the role “%(role)s” is missing. Give it first.",
                        user=idle.name,
                        room=room.display_name,
                        role=role.sudo().name,
                    )
                )

    def _gaj_limits(self):
        """Return the :class:`Limits` of this room."""
        self.ensure_one()
        room = self.sudo()
        return rules.Limits(
            room.slot_minutes, room.min_minutes, room.max_minutes, room.advance_days, room.notice_minutes
        )

    def _gaj_check_span(self, start, stop, setup, cleanup, is_new=True):
        """Look whether a meeting may be here from ``start`` to ``stop`` (naive UTC).

        :param is_new: False for a meeting that has the room already: notice, days ahead and the past were checked
        :raises UserError: naming the limit that is broken and the way out
        """
        self.ensure_one()
        company = self.sudo().company_id
        local = [company._gaj_local(moment) for moment in (start, stop)]
        now = company._gaj_local(fields.Datetime.now())
        broken = rules.broken_limit(*local, now, self._gaj_limits())
        if broken and (is_new or broken in ("order", "slot", "short", "long")):
            raise UserError(self._gaj_limit_sentence(broken))
        if not self._gaj_is_open(start, stop, setup, cleanup):
            raise UserError(
                self.env._(
                    "%(room)s is closed then: %(start)s – %(stop)s does not lie inside its opening hours, or it is a"
                    " holiday. Choose another time or another room.",
                    room=self.display_name,
                    start=local[0].strftime("%Y-%m-%d %H:%M"),
                    stop=local[1].strftime("%H:%M"),
                )
            )

    def _gaj_limit_sentence(self, broken):
        """Return what a person reads who broke the limit ``broken`` of this room."""
        room = {"room": self.display_name}
        limits = self._gaj_limits()
        return {
            "order": lambda: self.env._("A meeting ends after it begins: correct the times."),
            "slot": lambda: self.env._(
                "%(room)s is given out in steps of %(slot)s minutes: let the meeting begin and end on one.",
                slot=limits.slot,
                **room,
            ),
            "short": lambda: self.env._(
                "A meeting in %(room)s lasts at least %(minutes)s minutes. Choose a later end.",
                minutes=limits.shortest,
                **room,
            ),
            "long": lambda: self.env._(
                "A meeting in %(room)s lasts at most %(minutes)s minutes. Choose an earlier end or make two bookings.",
                minutes=limits.longest,
                **room,
            ),
            "past": lambda: self.env._("That time has gone by. Choose a later start in %(room)s.", **room),
            "notice": lambda: self.env._(
                "%(room)s is booked at least %(minutes)s minutes before. Choose a later start or another room.",
                minutes=limits.notice,
                **room,
            ),
            "ahead": lambda: self.env._(
                "%(room)s is booked at most %(days)s days ahead. Choose an earlier day.",
                days=limits.days_ahead,
                **room,
            ),
        }[broken]()

    def _gaj_is_open(self, start, stop, setup=0, cleanup=0, hours=None):
        """Return whether this room is open from ``start`` to ``stop`` (naive UTC), with its buffers if they count.

        :param hours: what :meth:`_gaj_open_hours` returned for its calendar and the same day, to ask only once
        """
        self.ensure_one()
        room = self.sudo()
        if room.is_always_open:
            return True
        if room.buffers_in_hours:
            start, stop = rules.occupied(start, stop, setup, cleanup)
        return rules.is_open(start, stop, room._gaj_open_hours(start, stop) if hours is None else hours)

    def _gaj_calendar(self):
        """Return the opening hours of this room, or the working hours of its company."""
        # sudo: when a room is open is no secret
        return self.sudo().resource_calendar_id or self.sudo().company_id.resource_calendar_id

    def _gaj_open_hours(self, start, stop):
        """Return the spans (naive UTC) in which this room is open around ``start`` – ``stop``; holidays left out.

        A lunch break of the working hours does not close a room.
        """
        self.ensure_one()
        calendar = self._gaj_calendar()
        if not calendar:
            return [(start, stop)]
        first = pytz.utc.localize(start - timedelta(days=1))
        last = pytz.utc.localize(stop + timedelta(days=1))
        hours = calendar._attendance_intervals_batch(first, last)[False]
        hours |= calendar._attendance_intervals_batch(first, last, lunch=True)[False]
        hours -= calendar._leave_intervals_batch(first, last)[False]
        return [tuple(each.astimezone(pytz.utc).replace(tzinfo=None) for each in span[:2]) for span in hours]

    def _gaj_open_to(self, department):
        """Return those of these rooms that ``department`` may book."""
        allowed = self.sudo().filtered("allowed_department_ids")
        if not allowed:
            return self
        # sudo: the tree of departments is no secret
        above = self.env["hr.department"].sudo().search([("id", "parent_of", department.ids)])
        return self - allowed.filtered(lambda room: not room.allowed_department_ids & above).sudo(False)

    def _gaj_check_meeting(self, meeting, layout):
        """Look whether this room may be given to ``meeting`` in ``layout``.

        :raises UserError: with the way out
        """
        self.ensure_one()
        room, meeting = self.sudo(), meeting.sudo()
        if not room.active:
            raise UserError(self.env._("%s is not booked any more. Choose another room.", room.display_name))
        if not self._gaj_open_to(meeting.department_id):
            raise UserError(
                self.env._(
                    "%(room)s is not open to %(department)s. Choose another room, or ask the conference manager to open it.",
                    room=room.display_name,
                    department=meeting.department_id.name,
                )
            )
        if meeting.secrecy == "confidential" and not room.is_secrecy_ok:
            raise UserError(
                self.env._(
                    "%s is not fit for confidential meetings. Choose a room that is.",
                    room.display_name,
                )
            )
        seats = layout.sudo().capacity or room.capacity
        if seats and seats < meeting.planned_attendees:
            raise UserError(
                self.env._(
                    "%(room)s seats %(seats)s, and %(persons)s people are to come. Choose a larger room or another"
                    " layout.",
                    room=room.display_name,
                    seats=seats,
                    persons=meeting.planned_attendees,
                )
            )

    def _gaj_asks_approval(self, meeting, has_penalty=None):
        """Return whether somebody has to approve ``meeting`` in this room; ``has_penalty`` spares asking again."""
        self.ensure_one()
        room, meeting = self.sudo(), meeting.sudo()
        if room.approval_mode == "always":
            return True
        if room.approval_mode == "other_unit":
            own = self.env["hr.department"].sudo().search([("id", "child_of", room.department_id.ids)])
            if meeting.department_id not in own:
                return True
        return self._gaj_has_penalty(meeting.organiser_id) if has_penalty is None else has_penalty

    def _gaj_has_penalty(self, organiser):
        """Return whether ``organiser`` did not show up so often of late that each booking is approved."""
        company = self.sudo().company_id
        get = self.env["gaj.meeting.parameter"]._gaj_whole
        count, window, penalty = (
            get(key, company) for key in ("no_show_count", "no_show_window_days", "no_show_penalty_days")
        )
        now = fields.Datetime.now()
        missed = (
            self.env["gaj.meeting.booking"]
            .sudo()
            .search(
                Domain("state", "=", "no_show")
                & Domain("organiser_id", "=", organiser.id)
                & Domain("company_id", "=", company.id)
                & Domain("start", ">=", now - timedelta(days=window + penalty + 1))
            )
        )
        until = rules.penalty_until([company._gaj_local(each.start).date() for each in missed], count, window, penalty)
        return bool(until) and company._gaj_local(now).date() <= until

    def _gaj_approvers(self):
        """Return the users who approve bookings of this room: those named, else the conference managers."""
        self.ensure_one()
        # sudo: who decides is asked by everybody
        manager = self.env.ref("gaj_reception.group_gaj_conference_manager").sudo()
        return self.sudo().approver_ids or manager.all_user_ids.filtered("active")
