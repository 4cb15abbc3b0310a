from odoo import fields, models


class GajMeetingTakeoverLine(models.Model):
    """A booking that gave its room to a more important meeting, and what became of it."""

    _name = "gaj.meeting.takeover.line"
    _description = "Booking That Gave Way"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "loser_id"

    takeover_id = fields.Many2one("gaj.meeting.takeover", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="takeover_id.company_id", store=True, index=True)
    loser_id = fields.Many2one("gaj.meeting.booking", "Gave Way", required=True, index=True, ondelete="restrict")
    winner_department_id = fields.Many2one(
        related="takeover_id.department_id", store=True, index=True, string="Winning Department"
    )
    loser_department_id = fields.Many2one(
        related="loser_id.department_id", store=True, index=True, string="Losing Department"
    )
    organiser_id = fields.Many2one(related="loser_id.organiser_id", store=True, index=True)
    start = fields.Datetime(related="loser_id.start", store=True)
    stop = fields.Datetime(related="loser_id.stop", string="End")
    reason = fields.Char(related="takeover_id.reason")
    offer_ids = fields.One2many("gaj.meeting.takeover.offer", "line_id", string="Other Rooms")
    booking_id = fields.Many2one("gaj.meeting.booking", "Instead", index="btree_not_null", ondelete="set null")

    _loser_uniq = models.UniqueIndex("(loser_id)", "This booking gave way already.")

    def _gaj_tell(self):
        """Tell organiser and colleagues by message and on their screens; whose meeting it was for is not said."""
        for line in self.sudo():
            meeting = line.loser_id.meeting_id
            users = meeting.organiser_id | meeting.attendee_ids.employee_id.user_id
            text = self.env._(
                "%(booking)s was given to a more important meeting: %(reason)s. Choose one of the other rooms offered.",
                booking=line.loser_id._gaj_step_name(),
                reason=line.reason,
            )
            meeting.message_post(body=text, partner_ids=users.partner_id.ids, subtype_xmlid="mail.mt_note")
            line.activity_schedule("mail.mail_activity_data_todo", summary=text, user_id=meeting.organiser_id.id)
            for user in users:
                user.partner_id._bus_send("simple_notification", {"type": "warning", "message": text, "sticky": True})
