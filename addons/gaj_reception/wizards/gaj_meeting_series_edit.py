from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules import series as rules


class GajMeetingSeriesEdit(models.TransientModel):
    """Change or cancel one meeting of a series, those that follow it, or all that are to come."""

    _name = "gaj.meeting.series.edit"
    _description = "Change of a Series"

    booking_id = fields.Many2one("gaj.meeting.booking", required=True, ondelete="cascade")
    scope = fields.Selection(
        [("this", "This One"), ("following", "This and Following"), ("all", "All to Come")],
        required=True,
        default="this",
    )
    room_id = fields.Many2one("gaj.meeting.room", "New Room", compute="_compute_room_id", store=True, readonly=False)
    start_time = fields.Float("New Start", compute="_compute_start_time", store=True, readonly=False)
    minutes = fields.Integer("Length", compute="_compute_minutes", store=True, readonly=False, help="Minutes.")
    reason = fields.Char()
    report = fields.Text(readonly=True, help="What could not be changed, and why.")

    @api.depends("booking_id")
    def _compute_room_id(self):
        for edit in self:
            edit.room_id = edit.booking_id.room_id

    @api.depends("booking_id")
    def _compute_start_time(self):
        for edit in self:
            booking = edit.booking_id
            start = booking.start and booking.company_id._gaj_local(booking.start)
            edit.start_time = start.hour + start.minute / 60 if start else 0

    @api.depends("booking_id")
    def _compute_minutes(self):
        for edit in self:
            booking = edit.booking_id
            edit.minutes = int((booking.stop - booking.start).total_seconds() // 60) if booking.start else 0

    def action_apply(self):
        """Give the bookings in scope the new hour, length and room, each for itself; report those that stay."""
        self.ensure_one()
        minute = round(self.start_time * 60)
        if not 0 <= minute < 24 * 60 or self.minutes <= 0:
            raise UserError(self.env._("Give a time of the day and a length of at least one minute."))
        return self._gaj_each(lambda booking: booking._gaj_change(self._gaj_vals(booking, minute)))

    def action_cancel_bookings(self):
        """Cancel the bookings in scope."""
        self.ensure_one()
        return self._gaj_each(lambda booking: booking.action_cancel(self.reason))

    def _gaj_vals(self, booking, minute):
        company = booking.company_id
        local = [company._gaj_local(each) for each in (booking.start, booking.stop)]
        span = rules.shifted(*local, minute, timedelta(minutes=self.minutes))
        vals = dict(zip(("start", "stop"), (company._gaj_utc(each) for each in span), strict=True))
        if self.room_id != booking.room_id:
            vals |= {"room_id": self.room_id.id, "layout_id": False}
        return vals

    def _gaj_each(self, change):
        """Call ``change`` with each booking in scope, in a savepoint of its own.

        :raises UserError: there is nothing to change
        """
        self.booking_id._gaj_check_own()
        bookings = self.booking_id._gaj_in_scope(self.scope)
        if not bookings:
            raise UserError(
                self.env._("%s has begun, and what has begun does not change.", self.booking_id._gaj_step_name())
            )
        refused = []
        for booking in bookings:
            name = booking._gaj_step_name()
            try:
                with self.env.cr.savepoint():
                    change(booking)
            except UserError as error:
                self.env.invalidate_all(flush=False)
                refused.append(f"{name}: {error}")
        if not refused:
            return {"type": "ir.actions.act_window_close"}
        self.report = "\n".join(refused)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Change the Series"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }
