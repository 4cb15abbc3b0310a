from odoo import api, fields, models
from odoo.exceptions import UserError


class GajMeetingDocument(models.Model):
    """A paper that the settlement of a meeting needs: approval, notice, attendance sheet, list of the supplier."""

    _name = "gaj.meeting.document"
    _description = "Meeting Document"
    _order = "meeting_id, kind, id"

    meeting_id = fields.Many2one("gaj.meeting", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="meeting_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [
            ("approval", "Approval"),
            ("notice", "Notice of the Meeting"),
            ("attendance", "Signed Attendance Sheet"),
            ("supplier_list", "Detailed List of the Supplier"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
    )
    name = fields.Char(string="File Name")
    file = fields.Binary(required=True, attachment=True)

    @api.depends("kind", "name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for document in self:
            document.display_name = document.name or labels.get(document.kind, "")

    def write(self, vals):
        self._gaj_refuse_settled()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_settled(self):
        self._gaj_refuse_settled()

    def _gaj_refuse_settled(self):
        """
        :raises UserError: if the meeting is settled: its papers were what the settlement was judged by
        """
        # sudo: whether the meeting is settled is asked whoever writes
        for meeting in self.sudo().meeting_id.filtered(lambda each: each.state == "settled")[:1]:
            raise UserError(
                self.env._(
                    "%s is settled, so its papers stay as they are. Others may be added.",
                    meeting.sudo(False).display_name,
                )
            )
