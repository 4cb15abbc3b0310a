from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..rules import booking as rules

#: What a booking takes in the ledger follows from these.
SPAN_FIELDS = {"room_id", "layout_id", "start", "stop", "setup_minutes", "cleanup_minutes", "equipment_ids"}
#: The server's own writes carry this object in their context: no call from outside can.
ITSELF = object()


class GajMeetingBooking(models.Model):
    """What a booking takes in the ledger of occupancies, and how it gives it back."""

    _inherit = "gaj.meeting.booking"

    def _gaj_bookables(self):
        """Return what this booking needs at the same time: the spaces of the room and the movable equipment."""
        self.ensure_one()
        # sudo: the caller has checked who may book
        devices = self.env["gaj.bookable"]._gaj_for(self.sudo().equipment_ids)
        return self.sudo().room_id._gaj_bookables().sudo() | devices.sudo()

    def _gaj_ledger_name(self):
        """Return what everybody reads in the ledger: the subject of a public meeting, else nothing of it."""
        meeting = self.sudo().meeting_id
        return meeting.subject if meeting.secrecy == "public" else self.env._("Meeting")

    def _gaj_holds(self):
        """Return whether this booking takes its room in its present state."""
        self.ensure_one()
        return self.state in ("confirmed", "in_use") or (
            self.state == "requested" and self.sudo().room_id.hold_on_request
        )

    def _gaj_keep_ledger(self):
        """Bring the ledger in line with these bookings, each in one operation, all bookables locked first.

        :raises AlreadyOccupied: something is taken; nothing was changed
        """
        for booking in self.sudo():
            start, stop = rules.occupied(booking.start, booking.stop, booking.setup_minutes, booking.cleanup_minutes)
            booking.with_context(gaj_itself=ITSELF).write({"occ_start": start, "occ_stop": stop})
            booking._gaj_write_ledger(booking._gaj_bookables() if booking._gaj_holds() else None, start, stop)

    def _gaj_write_ledger(self, wanted, start, stop):
        """Let this booking occupy the bookables ``wanted`` (None: nothing) from ``start`` to ``stop``."""
        ledger = self.env["gaj.occupancy"]
        if not wanted:
            ledger._gaj_release(self)
            return
        rows = ledger._gaj_of(self)
        (rows.bookable_id | wanted)._gaj_lock()
        kept = {row.bookable_id: row for row in rows}
        spare = [row for row in rows if row.bookable_id not in wanted]
        moves, fresh = [], []
        for bookable in wanted:
            vals = {"bookable_id": bookable.id, "start": start, "stop": stop}
            if row := kept.get(bookable) or (spare.pop() if spare else None):
                moves.append((row, vals))
            else:
                fresh.append({**vals, **self._gaj_owner_vals()})
        with self.env.cr.savepoint():
            for row in spare:
                row.active = False
            ledger.flush_model(["active"])
            if moves:
                ledger._gaj_move(moves)
            if fresh:
                ledger._gaj_occupy(fresh)

    def _gaj_owner_vals(self):
        """Return what the rows of this booking say about it."""
        return {
            "kind": "booking",
            "name": self._gaj_ledger_name(),
            "user_id": self.organiser_id.id,
            "res_model": self._name,
            "res_id": self.id,
        }

    def _gaj_cut_ledger(self, until):
        """Let this booking end in the ledger at ``until`` (naive UTC), or sooner if it did."""
        for booking in self.sudo():
            rows = self.env["gaj.occupancy"]._gaj_of(booking)
            stop = min(until, booking.occ_stop)
            if stop <= booking.occ_start:
                self.env["gaj.occupancy"]._gaj_release(booking)
            elif rows:
                self.env["gaj.occupancy"]._gaj_move([(row, {"stop": stop}) for row in rows])
            booking.with_context(gaj_itself=ITSELF).write({"occ_stop": max(stop, booking.occ_start)})

    # ------------------------------------------------------------------ released by the clock

    @api.model
    def _gaj_release_overdue(self, bookables=None, will_book=False):
        """Give free what nobody checked in to and requests nobody decided on, on ``bookables`` (None: everywhere).

        Called first by whatever looks for a free room, so that it does not wait for a scheduled action.

        :param will_book: whether the caller takes ``bookables`` afterwards: they are locked together with what is
            released, in the one order that everybody keeps. Who only looks locks nothing that stays as it is.
        :return: the bookings released
        """
        now = fields.Datetime.now()
        overdue = (
            Domain("state", "=", "confirmed") & Domain("is_protected", "=", False) & Domain("release_at", "<=", now)
        ) | (Domain("state", "=", "requested") & Domain("expires_at", "<=", now))
        if bookables is not None:
            rows = (
                self.env["gaj.occupancy"]
                .sudo()
                ._search([("res_model", "=", self._name), ("bookable_id", "in", bookables.ids)])
            )
            overdue &= Domain("id", "in", rows.subselect("res_id"))
        found = self.sudo().search(overdue, order="id")
        needed = self.env["gaj.occupancy"]._gaj_of(found).bookable_id
        if will_book:
            needed |= bookables.sudo()
        if needed:
            needed._gaj_lock()
        # sudo: the clock decides, whoever looks
        found.filtered(lambda each: each.state == "confirmed")._gaj_no_show()
        found.filtered(lambda each: each.state == "requested")._gaj_expire()
        return found.sudo(False)

    def _gaj_no_show(self):
        """Nobody came: the room is free from the moment it was to be released, without clearing."""
        for booking in self:
            booking._gaj_cut_ledger(booking.release_at)
        self._step("no_show")
        self._gaj_given_back()

    def _gaj_expire(self):
        """Nobody decided in time: the request holds its room no longer."""
        self.env["gaj.occupancy"]._gaj_release(self)
        self._step("expired")
        self._gaj_given_back()

    def _gaj_given_back(self):
        """Tell the meeting and whoever listens that these bookings gave their room up."""
        if self:
            self.sudo().meeting_id._gaj_follow_bookings()
            self._gaj_after_give_up()

    @api.model
    def _gaj_tidy(self):
        """Scheduled: release what is overdue, and finish what is over; nothing waits for it."""
        self.env["res.company"]._gaj_make_meeting_sequences()
        self._gaj_release_overdue()
        now = fields.Datetime.now()
        over = self.sudo().search([("state", "in", ("confirmed", "in_use")), ("stop", "<=", now)])
        # a meeting at which nobody checks in took place when its time is over
        over = over.filtered(lambda each: each.state == "in_use" or not each.release_at or each.is_protected)
        over._step("done")
        over.meeting_id._gaj_follow_bookings()

    # ------------------------------------------------------------------ changes

    @api.model_create_multi
    def create(self, vals_list):
        bookings = super().create(vals_list)
        for booking in bookings.sudo():
            start, stop = rules.occupied(booking.start, booking.stop, booking.setup_minutes, booking.cleanup_minutes)
            booking.with_context(gaj_itself=ITSELF).write({"occ_start": start, "occ_stop": stop})
        return bookings

    def write(self, vals):
        """Move a booking that has its room in the ledger as well: writing its times or room is a step of its own."""
        if self.env.context.get("gaj_itself") is ITSELF or not SPAN_FIELDS & vals.keys():
            return super().write(vals)
        self._gaj_refuse_wrong_values(vals)
        moved = self.sudo().filtered(lambda each: each.state in self._gaj_live()).sudo(self.env.su)
        others = {name: value for name, value in vals.items() if name not in SPAN_FIELDS}
        result = super(GajMeetingBooking, self - moved).write(vals)
        for booking in self - moved:
            booking.sudo()._gaj_note_span()
        if others and moved:
            super(GajMeetingBooking, moved).write(others)
        for booking in moved:
            span = {name: vals[name] for name in SPAN_FIELDS & vals.keys()}
            if booking._gaj_changes(span):
                booking._gaj_change(span)
        return result

    def _gaj_changes(self, vals):
        return any(self._gaj_differs(name, value) for name, value in vals.items())

    def _gaj_note_span(self):
        """Note from when to when the room of a draft would be taken."""
        if self.state == "draft":
            start, stop = rules.occupied(self.start, self.stop, self.setup_minutes, self.cleanup_minutes)
            self.with_context(gaj_itself=ITSELF).write({"occ_start": start, "occ_stop": stop})

    def _gaj_closed_fields(self):
        closed = super()._gaj_closed_fields()
        if self.state == "draft":
            return closed
        return closed | {"meeting_id"} | (set() if self.state in self._gaj_live() else SPAN_FIELDS)

    def _gaj_instead(self):
        return self.env._("Make a new booking instead.")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        for booking in self:
            if booking.state != "draft":
                raise UserError(
                    self.env._(
                        "%s was asked for, so it stays on record. Cancel it instead of deleting it.",
                        booking._gaj_step_name(),
                    )
                )
