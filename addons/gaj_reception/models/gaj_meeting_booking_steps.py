from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..rules import booking as rules
from .gaj_meeting_booking_ledger import ITSELF
from .roles import APPROVER, CONTACT, MANAGER, STAFF, USER


class GajMeetingBooking(models.Model):
    """The steps of a booking from the request to the decision, and its changes."""

    _inherit = "gaj.meeting.booking"

    # ------------------------------------------------------------------ who may

    def _gaj_is_own(self):
        """Return whether this booking is the user's: as organiser, as contact of the department, or as author."""
        self.ensure_one()
        booking, user = self.sudo(), self.env.user
        if user in booking.meeting_id.organiser_id | booking.create_uid | booking.meeting_id.create_uid:
            return True
        return user.has_group(CONTACT) and booking.meeting_id.department_id.with_user(user).gaj_is_own

    def _gaj_check_own(self, *groups):
        """
        :raises AccessError: if the user books no rooms, or the booking is not his and he has none of the roles ``groups``
        """
        if not self.env.su:
            self._check_role(USER, *groups)
        for booking in self:
            booking.check_access("read")
            if self.env.su or booking._gaj_is_own() or any(map(self.env.user.has_group, groups or (MANAGER,))):
                continue
            raise AccessError(
                self.env._(
                    "%s belongs to somebody else. Ask the organiser or the conference manager.",
                    booking._gaj_step_name(),
                )
            )

    def _gaj_is_decider(self):
        """Return whether the user approves this booking: never one asked for by himself."""
        self.ensure_one()
        booking, user = self.sudo(), self.env.user
        if user in booking.requested_by_id | booking.organiser_id | booking.create_uid:
            return False
        return user in booking.room_id._gaj_approvers() or user.has_group(MANAGER)

    def _gaj_check_decider(self):
        """
        :raises AccessError: the user approves no rooms
        :raises UserError: the user asked for it, or approves other rooms
        """
        self.ensure_one()
        self.check_access("read")
        self._check_role(APPROVER, MANAGER)
        if self._gaj_is_decider():
            return
        if self.env.user in self.sudo().requested_by_id | self.sudo().organiser_id | self.sudo().create_uid:
            raise UserError(
                self.env._("You asked for %s yourself, so somebody else decides on it.", self._gaj_step_name())
            )
        raise UserError(
            self.env._(
                "%(booking)s is decided on by: %(who)s.",
                booking=self._gaj_step_name(),
                who=", ".join(self.sudo().room_id._gaj_approvers().mapped("name")[:5]),
            )
        )

    # ------------------------------------------------------------------ request and decision

    def action_request(self):
        """Ask for the rooms: they are confirmed at once where nobody has to approve.

        :raises AlreadyOccupied: a room or a device is taken then
        """
        self._gaj_check_own()
        for booking in self:
            booking._check_state(("draft",))
            booking._gaj_request()
        return True

    def _gaj_request(self):
        """Look at every rule, take the room in the ledger, and go to requested or confirmed."""
        self._gaj_release_overdue(self._gaj_bookables(), will_book=True)
        self._gaj_check_rules()
        now = fields.Datetime.now()
        noted = {"requested_on": now, "requested_by_id": self.env.user.id}
        if not self._gaj_is_rest() and self.sudo().room_id._gaj_asks_approval(self.sudo().meeting_id):
            self._step("requested", **noted, expires_at=self._gaj_expiry(now))
            self._gaj_keep_ledger()
            self._gaj_ask_approvers()
        else:
            self._step("confirmed", **noted, release_at=self._gaj_release_time())
            self._gaj_keep_ledger()
            self._gaj_after_confirm()
        self.sudo().meeting_id._gaj_follow_bookings()

    def _gaj_is_rest(self):
        """Return whether this is the rest of a meeting that was approved in this room and was not begun in time."""
        booking, old = self.sudo(), self.sudo().moved_from_id
        spans = ((old.start, old.stop), (booking.start, booking.stop))
        return (
            old.state == "no_show"
            and bool(old.decided_by_id)
            and (old.room_id, old.meeting_id) == (booking.room_id, booking.meeting_id)
            and rules.keeps_approval(*spans)
        )

    def _gaj_check_rules(self, is_new=True):
        """
        :raises UserError: the room is not for this meeting, or not at that time
        """
        self.ensure_one()
        booking = self.sudo()
        room = booking.room_id.sudo(False)
        if booking.layout_id and booking.layout_id.room_id != booking.room_id:
            raise UserError(self.env._("%s has no such layout. Choose one of its own.", room.sudo().display_name))
        room._gaj_check_meeting(booking.meeting_id, booking.layout_id)
        room._gaj_check_span(booking.start, booking.stop, booking.setup_minutes, booking.cleanup_minutes, is_new)
        setup, cleanup = booking._gaj_due_buffers()
        shorter = booking.setup_minutes < setup or booking.cleanup_minutes < cleanup
        # whoever meets on in the same room leaves the layout as it is
        goes_on = booking.moved_from_id.room_id == booking.room_id
        if shorter and not (goes_on or self.env.su or self.env.user.has_group(STAFF)):
            raise UserError(
                self.env._(
                    "%(room)s takes %(setup)s minutes to set up and %(cleanup)s to clear. Only conference staff"
                    " shorten that, when the layout stays.",
                    room=room.sudo().display_name,
                    setup=setup,
                    cleanup=cleanup,
                )
            )

    def _gaj_expiry(self, asked):
        """Return when the request ends that was made at ``asked`` (naive UTC)."""
        get, company = self.env["gaj.meeting.parameter"]._gaj_whole, self.sudo().company_id
        ends = rules.expires_at(
            asked, self.start, get("request_hold_minutes", company), get("request_deadline_minutes", company)
        )
        if ends <= asked:
            raise UserError(
                self.env._(
                    "%(booking)s has to be approved, and it is too late for that: a request is made at least"
                    " %(minutes)s minutes before the start. Choose a later time or a room without approval.",
                    booking=self._gaj_step_name(),
                    minutes=get("request_deadline_minutes", company),
                )
            )
        return ends

    def _gaj_release_time(self):
        """Return from when on the room is free without a check-in (naive UTC), or False where nobody checks in."""
        room = self.sudo().room_id
        return room.checkin_mode != "none" and rules.release_at(self.start, room.grace_minutes)

    def _gaj_ask_approvers(self):
        """Put the request on the list of those who decide, without a word of what the meeting is about."""
        for booking in self:
            approvers = booking.sudo().room_id._gaj_approvers() - self.env.user
            booking.sudo()._gaj_tell(approvers, self.env._("Decide on the room booking: %s", booking._gaj_step_name()))

    def _gaj_tell(self, users, text):
        """Tell ``users`` something about this booking; it says room and time, never the subject."""
        for user in users:
            user.partner_id.sudo()._bus_send("simple_notification", {"type": "info", "message": text})

    def action_confirm(self):
        """Approve the requests. Where a request did not hold its room, those in its way are rejected.

        :raises AlreadyOccupied: the room was given to somebody else meanwhile
        """
        for booking in self:
            booking._gaj_check_decider()
            booking._gaj_refuse_expired()
            booking._check_state(("requested",))
            losers = booking._gaj_losers()
            booking._gaj_release_overdue(booking._gaj_bookables(), will_book=True)
            booking._step("confirmed", decided_by_id=self.env.uid, release_at=booking._gaj_release_time())
            booking._gaj_keep_ledger()
            losers._gaj_reject(self.env._("The room was given to another meeting."))
            booking.sudo().meeting_id._gaj_follow_bookings()
            booking._gaj_after_confirm()
            booking._gaj_tell(booking.sudo().organiser_id, self.env._("Confirmed: %s", booking._gaj_step_name()))
        return True

    def _gaj_refuse_expired(self):
        """
        :raises UserError: the time to decide is over
        """
        if self.state == "requested" and self.expires_at and self.expires_at <= fields.Datetime.now():
            raise UserError(
                self.env._(
                    "The request for %s has expired: nobody decided in time. The organiser may ask again.",
                    self._gaj_step_name(),
                )
            )

    def _gaj_losers(self):
        """Return the requests without hold that lose when this one is approved."""
        self.ensure_one()
        booking = self.sudo()
        if booking.state != "requested":
            return self.browse()
        rivals = booking.search(
            Domain("id", "!=", booking.id)
            & Domain("state", "=", "requested")
            & Domain("occ_start", "<", booking.occ_stop)
            & Domain("occ_stop", ">", booking.occ_start)
        )
        needed = booking._gaj_bookables()
        return rivals.filtered(lambda each: not each._gaj_holds() and each._gaj_bookables() & needed).sudo(False)

    def action_reject(self, reason=False):
        """Turn the requests down, and say why."""
        for booking in self:
            booking._gaj_check_decider()
            booking._check_state(("requested",))
        self._gaj_check_reason(reason)
        self._gaj_reject(reason)
        return True

    def _gaj_reject(self, reason):
        self.env["gaj.occupancy"]._gaj_release(self)
        self._step("rejected", reason=reason, decided_by_id=self.env.uid)
        for booking in self:
            booking._gaj_tell(booking.sudo().organiser_id, self.env._("Rejected: %s", booking._gaj_step_name()))
        self._gaj_given_back()

    def _gaj_check_reason(self, reason):
        if not (isinstance(reason, str) and reason.strip()):
            raise UserError(self.env._("Say why: the organiser reads the reason."))

    def action_cancel(self, reason=False):
        """Give the rooms back. Whoever cancels a meeting of somebody else says why."""
        self._gaj_check_own()
        for booking in self:
            booking._check_state(("requested", "confirmed"))
            if not booking._gaj_is_own():
                self._gaj_check_reason(reason)
        self.env["gaj.occupancy"]._gaj_release(self)
        self._step("cancelled", reason=reason or False)
        self._gaj_given_back()
        return True

    # ------------------------------------------------------------------ changes

    def _gaj_change(self, vals):
        """Give this booking another time, room, layout or equipment in one operation of the ledger.

        An approval stays while the meeting stays inside the span that was approved; else it is asked for again.

        :raises AlreadyOccupied: the new place or time is taken; nothing was changed
        """
        self.ensure_one()
        self._gaj_check_own()
        self._gaj_refuse_expired()
        self._check_state(("requested", "confirmed"))
        booking = self.sudo()
        old, old_room = (booking.start, booking.stop), booking.room_id
        old_devices = booking.equipment_ids
        with self.env.cr.savepoint():
            self._gaj_lock_for(booking.room_id.browse(vals.get("room_id")) or old_room)
            booking.with_context(gaj_itself=ITSELF).write(vals)
            inside = booking.start < booking.stop and rules.keeps_approval(old, (booking.start, booking.stop))
            inside = inside and booking.room_id == old_room
            self._gaj_release_overdue(self._gaj_bookables(), will_book=True)
            self._gaj_check_rules(is_new=not inside)
            self._gaj_decide_change(inside and booking.equipment_ids <= old_devices)
            self._gaj_keep_ledger()
        self.sudo().meeting_id._gaj_follow_bookings()
        self._gaj_after_change()

    def _gaj_lock_for(self, room):
        """Lock what this booking has and what ``room`` takes, in the one order that everybody keeps."""
        rows = self.env["gaj.occupancy"]._gaj_of(self)
        (rows.bookable_id | room._gaj_bookables().sudo() | self._gaj_bookables())._gaj_lock()

    def _gaj_decide_change(self, is_inside):
        """Keep the state of a changed booking, or ask for the approval again."""
        booking = self.sudo()
        asks = booking.room_id._gaj_asks_approval(booking.meeting_id)
        now = fields.Datetime.now()
        if booking.state == "confirmed" and (is_inside or not asks or self._gaj_is_decider()):
            booking._step("confirmed", release_at=self._gaj_release_time())
        elif asks:
            booking._step(
                "requested",
                release_at=False,
                decided_by_id=False,
                requested_on=now,
                requested_by_id=self.env.uid,
                expires_at=self._gaj_expiry(now),
            )
            self._gaj_ask_approvers()
        else:
            booking._step("confirmed", release_at=self._gaj_release_time())
            self._gaj_after_confirm()

    def _gaj_after_confirm(self):
        """Called when these bookings have got their room."""

    def _gaj_after_change(self):
        """Called when these bookings have got another time, room or equipment."""

    def _gaj_after_give_up(self):
        """Called when these bookings have given their room back: rejected, expired, cancelled, not shown up."""
