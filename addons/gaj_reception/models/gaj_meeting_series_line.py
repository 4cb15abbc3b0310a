from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..rules import booking as rules


class GajMeetingSeriesLine(models.Model):
    """One time of a series: whether the room is free, and what to do when it is not."""

    _name = "gaj.meeting.series.line"
    _description = "Time of a Series of Meetings"
    _inherit = ["gaj.guard.mixin"]
    _order = "series_id, start, id"

    series_id = fields.Many2one("gaj.meeting.series", required=True, index=True, ondelete="cascade", readonly=True)
    organiser_id = fields.Many2one(related="series_id.organiser_id", store=True, index=True)
    company_id = fields.Many2one(related="series_id.company_id", store=True, index=True)
    start = fields.Datetime(required=True)
    stop = fields.Datetime("End", required=True)
    state = fields.Selection(
        [("ok", "Free"), ("conflict", "Taken"), ("holiday", "Holiday"), ("closed", "Closed")],
        string="Found",
        readonly=True,
    )
    message = fields.Char("Why", readonly=True)
    choice = fields.Selection(
        [("skip", "Skip"), ("other_room", "Another Room"), ("other_time", "Another Time")],
        help="What to do about a time that is not free. To give the whole series up, press Give Up.",
    )
    other_room_id = fields.Many2one("gaj.meeting.room", index="btree_not_null", ondelete="restrict")
    room_id = fields.Many2one("gaj.meeting.room", compute="_compute_room_id")
    booking_id = fields.Many2one(
        "gaj.meeting.booking", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    booking_state = fields.Selection(related="booking_id.state", string="Booking State")

    _stop_after_start = models.Constraint("CHECK (stop > start)", "A meeting ends after it begins: correct the times.")

    @api.depends("choice", "other_room_id", "series_id.room_id")
    def _compute_room_id(self):
        for line in self:
            line.room_id = (line.choice == "other_room" and line.other_room_id) or line.series_id.room_id

    @api.depends("start", "stop")
    def _compute_display_name(self):
        for line in self:
            company = line.company_id or self.env.company
            start, stop = (each and company._gaj_local(each) for each in (line.start, line.stop))
            line.display_name = f"{start:%Y-%m-%d %H:%M} – {stop:%H:%M}" if start and stop else ""

    @api.constrains("other_room_id", "series_id")
    def _check_other_room(self):
        for line in self:
            if line.other_room_id and line.other_room_id.company_id != line.company_id:
                raise ValidationError(self.env._("%s: choose a room of the same company.", line.display_name))

    def write(self, vals):
        """A time is moved by choosing another time; a decided one stays."""
        if not self.env.su:
            for line in self:
                if line.booking_id and {"start", "stop", "choice", "other_room_id"} & vals.keys():
                    raise UserError(self.env._("%s is booked already. Change the booking instead.", line.display_name))
        result = super().write(vals)
        if not self.env.su and {"start", "stop", "choice", "other_room_id"} & vals.keys():
            # what was found was for the room and time before
            self.series_id._gaj_look()
        return result

    def _gaj_layout(self):
        """Return the layout for this time: that of the series, or in another room the one like it that seats all."""
        series, meeting = self.series_id, self.series_id.sudo().meeting_id
        if self.room_id == series.room_id:
            return series.layout_id
        fitting = self.room_id.layout_ids.filtered(lambda each: each.capacity >= meeting.planned_attendees)
        alike = fitting.filtered(lambda each: each.kind == series.layout_id.kind)
        return (alike or fitting).sorted("capacity")[:1]

    def _gaj_taken(self):
        """Return from when to when (naive UTC) this time takes its room, buffers included."""
        layout, room = self._gaj_layout(), self.room_id
        setup = layout.setup_minutes if layout.is_own_setup else room.setup_minutes
        return rules.occupied(self.start, self.stop, setup, room.cleanup_minutes)

    def _gaj_book(self):
        """Book this time with the user's rights in a savepoint; what is refused now is noted at the line."""
        self.ensure_one()
        series = self.series_id
        is_first = series.meeting_id.sudo().booking_ids.filtered(lambda each: each.series_id == series)
        try:
            with self.env.cr.savepoint():
                meeting = series.meeting_id
                if is_first:
                    meeting = meeting.copy({"subject": meeting.subject})
                booking = self.env["gaj.meeting.booking"].create(
                    {
                        "meeting_id": meeting.id,
                        "room_id": self.room_id.id,
                        "layout_id": self._gaj_layout().id,
                        "start": self.start,
                        "stop": self.stop,
                    }
                )
                # sudo: which series a booking belongs to is set by the series
                booking.sudo().series_id = series
                booking.action_request()
                self.sudo().write({"booking_id": booking.id, "state": "ok", "message": False})
        except UserError as error:
            self.env.invalidate_all(flush=False)
            self.sudo().write({"state": "conflict", "choice": False, "message": str(error)})
