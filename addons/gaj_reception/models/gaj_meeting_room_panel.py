import hmac
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..rules import booking as rules
from .roles import MANAGER, STAFF

#: Minutes that a panel offers to book at once.
BOOK_NOW = (15, 30, 60)
#: Seconds within which a second call for service changes nothing.
CALL_AGAIN = 60


class GajMeetingRoom(models.Model):
    """What the tablet at the door shows and does. It knows its room by the token in its address, and no other room.

    Whoever stands there reads it, so it never shows more of a meeting than everybody may know.
    """

    _inherit = "gaj.meeting.room"

    service_called_on = fields.Datetime(readonly=True, copy=False)
    panel_url = fields.Char(compute="_compute_urls", groups=MANAGER)
    checkin_url = fields.Char(compute="_compute_urls", groups=MANAGER)

    @api.depends("panel_token", "checkin_token")
    def _compute_urls(self):
        base = self.get_base_url()
        for room in self:
            room.panel_url = room.panel_token and f"{base}/gaj/panel/{room.panel_token}"
            room.checkin_url = room.checkin_token and f"{base}/gaj/checkin/{room.checkin_token}"

    @api.model
    def _gaj_by_token(self, field, token):
        """Return the room (with lent rights) whose ``panel_token`` or ``checkin_token`` is ``token``; empty if none."""
        if not isinstance(token, str) or len(token) < 40:
            return self.sudo().browse()
        # sudo: the token is the key to this one room, whoever holds it
        room = self.sudo().search([(field, "=", token)], limit=1)
        return room if room and hmac.compare_digest(room[field].encode(), token.encode()) else room.browse()

    def action_rotate_tokens(self):
        """Give panels and doors new links; the ones in use lead nowhere any more."""
        for room in self:
            room.check_access("write")
        self._gaj_new_tokens()
        return True

    def action_open_panel(self):
        """Open the panel of this room in a window of its own."""
        self.ensure_one()
        self.check_access("write")
        return {"type": "ir.actions.act_url", "url": self.panel_url, "target": "new"}

    # ------------------------------------------------------------------ what it shows

    def _gaj_today(self):
        """Return the bookings of this room, or of rooms that share its space, that are not over, by start."""
        self.ensure_one()
        now = fields.Datetime.now()
        self.env["gaj.meeting.booking"]._gaj_release_overdue(self._gaj_bookables())
        company = self.company_id
        tomorrow = company._gaj_local(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        return (
            self.env["gaj.meeting.booking"]
            .sudo()
            .search(
                Domain("room_id.space_ids", "in", self.space_ids.ids)
                & Domain("state", "in", ("confirmed", "in_use"))
                & Domain("stop", ">", now)
                & Domain("start", "<", company._gaj_utc(tomorrow)),
                order="start, id",
            )
        )

    def _gaj_current(self):
        """Return the booking of this very room that runs now or to which one may check in, else nothing."""
        soon = fields.Datetime.now() + timedelta(minutes=self.open_before)
        bookings = self._gaj_today().filtered(lambda each: each.room_id == self and each.start <= soon)
        return bookings.filtered(lambda each: each.state == "in_use")[:1] or bookings[:1]

    def _gaj_panel(self):
        """Return what the panel shows, as plain values for everybody's eyes; times are local."""
        self.ensure_one()
        now = fields.Datetime.now()
        bookings = self._gaj_today()
        running = bookings.filtered(lambda each: each.start <= now)
        current = self._gaj_current()
        closed = (
            self._gaj_bookables()
            ._gaj_busy(now, now + timedelta(seconds=1))
            .filtered(lambda row: row.res_model != "gaj.meeting.booking")
        )
        return {
            "room": self.display_name,
            "capacity": self.capacity,
            "time": self.company_id._gaj_local(now).strftime("%H:%M"),
            "status": "closed" if closed else "busy" if running else "free",
            "now": self._gaj_shown(running[:1]),
            "next": [self._gaj_shown(each) for each in bookings - running][:3],
            "lengths": self._gaj_lengths() if not (running or closed) else [],
            "can_check_in": self.checkin_mode == "panel" and current.state == "confirmed",
            "can_end": current.state == "in_use",
            "is_called": self._gaj_is_called(),
        }

    def _gaj_shown(self, booking):
        """Return department, masked subject and times of ``booking``, or nothing."""
        if not booking:
            return None
        local = self.company_id._gaj_local
        return {
            "title": booking.meeting_id._gaj_masked_title(),
            "department": booking.department_id.name or "",
            "start": local(booking.start).strftime("%H:%M"),
            "stop": local(booking.stop).strftime("%H:%M"),
            "state": booking.state,
        }

    def _gaj_lengths(self):
        """Return the minutes that can be booked at the panel now: in rooms without approval, as long as they are free."""
        if self.approval_mode != "none" or not self.active:
            return []
        free = []
        for length in BOOK_NOW:
            start, stop = self._gaj_now_span(length)
            if not self._gaj_is_open(start, stop) or self._gaj_bookables()._gaj_busy(
                start, stop + rules.minutes(self.cleanup_minutes)
            ):
                break
            free.append(length)
        return free

    def _gaj_now_span(self, length):
        """Return the begin of the running slot and an end at least ``length`` minutes from now, naive UTC."""
        company = self.company_id
        now = company._gaj_local(fields.Datetime.now())
        start = rules.floor_to_slot(now, self.slot_minutes)
        stop = rules.ceil_to_slot(now + rules.minutes(length), self.slot_minutes)
        return company._gaj_utc(start), company._gaj_utc(stop)

    # ------------------------------------------------------------------ what it does

    def _gaj_panel_step(self, step, minutes=None, badge=None):
        """Take a step that somebody asked for at the panel, and return the sentence that it shows.

        :raises UserError: with what to do instead
        """
        self.ensure_one()
        steps = {
            "book": lambda: self._gaj_panel_book(minutes, badge),
            "check_in": self._gaj_panel_check_in,
            "end": self._gaj_panel_end,
            "call": self._gaj_panel_call,
        }
        if step not in steps:
            raise UserError(self.env._("The panel does not know this step. Reload the page."))
        return steps[step]()

    def _gaj_badge_user(self, badge):
        """Return the user whose badge was read.

        :raises UserError: nobody here has it
        """
        employee = self.env["hr.employee"]
        if isinstance(badge, str) and badge.strip():
            # sudo: badges are read at the door by whoever stands there
            employee = employee.sudo().search(
                [("barcode", "=", badge.strip()), ("company_id", "=", self.company_id.id)], limit=1
            )
        user = employee.user_id
        if not (user.active and user.has_group("gaj_reception.group_gaj_meeting_user")):
            raise UserError(self.env._("This badge books no rooms. Hold your staff badge to the reader again."))
        return user

    def _gaj_panel_book(self, minutes, badge):
        user = self._gaj_badge_user(badge)
        self._gaj_today()
        if minutes not in BOOK_NOW or minutes not in self._gaj_lengths():
            raise UserError(self.env._("The room is not free for so long. Choose a shorter time or another room."))
        start, stop = self._gaj_now_span(minutes)
        # the meeting is that of whoever holds the badge, with that person's own rights
        meeting = (
            self.env["gaj.meeting"]
            .with_user(user)
            .with_company(self.company_id)
            .create({"subject": self.env._("Booked at the Door")})
        )
        # sudo: it begins now, so nobody sets the room up before; the author stays the user
        booking = (
            self.env["gaj.meeting.booking"]
            .with_user(user)
            .sudo()
            .create(
                {
                    "meeting_id": meeting.id,
                    "room_id": self.id,
                    "start": start,
                    "stop": stop,
                    "setup_minutes": 0,
                    "cleanup_minutes": self.cleanup_minutes,
                }
            )
        )
        booking._gaj_request()
        if booking.state == "requested":
            raise UserError(self.env._("Your bookings have to be approved at present. Ask for the room in the system."))
        booking._gaj_check_in("panel")
        return self.env._("Booked until %s.", self.company_id._gaj_local(stop).strftime("%H:%M"))

    def _gaj_panel_check_in(self):
        if self.checkin_mode != "panel":
            raise UserError(self.env._("In this room nobody checks in at the panel. Use the code at the door."))
        booking = self._gaj_current()
        if booking.state != "confirmed":
            raise UserError(self.env._("There is no meeting to check in to now."))
        booking._gaj_check_in("panel")
        return self.env._("Checked in.")

    def _gaj_panel_end(self):
        booking = self._gaj_current()
        if booking.state != "in_use":
            raise UserError(self.env._("There is no meeting to end now."))
        booking.action_check_out()
        return self.env._("The meeting has ended. Thank you.")

    def _gaj_is_called(self):
        called = self.service_called_on
        return bool(called) and fields.Datetime.now() - called < timedelta(seconds=CALL_AGAIN)

    def _gaj_panel_call(self):
        """Call the conference staff to the room; pressing twice calls once."""
        if not self._gaj_is_called():
            self.service_called_on = fields.Datetime.now()
            text = self.env._("Service is called to %s.", self.display_name)
            staff = (
                self.env.ref(STAFF)
                .sudo()
                .all_user_ids.filtered(lambda user: user.active and self.company_id in user.company_ids)
            )
            for user in staff:
                user.partner_id._bus_send("simple_notification", {"type": "info", "message": text, "sticky": True})
        return self.env._("Service is on its way.")
