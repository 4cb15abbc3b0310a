from odoo import api, fields, models
from odoo.exceptions import UserError


class GajMeetingCost(models.Model):
    """What a meeting is planned to cost and did cost: lodging, meals, everything else."""

    _name = "gaj.meeting.cost"
    _description = "Meeting Cost"
    _order = "meeting_id, kind, id"

    meeting_id = fields.Many2one("gaj.meeting", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="meeting_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [("lodging", "Lodging"), ("meals", "Meals"), ("other", "Other")], required=True, default="other"
    )
    name = fields.Char(string="What For")
    planned_amount = fields.Monetary(string="Planned")
    actual_amount = fields.Monetary(string="Actual")

    _amounts_not_negative = models.Constraint(
        "CHECK (COALESCE(planned_amount, 0) >= 0 AND COALESCE(actual_amount, 0) >= 0)",
        "The cost of a meeting cannot be negative.",
    )

    @api.depends("kind", "name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for cost in self:
            cost.display_name = cost.name or labels.get(cost.kind, "")

    @api.model_create_multi
    def create(self, vals_list):
        costs = super().create(vals_list)
        costs._gaj_refuse_settled()
        costs.meeting_id._gaj_recheck_plan()
        return costs

    def write(self, vals):
        self._gaj_refuse_settled()
        result = super().write(vals)
        if vals.keys() & {"kind", "planned_amount", "meeting_id"}:
            self.meeting_id._gaj_recheck_plan()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_settled(self):
        self._gaj_refuse_settled()

    def _gaj_refuse_settled(self):
        """
        :raises UserError: if the meeting is settled
        """
        # sudo: whether the meeting is settled is asked whoever writes
        for meeting in self.sudo().meeting_id.filtered(lambda each: each.state == "settled")[:1]:
            raise UserError(
                self.env._("%s is settled, so its costs stay as they are.", meeting.sudo(False).display_name)
            )
