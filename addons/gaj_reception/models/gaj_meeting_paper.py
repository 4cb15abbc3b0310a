from odoo import api, models

from odoo.addons.gaj_base.rules.paper import Paper, PaperTable


class GajMeeting(models.Model):
    """The attendance sheet of a meeting (签到表)."""

    _name = "gaj.meeting"
    _inherit = ["gaj.meeting", "gaj.paper.mixin"]

    @api.model
    def _gaj_paper_kinds(self):
        return {**super()._gaj_paper_kinds(), "attendance": self.env._("Attendance Sheet")}

    def _gaj_papers(self, kind):
        """Return the papers of ``kind`` of these meetings."""
        if kind != "attendance":
            return super()._gaj_papers(kind)
        return [meeting._gaj_attendance_sheet() for meeting in self]

    def _gaj_attendance_sheet(self):
        headers = (
            self.env._("No."),
            self.env._("Name"),
            self.env._("Unit"),
            self.env._("Post"),
            self.env._("Seat"),
            self.env._("Signature"),
        )
        rows = [
            (number, each.name, each.unit_name or "", each.post or "", each.seat or "", "")
            for number, each in enumerate(self.attendee_ids, 1)
        ]
        company = self.sudo().company_id
        start = company._gaj_local(self.start) if self.start else None
        # sudo: where a meeting is held is no secret to whoever may read it
        rooms = self.sudo().booking_ids.filtered(lambda each: each.state not in each._gaj_given_up()).room_id
        return Paper(
            title=self.env._("Attendance Sheet"),
            key=self.name or self.subject,
            unit=company.name,
            facts=(
                (self._fields["subject"]._description_string(self.env), self.subject),
                (self._fields["department_id"]._description_string(self.env), self.department_id.name),
                (self._fields["start"]._description_string(self.env), start),
                (self.env._("Rooms"), ", ".join(rooms.mapped("display_name"))),
            ),
            tables=[PaperTable(headers, rows, widths=(1, 3, 5, 3, 2, 4))],
            own_pages=True,
        )
