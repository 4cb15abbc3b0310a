from odoo import api, fields, models


class GajMeetingDecision(models.Model):
    """What a meeting decided, who sees to it, and until when: an activity of that person."""

    _name = "gaj.meeting.decision"
    _description = "Meeting Decision"
    _order = "meeting_id, due, id"

    meeting_id = fields.Many2one("gaj.meeting", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="meeting_id.company_id", store=True, index=True)
    name = fields.Char(string="Matter", required=True)
    user_id = fields.Many2one("res.users", string="Owner", required=True, index=True, ondelete="restrict")
    due = fields.Date(required=True)
    state = fields.Selection(
        [("open", "Open"), ("done", "Done")], compute="_compute_state", store=True, readonly=True, index=True
    )
    done_on = fields.Date(readonly=True, copy=False)
    activity_id = fields.Many2one("mail.activity", readonly=True, copy=False, index="btree_not_null")

    @api.depends("done_on")
    def _compute_state(self):
        for decision in self:
            decision.state = "done" if decision.done_on else "open"

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [
            {name: value for name, value in vals.items() if name not in ("done_on", "activity_id") or self.env.su}
            for vals in vals_list
        ]
        decisions = super().create(vals_list)
        for decision in decisions:
            # sudo: the owner gets his activity whoever writes the minutes
            decision.sudo().activity_id = decision.sudo().meeting_id.activity_schedule(
                "mail.mail_activity_data_todo", decision.due, decision.name, user_id=decision.user_id.id
            )
        return decisions

    def write(self, vals):
        if not self.env.su:
            vals = {name: value for name, value in vals.items() if name not in ("done_on", "activity_id")}
        result = super().write(vals)
        changes = {
            of_activity: vals[name]
            for name, of_activity in (("name", "summary"), ("user_id", "user_id"), ("due", "date_deadline"))
            if name in vals
        }
        if changes:
            # sudo: as above
            self.sudo().filtered(lambda each: not each.done_on).activity_id.write(changes)
        return result

    def unlink(self):
        self.sudo().filtered(lambda each: not each.done_on).activity_id.unlink()
        return super().unlink()

    def action_done(self):
        """Say that the matter is dealt with: the owner, or whoever keeps the minutes."""
        for decision in self:
            decision.check_access("read")
            if decision.user_id != self.env.user:
                decision.meeting_id._gaj_check_own()
            activity = decision.sudo().activity_id
            decision.sudo().done_on = fields.Date.context_today(self)
            if activity.active:
                activity.action_feedback()
        return True
