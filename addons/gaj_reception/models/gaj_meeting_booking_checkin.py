from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import RedirectWarning, UserError

from ..rules import booking as rules
from .gaj_meeting_booking_ledger import ITSELF
from .roles import MANAGER, STAFF, USER


class GajMeetingBooking(models.Model):
    """Checking in and out, extending, and what follows when nobody comes."""

    _inherit = "gaj.meeting.booking"

    def _gaj_check_present(self):
        """
        :raises AccessError: unless the user takes part, answers for the meeting, or serves it
        """
        if not self.env.su:
            self._check_role(USER)
        for booking in self:
            booking.check_access("read")
            attends = self.env.user in booking.sudo().meeting_id.attendee_ids.employee_id.user_id
            if not attends:
                booking._gaj_check_own(STAFF, MANAGER)

    def action_check_in(self, by="staff"):
        """Note that the meeting has begun. ``by`` is where: ``qr``, ``panel`` or ``staff``.

        :raises RedirectWarning: too late, the room is free again; it leads to booking the rest
        """
        self._gaj_check_present()
        for booking in self:
            booking._gaj_check_in(by)
        return True

    def _gaj_check_in(self, by):
        """Check in; whoever calls has looked who it is."""
        self.ensure_one()
        now, booking = fields.Datetime.now(), self.sudo()
        if booking.state == "no_show":
            self._gaj_offer_rest()
        self._check_state(("confirmed",))
        limit = False if booking.is_protected else booking.release_at
        when = rules.check_in_state(now, booking.start, booking.room_id.open_before, limit or None)
        if when == "early":
            opens = booking.start - rules.minutes(booking.room_id.open_before)
            raise UserError(
                self.env._(
                    "Check-in for %(booking)s opens at %(time)s. Come back then.",
                    booking=self._gaj_step_name(),
                    time=booking.company_id._gaj_local(opens).strftime("%H:%M"),
                )
            )
        if when == "late":
            self._gaj_offer_rest()
        self._step("in_use", checked_in_at=now, checked_in_by=by)
        booking.meeting_id._gaj_follow_bookings()

    def _gaj_offer_rest(self):
        """
        :raises RedirectWarning: the room was released; the button books what is left of the time
        :raises UserError: nothing is left of it
        """
        booking = self.sudo()
        start = self._gaj_rest_start()
        name = self._gaj_step_name()
        if start >= booking.stop:
            raise UserError(self.env._("%s is over and its room is free again. Make a new booking.", name))
        raise RedirectWarning(
            self.env._(
                "%(booking)s was released at %(time)s because nobody had checked in. The rest of the time can still be"
                " booked if nobody else was faster.",
                booking=name,
                time=booking.company_id._gaj_local(booking.release_at).strftime("%H:%M"),
            ),
            self.env.ref("gaj_reception.gaj_meeting_booking_rest_action").id,
            self.env._("Book the Rest"),
            {"active_model": self._name, "active_id": self.id, "active_ids": self.ids},
        )

    def _gaj_rest_start(self):
        """Return the begin (naive UTC) of the slot of the room that runs now."""
        company, slot = self.sudo().company_id, self.sudo().room_id.slot_minutes
        return company._gaj_utc(rules.floor_to_slot(company._gaj_local(fields.Datetime.now()), slot))

    def action_rebook_rest(self):
        """Book what is left of a meeting whose room was released, as it is laid out, and return the new booking."""
        self.ensure_one()
        self._gaj_check_present()
        self._gaj_release_overdue(self._gaj_bookables(), will_book=True)
        self._check_state(("no_show",))
        old = self.sudo()
        start = max(self._gaj_rest_start(), old.start)
        if start >= old.stop:
            self._gaj_offer_rest()
        # sudo: whoever takes part may book on; the author stays the user
        rest = old.create(
            {
                "meeting_id": old.meeting_id.id,
                "is_main": old.is_main,
                "room_id": old.room_id.id,
                "layout_id": old.layout_id.id,
                "start": start,
                "stop": old.stop,
                "setup_minutes": 0,
                "cleanup_minutes": old.cleanup_minutes,
                "equipment_ids": [fields.Command.set(old.equipment_ids.ids)],
                "moved_from_id": old.id,
            }
        )
        rest.sudo(False)._gaj_request()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": rest.id,
            "views": [(False, "form")],
        }

    def action_check_out(self):
        """End the meeting: the room is free as soon as it is cleared."""
        self._gaj_check_present()
        now = fields.Datetime.now()
        for booking in self:
            booking._check_state(("in_use",))
            booking._step("done", checked_out_at=now)
            until = rules.taken_until_after_checkout(now, booking.cleanup_minutes, booking.occ_stop)
            booking._gaj_cut_ledger(until)
            booking.sudo().meeting_id._gaj_follow_bookings()
            booking._gaj_after_change()
        return True

    def action_extend(self, minutes=15):
        """Let the meeting last ``minutes`` longer, when nobody else needs the room.

        :raises AlreadyOccupied: the room is taken afterwards; nothing was changed
        """
        self._gaj_check_present()
        for booking in self:
            booking._check_state(("confirmed", "in_use"))
            booking._gaj_check_extension(minutes)
            if booking.state == "confirmed":
                booking._gaj_change({"stop": booking.stop + timedelta(minutes=minutes)})
            else:
                booking._gaj_extend(minutes)
        return True

    def _gaj_check_extension(self, length):
        """
        :raises UserError: it is no multiple of the step
        """
        booking = self.sudo()
        step = self.env["gaj.meeting.parameter"]._gaj_whole("extension_step_minutes", booking.company_id)
        if not isinstance(length, int) or not rules.is_extension(length, step):
            raise UserError(
                self.env._("A meeting is extended in steps of %s minutes. Choose one or more of these.", step)
            )

    def _gaj_extend(self, length):
        """Let a meeting that goes on last longer: who approved it is not asked again."""
        booking = self.sudo()
        with self.env.cr.savepoint():
            stop = booking.stop + timedelta(minutes=length)
            self._gaj_release_overdue(self._gaj_bookables(), will_book=True)
            booking.with_context(gaj_itself=ITSELF).write({"stop": stop})
            booking.room_id.sudo(False)._gaj_check_span(
                booking.start, stop, booking.setup_minutes, booking.cleanup_minutes, is_new=False
            )
            self._gaj_keep_ledger()
        self._gaj_after_change()

    def action_protect(self):
        """Never release these bookings, and let nobody take their rooms over."""
        for booking in self:
            booking._check_step(("requested", "confirmed", "in_use"), (MANAGER,))
        self._gaj_release_overdue(self._gaj_bookables_of_all())
        for booking in self:
            booking._check_state(("requested", "confirmed", "in_use"))
        # sudo: role and state were checked
        self.sudo().write({"is_protected": True})
        return True

    def action_unprotect(self):
        """Treat these bookings as any other again; the time to check in begins now if it is over."""
        for booking in self:
            booking._check_step(("requested", "confirmed", "in_use"), (MANAGER,))
        now = fields.Datetime.now()
        for booking in self.sudo():
            grace = rules.minutes(booking.room_id.grace_minutes)
            is_over = booking.state == "confirmed" and booking.release_at and booking.release_at <= now
            booking.write({"is_protected": False} | ({"release_at": now + grace} if is_over else {}))
        return True

    def _gaj_bookables_of_all(self):
        bookables = self.env["gaj.bookable"].sudo()
        return bookables.union(*(booking._gaj_bookables() for booking in self))
