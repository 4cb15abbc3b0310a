from odoo import fields, models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        """Whoever ticks off the activity of a decision has dealt with it."""
        # sudo: the decision follows its activity, which the user may tick off
        decisions = (
            self.env["gaj.meeting.decision"].sudo().search([("activity_id", "in", self.ids), ("done_on", "=", False)])
        )
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        decisions.done_on = fields.Date.context_today(self)
        return result
