from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError

from odoo.addons.gaj_base.rules.paper import Paper, PaperPicture


class GajMeetingRoom(models.Model):
    """The paper at the door with its code, and what the phone of whoever scans it may do."""

    _name = "gaj.meeting.room"
    _inherit = ["gaj.meeting.room", "gaj.paper.mixin"]

    @api.model
    def _gaj_paper_kinds(self):
        return {**super()._gaj_paper_kinds(), "door": self.env._("Door Label")}

    def action_gaj_paper(self, kind=None, file_format="pdf"):
        # the label opens the door page: whoever keeps the room prints it
        self.check_access("write")
        return super().action_gaj_paper(kind, file_format)

    def _gaj_papers(self, kind):
        if kind != "door":
            return super()._gaj_papers(kind)
        self.check_access("write")
        return [
            Paper(
                title=room.display_name,
                unit=room.company_id.name,
                facts=((self.env._("Seats"), room.capacity), (self.env._("Building"), room.building_id.name or "")),
                pictures=(
                    PaperPicture(qr=room.checkin_url, caption=self.env._("Scan to check in or to end"), width=110),
                ),
                notes=(
                    self.env._(
                        "Check in within %s minutes after the start, or the room is given to somebody else.",
                        room.grace_minutes,
                    ),
                ),
                binding_margin=False,
                own_pages=True,
            )
            for room in self
        ]

    def _gaj_door(self):
        """Return ``(booking, steps)``: what is on in this room for the user, and what the user may do about it."""
        self.ensure_one()
        current = self._gaj_current()
        if not current:
            current = self._gaj_missed()
        booking = current.with_env(self.env(su=False))
        if not booking or not booking._gaj_takes_part():
            return booking, []
        if booking.state == "no_show":
            return booking, ["rebook"]
        if booking.state == "in_use":
            return booking, ["extend", "end"]
        return booking, ["check_in"] if self.checkin_mode in ("qr", "panel") else []

    def _gaj_missed(self):
        """Return the booking of this room that was released although its time is not over."""
        now = fields.Datetime.now()
        return (
            self.env["gaj.meeting.booking"]
            .sudo()
            .search(
                [("room_id", "=", self.id), ("state", "=", "no_show"), ("start", "<=", now), ("stop", ">", now)],
                order="start desc",
                limit=1,
            )
        )

    def _gaj_door_step(self, step):
        """Take a step that somebody asked for at the door, and return the sentence that the phone shows.

        :raises UserError: with what to do instead
        """
        booking, steps = self._gaj_door()
        if step not in steps:
            raise UserError(self.env._("That is not possible now. Look again at what is on in this room."))
        if step == "check_in":
            try:
                booking.action_check_in("qr")
            except RedirectWarning as warning:
                raise UserError(warning.args[0]) from warning
            return self.env._("Checked in.")
        if step == "end":
            booking.action_check_out()
            return self.env._("The meeting has ended. Thank you.")
        if step == "extend":
            minutes = self.env["gaj.meeting.parameter"]._gaj_whole("extension_step_minutes", self.company_id)
            booking.action_extend(minutes)
            return self.env._("Extended by %s minutes.", minutes)
        booking.action_rebook_rest()
        return self.env._("The rest of the time is yours. Check in now.")
