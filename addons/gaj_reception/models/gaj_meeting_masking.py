from odoo import api, models


class GajMeeting(models.Model):
    """What a meeting is about reaches nobody but those who may read it: the messages about it as well."""

    _inherit = "gaj.meeting"

    @api.depends("secrecy", "organiser_id", "department_id", "attendee_ids.employee_id.user_id", "booking_ids.room_id")
    @api.depends_context("uid")
    def _compute_is_visible(self):
        return super()._compute_is_visible()

    def _gaj_masked_title(self):
        """Return what everybody may read of this meeting: the subject of a public one, else nothing of it."""
        self.ensure_one()
        meeting = self.sudo()
        return meeting.subject if meeting.secrecy == "public" else self.env._("Meeting")

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """Leave out who may not read the meeting: somebody else may have made them followers."""
        recipients = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        if not self:
            return recipients
        users = self.env["res.users"].browse({each["uid"] for each in recipients if each.get("uid")})
        readers = {user.id for user in users if self.with_user(user).has_access("read")}
        # sudo: only whether there is a secret to keep
        is_secret = "confidential" in self.sudo().mapped("secrecy")
        return [each for each in recipients if (each["uid"] in readers if each.get("uid") else not is_secret)]

    def write(self, vals):
        result = super().write(vals)
        if {"subject", "secrecy", "organiser_id", "attendee_ids"} & vals.keys():
            self.sudo().booking_ids._gaj_keep_mirror()
        return result
