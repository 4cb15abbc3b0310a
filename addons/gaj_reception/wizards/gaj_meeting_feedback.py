from odoo import fields, models


class GajMeetingFeedback(models.TransientModel):
    """How satisfied somebody was with the service of a meeting."""

    _name = "gaj.meeting.feedback"
    _description = "Satisfaction with a Meeting"

    meeting_id = fields.Many2one("gaj.meeting", required=True, readonly=True, ondelete="cascade")
    value = fields.Selection(
        [("1", "Very Dissatisfied"), ("2", "Dissatisfied"), ("3", "Fair"), ("4", "Satisfied"), ("5", "Very Satisfied")],
        string="Satisfaction",
        required=True,
        default="5",
    )
    text = fields.Text(string="What Should Be Better")

    def action_rate(self):
        """Note the answer on the meeting."""
        self.ensure_one()
        self.meeting_id._gaj_rate(int(self.value), self.text)
        return {"type": "ir.actions.act_window_close"}
