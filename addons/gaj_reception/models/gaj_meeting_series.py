from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules import series as rules


class GajMeetingSeries(models.Model):
    """A meeting that is held again and again in one room: what stands in the way of each time, and what to do about it.

    The meeting that the series was made from is the first one; each further time is a copy of it.
    """

    _name = "gaj.meeting.series"
    _description = "Series of Meetings"
    _inherit = ["gaj.step.mixin", "gaj.guard.mixin"]
    _order = "start desc, id desc"
    _rec_name = "meeting_id"
    _check_company_auto = True

    meeting_id = fields.Many2one("gaj.meeting", required=True, index=True, ondelete="restrict", check_company=True)
    organiser_id = fields.Many2one(related="meeting_id.organiser_id", store=True, index=True, compute_sudo=True)
    room_id = fields.Many2one("gaj.meeting.room", required=True, index=True, ondelete="restrict", check_company=True)
    layout_id = fields.Many2one(
        "gaj.meeting.room.layout", domain="[('room_id', '=', room_id)]", index="btree_not_null", ondelete="restrict"
    )
    company_id = fields.Many2one(related="room_id.company_id", store=True, index=True)
    start = fields.Datetime("First Start", required=True)
    stop = fields.Datetime("First End", required=True)
    frequency = fields.Selection(
        [("daily", "Days"), ("weekly", "Weeks"), ("monthly", "Months")], required=True, default="weekly"
    )
    interval = fields.Integer("Every", required=True, default=1)
    mon = fields.Boolean("Monday")
    tue = fields.Boolean("Tuesday")
    wed = fields.Boolean("Wednesday")
    thu = fields.Boolean("Thursday")
    fri = fields.Boolean("Friday")
    sat = fields.Boolean("Saturday")
    sun = fields.Boolean("Sunday")
    end_by = fields.Selection(
        [("count", "Number of Meetings"), ("until", "Last Day")], string="Ends by", required=True, default="count"
    )
    count = fields.Integer("Number of Meetings", default=10)
    until = fields.Date("Last Day")
    state = fields.Selection(
        [("draft", "Draft"), ("report", "To Decide"), ("booked", "Booked"), ("aborted", "Given Up")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    line_ids = fields.One2many("gaj.meeting.series.line", "series_id", string="Times", copy=False)
    ok_count = fields.Integer("Free", compute="_compute_counts")
    conflict_count = fields.Integer("Taken", compute="_compute_counts")
    holiday_count = fields.Integer("On Holidays", compute="_compute_counts")
    closed_count = fields.Integer("Closed", compute="_compute_counts")
    booked_count = fields.Integer("Booked", compute="_compute_counts")

    _stop_after_start = models.Constraint("CHECK (stop > start)", "A meeting ends after it begins: correct the times.")
    _rhythm = models.Constraint(
        'CHECK ("interval" >= 1)', "A series comes again after at least one day, week or month."
    )

    @api.depends("line_ids.state", "line_ids.booking_id")
    def _compute_counts(self):
        for series in self:
            found = rules.tally(series.line_ids.mapped("state"))
            for name, number in found.items():
                series[f"{name}_count"] = number
            series.booked_count = len(series.line_ids.booking_id)

    @api.depends("meeting_id", "room_id")
    @api.depends_context("uid", "lang")
    def _compute_display_name(self):
        for series in self:
            # sudo: the masked title of a meeting is for everybody
            title = series.sudo().meeting_id.display_name
            series.display_name = self.env._("Series: %s", title or "")

    def _gaj_rule(self):
        """Return the rule of the series.

        :raises UserError: the last day is missing
        """
        self.ensure_one()
        if self.end_by == "until" and not self.until:
            raise UserError(self.env._("%s: give the last day, or the number of meetings.", self.display_name))
        days = tuple(
            number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun")) if self[name]
        )
        by_count = self.end_by == "count"
        return rules.Rule(
            self.frequency,
            self.interval,
            days,
            self.count if by_count else None,
            None if by_count else self.until,
        )

    def _gaj_check_own(self):
        """
        :raises AccessError: the meeting is somebody else's
        """
        for series in self:
            series.check_access("read")
            series.meeting_id._gaj_check_own()

    # ------------------------------------------------------------------ report

    def action_report(self):
        """Work out the times and what stands in the way of each; what was chosen before is forgotten.

        :raises UserError: the rhythm makes no sense
        """
        self._gaj_check_own()
        for series in self:
            series._check_state(("draft", "report"))
            if series.line_ids.booking_id:
                raise UserError(
                    self.env._(
                        "%s: some of it is booked already. Confirm the rest, or give it up.", series.display_name
                    )
                )
            spans = series._gaj_spans()
            # sudo: the times of the series follow from its rule
            lines = series.sudo().line_ids
            lines.unlink()
            lines.create([{"series_id": series.id, "start": start, "stop": stop} for start, stop in spans])
            series._gaj_look()
        self._step("report")
        return True

    def _gaj_spans(self):
        """Return the times as naive UTC; each is at the same hour of local time."""
        local = [self.company_id._gaj_local(each) for each in (self.start, self.stop)]
        try:
            spans = rules.occurrences(*local, self._gaj_rule())
        except ValueError as error:
            raise UserError(
                self.env._(
                    "%(series)s makes no sense: it has 1 to %(limit)s times, at least one day, week or month apart.",
                    series=self.display_name,
                    limit=rules.LIMIT,
                )
            ) from error
        if not spans:
            raise UserError(self.env._("%s has no times: choose a later last day.", self.display_name))
        return [tuple(self.company_id._gaj_utc(each) for each in span) for span in spans]

    def _gaj_look(self):
        """Note at each open line whether it is free, taken, on a holiday or closed; one look at the ledger for each room."""
        for series in self:
            open_lines = series.sudo().line_ids.filtered(lambda line: not line.booking_id and line.choice != "skip")
            for room, lines in open_lines.grouped(lambda line: line.room_id).items():
                series._gaj_look_at(room, lines)

    def _gaj_look_at(self, room, lines):
        wanted = {line: line._gaj_taken() for line in lines}
        first = min(span[0] for span in wanted.values())
        last = max(span[1] for span in wanted.values())
        bookables = room._gaj_bookables().sudo()
        self.env["gaj.meeting.booking"]._gaj_release_overdue(bookables)
        busy = [(row.start, row.stop) for row in bookables._gaj_busy(first, last)]
        holidays = room._gaj_holidays(first, last)
        for line, span in wanted.items():
            is_open = room._gaj_is_open_but_for_holidays(line.start, line.stop)
            line.write({"state": rules.state(span, holidays, is_open, busy), "message": False})

    # ------------------------------------------------------------------ booking

    def action_confirm(self):
        """Book every time that is free or was given another place; look again at each, and report what fails now.

        :raises UserError: a time that is not free has no choice yet
        """
        self._gaj_check_own()
        for series in self:
            series._check_state(("report",))
            series._gaj_check_choices()
            series._gaj_look()
            for line in series.line_ids.filtered(lambda each: not each.booking_id and each.choice != "skip"):
                line._gaj_book()
            waiting = series.line_ids.filtered(lambda each: not each.booking_id and each.choice != "skip")
            if not waiting:
                series._step("booked")
        return True

    def _gaj_check_choices(self):
        for line in self.line_ids.filtered(lambda each: not each.booking_id):
            if not rules.is_settled(line.state, line.choice):
                raise UserError(
                    self.env._(
                        "%(series)s, %(time)s: choose to skip it, another room or another time.",
                        series=self.display_name,
                        time=line.display_name,
                    )
                )
            if line.choice == "other_room" and not line.other_room_id:
                raise UserError(self.env._("%s: choose the other room.", line.display_name))

    def action_abort(self):
        """Give the series up: what was booked stays and is cancelled one by one or with all that follows."""
        self._gaj_check_own()
        for series in self:
            series._check_state(("draft", "report"))
        self._step("aborted")
        return True

    def action_open_bookings(self):
        """Open the bookings of the series."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "gaj.meeting.booking",
            "views": [(False, "list"), (False, "form")],
            "domain": [("series_id", "=", self.id)],
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_booked(self):
        for series in self:
            if series.line_ids.booking_id:
                raise UserError(
                    self.env._("%s has bookings, so it stays on record. Cancel these instead.", series.display_name)
                )
