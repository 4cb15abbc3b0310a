from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..rules import disposal


class GajAssetDisposal(models.Model):
    """What a disposal owes to the treasury, until when, and who is reminded of it."""

    _inherit = "gaj.asset.disposal"

    due_amount = fields.Monetary(
        string="Due to the Treasury", copy=False, readonly=True, required=True, default=0, tracking=True
    )
    due_on = fields.Date(string="Remit Until", copy=False, readonly=True, index=True)
    remitted_amount = fields.Monetary(copy=False, readonly=True, required=True, default=0)
    open_amount = fields.Monetary(string="Still to Remit", compute="_compute_open_amount")
    remittance_ids = fields.One2many("gaj.asset.remittance", "disposal_id", string="Remittances", copy=False)
    is_overdue = fields.Boolean(string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue")

    _remitted_within_due = models.Constraint(
        "CHECK (remitted_amount >= 0 AND remitted_amount <= due_amount)",
        "A disposal never remits more than what is due to the treasury.",
    )
    _closed_when_remitted = models.Constraint(
        "CHECK (state NOT IN ('remitted', 'closed') OR remitted_amount = due_amount)",
        "A disposal is closed only when all that is due to the treasury has been remitted.",
    )

    @api.depends("due_amount", "remitted_amount")
    def _compute_open_amount(self):
        for record in self:
            record.open_amount = record.due_amount - record.remitted_amount

    @api.depends("due_on", "state", "due_amount", "remitted_amount")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for record in self:
            record.is_overdue = bool(
                record.state == "settled" and record.open_amount > 0 and record.due_on and record.due_on < today
            )

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("state", "=", "settled") & Domain("due_on", "<", fields.Date.context_today(self))
        return late if True in value else ~late

    def _deadline(self, day):
        """Return the last day on which the proceeds received on ``day`` are remitted."""
        number = int(self.env["gaj.asset.parameter"]._gaj_value("remittance_days", self.company_id, day))
        return disposal.deadline(day, number, self._working_days(day, number))

    def _working_days(self, day, number):
        """Return the working days of the company after ``day``, as its calendar says; at least ``number``.

        :raises UserError: if the calendar has too few
        """
        calendar = self.company_id.sudo().resource_calendar_id  # sudo: when the company works is no secret
        last = day + timedelta(days=3 * number + 60)
        if not calendar:
            days = {day + timedelta(days=n) for n in range(1, (last - day).days)}
            return {each for each in days if each.weekday() < 5}
        zone = fields.Datetime.context_timestamp(self.with_context(tz=calendar.tz), fields.Datetime.now()).tzinfo
        start, stop = (datetime.combine(each, time.min).replace(tzinfo=zone) for each in (day, last))
        intervals = calendar._work_intervals_batch(start, stop)[False]
        days = {interval[0].date() for interval in intervals if interval[0].date() > day}
        if len(days) < number:
            raise UserError(
                self.env._(
                    "The working calendar %(calendar)s has only %(found)s working days after %(day)s. Complete it.",
                    calendar=calendar.name,
                    found=len(days),
                    day=day,
                )
            )
        return days

    @api.model
    def _cron_remind_remittances(self):
        """Remind finance of overdue remittances, and the leader when they stay open."""
        today = fields.Date.context_today(self)
        late = self.search([("is_overdue", "=", True)])
        for record in late:
            record._remind(record.settled_by_id)
            days = self.env["gaj.asset.parameter"]._gaj_value("remittance_escalation_days", record.company_id, today)
            if days and today > disposal.deadline(
                record.due_on, int(days), record._working_days(record.due_on, int(days))
            ):
                record._remind(record.approved_by_id)

    def _remind(self, user):
        """Give ``user`` one activity about this remittance; a second run changes nothing."""
        self.ensure_one()
        kind = "gaj_assets.activity_type_remittance"
        activity_type = self.env.ref(kind)
        if not user or self.activity_ids.filtered(
            lambda activity: activity.activity_type_id == activity_type and activity.user_id == user
        ):
            return
        self.activity_schedule(
            kind,
            self.due_on,
            summary=self.env._("Remit the proceeds of %(name)s", name=self.name),
            note=self.env._(
                "%(open)s were due to the treasury until %(day)s.", open=f"{self.open_amount:,.2f}", day=self.due_on
            ),
            user_id=user.id,
        )

    def action_open_remittances(self):
        """Open the remittances of this disposal; finance starts one with what is still due."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Remittances"),
            "res_model": "gaj.asset.remittance",
            "view_mode": "list,form",
            "domain": [("disposal_id", "=", self.id)],
            "context": {"default_disposal_id": self.id, "default_amount": self.open_amount},
        }
