from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .gaj_service_order import SERVICE
from .roles import USER


class GajMeeting(models.Model):
    """The minutes of a meeting, how satisfied it was with the service, and who served it."""

    _inherit = "gaj.meeting"

    minutes = fields.Html()
    decision_ids = fields.One2many("gaj.meeting.decision", "meeting_id", string="Decisions")
    service_order_ids = fields.One2many("gaj.service.order", "meeting_id", string="Service Orders", groups=SERVICE)
    service_user_ids = fields.Many2many(
        "res.users",
        "gaj_meeting_service_user_rel",
        string="Served By",
        compute="_compute_service_user_ids",
        store=True,
        help="Those assigned to serve the meeting; they may know what it is about.",
    )

    @api.depends("service_order_ids.task_ids.user_id")
    def _compute_service_user_ids(self):
        for meeting in self:
            meeting.service_user_ids = meeting.sudo().service_order_ids.task_ids.user_id

    def action_open_feedback(self):
        """Open the question how satisfied the organiser was."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("How Was the Service?"),
            "res_model": "gaj.meeting.feedback",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_meeting_id": self.id},
        }

    def _gaj_rate(self, value, text):
        """Note once for each user how satisfied he was: 1 to 5.

        :raises UserError: before the meeting was held, or a value outside 1 to 5
        :raises AccessError: if the user neither organised nor attended it
        """
        self.ensure_one()
        self.check_access("read")
        self._check_role(USER)
        meeting = self.sudo()
        if self.env.user not in meeting.organiser_id | meeting.attendee_ids.employee_id.user_id:
            raise AccessError(self.env._("Whoever organised or attended a meeting says how satisfied they were."))
        meeting._check_state(("held", "settled"))
        if not 1 <= value <= 5:
            raise UserError(self.env._("Satisfaction is a number from 1 to 5."))
        partner = self.env.user.partner_id
        rating = meeting.rating_ids.filtered(lambda each: each.partner_id == partner)[:1]
        if not rating:
            rating = meeting.rating_ids.create(
                {
                    "res_model_id": self.env["ir.model"].sudo()._get_id(self._name),
                    "res_id": self.id,
                    "partner_id": partner.id,
                    "rated_partner_id": False,
                }
            )
        rating.write({"rating": value, "feedback": text, "consumed": True})
        return rating
