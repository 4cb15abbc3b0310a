from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..rules import stocktake

OPEN = ("draft", "scheduled", "counting", "second_count", "reconciling", "approved")


class GajAssetStocktake(models.Model):
    """The kinds of a stocktake, what each asks for before it starts, and by when it must be finished."""

    _inherit = "gaj.asset.stocktake"

    extra_reason = fields.Selection(
        [
            ("merger", "Merger"),
            ("split", "Split"),
            ("disaster", "Disaster"),
            ("handover", "Handover of a Leader"),
            ("other", "Other"),
        ],
        string="Reason",
        tracking=True,
        help="Why there is a stocktake besides the yearly one.",
    )
    extra_note = fields.Char(string="About the Reason")
    date_from = fields.Date(string="Planned From", tracking=True)
    date_to = fields.Date(string="Planned Until", tracking=True)
    period = fields.Date(
        compute="_compute_period",
        store=True,
        precompute=True,
        readonly=False,
        copy=False,
        help="The first day of the month or year for which the stocktake is made.",
    )
    date_deadline = fields.Date(
        string="Due", compute="_compute_date_deadline", store=True, precompute=True, index="btree_not_null"
    )
    is_overdue = fields.Boolean(compute="_compute_is_overdue", search="_search_is_overdue")
    is_automatic = fields.Boolean(string="Made by the System", readonly=True, copy=False)
    reminded_on = fields.Date(string="Manager Reminded On", readonly=True, copy=False)
    escalated_on = fields.Date(string="Leaders Told On", readonly=True, copy=False)

    _automatic_once = models.UniqueIndex(
        "(company_id, kind, period) WHERE is_automatic AND state != 'cancelled'",
        "The stocktake of this period has been made already.",
    )
    _planned_in_order = models.Constraint(
        "CHECK (date_from IS NULL OR date_to IS NULL OR date_from <= date_to)",
        "A stocktake cannot be planned to end before it begins.",
    )

    @api.depends("kind", "date_from")
    def _compute_period(self):
        for record in self:
            day = record.date_from or record.period or fields.Date.context_today(record)
            record.period = stocktake.period_of(record.kind, day)

    @api.depends("kind", "period", "date_to")
    def _compute_date_deadline(self):
        for record in self:
            record.date_deadline = stocktake.deadline(record.kind, record.period or None, record.date_to or None)

    @api.depends("date_deadline", "state")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for record in self:
            record.is_overdue = record.state in OPEN and bool(record.date_deadline) and record.date_deadline < today

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = Domain("state", "in", OPEN) & Domain("date_deadline", "<", fields.Date.context_today(self))
        return (overdue if True in value else Domain.FALSE) | (~overdue if False in value else Domain.FALSE)

    @api.constrains("kind", "date_to", "period")
    def _check_finished_in_its_year(self):
        for record in self:
            if record.kind == "annual" and record.date_to and record.date_to > record.date_deadline:
                raise ValidationError(
                    self.env._(
                        "Stocktake %(name)s is planned until %(until)s, but the annual one must be finished by %(due)s."
                        " Plan it earlier.",
                        name=record.name,
                        until=record.date_to,
                        due=record.date_deadline,
                    )
                )

    @api.constrains("kind")
    def _check_kind_stays(self):
        for record in self:
            if record.started_on or (record.draw_id and record.kind != "monthly"):
                raise ValidationError(
                    self.env._(
                        "Stocktake %s has begun or was drawn; its kind cannot change any more. Make another one.",
                        record.name,
                    )
                )

    def action_schedule(self):
        """Fix the plan and tell the counters; a plan has its first and last day, and somebody who counts."""
        for record in self:
            record._check_step({"draft"})
            if not record.date_from or not record.date_to:
                raise UserError(
                    self.env._(
                        "Stocktake %s has no plan yet. Write from when until when it is counted, then schedule it.",
                        record.name,
                    )
                )
            record._refuse_without_reason()
            record._step("scheduled", {"draft"})
            record._tell_counters()

    def _tell_counters(self):
        """Tell the counters that they are expected, and when."""
        self.ensure_one()
        partners = self.counter_ids.partner_id
        if partners:
            self.message_notify(
                partner_ids=partners.ids,
                subject=self.name,
                body=self.env._(
                    "You count in stocktake %(name)s, from %(first)s until %(last)s.",
                    name=self.name,
                    first=self.date_from,
                    last=self.date_to,
                ),
            )

    def _before_start(self):
        """Refuse a start that lacks something, and draw the sample of a spot check that has none yet."""
        self.ensure_one()
        self._refuse_without_reason()
        if self.kind == "monthly" and not self.draw_id:
            self._draw()

    def _refuse_without_reason(self):
        """
        :raises UserError: if an extra stocktake does not say why it is made
        """
        if self.kind == "extra" and not self.extra_reason:
            raise UserError(
                self.env._(
                    "Stocktake %s is an extra one and has no reason yet: merger, split, disaster, handover of a leader"
                    " or another. Choose it first.",
                    self.name,
                )
            )

    def _counts_by_others(self):
        """Return whether custodians never count their own here: in spot checks, second counts, or where asked."""
        self.ensure_one()
        return self.is_own_refused or self.kind == "monthly" or self.state == "second_count"

    # the system's own round, once a day

    @api.model
    def _cron_spot_checks(self):
        """Make this month's spot check of each company that has assets and none yet; twice makes nothing twice."""
        today = fields.Date.context_today(self)
        period = stocktake.period_of("monthly", today)
        for company in self.env["res.company"].search([("active", "=", True)]):
            if self._is_made(company, "monthly", period) or not self._population_ids(company):
                continue
            user = self._somebody_responsible(company)
            stocktakes = self.with_company(company).with_context(lang=user.lang)
            record = stocktakes.create(
                {
                    "name": stocktakes.env._("Spot check %s", period.strftime("%Y-%m")),
                    "kind": "monthly",
                    "company_id": company.id,
                    "user_id": user.id,
                    "date_from": today,
                    "date_to": period + relativedelta(day=31),
                    "is_automatic": True,
                }
            )
            record._draw()
            record._step("scheduled", {"draft"})
            record._remind("gaj_assets.mail_activity_stocktake_due", record.user_id)

    def _is_made(self, company, kind, period):
        """Return whether the company has this stocktake already; one by hand counts, a cancelled one by hand does not."""
        return bool(
            self.search_count(
                [
                    ("company_id", "=", company.id),
                    ("kind", "=", kind),
                    ("period", "=", period),
                    "|",
                    ("is_automatic", "=", True),
                    ("state", "!=", "cancelled"),
                ],
                limit=1,
            )
        )

    def _somebody_responsible(self, company):
        """Return who is asked to see to a stocktake: who did last time, else a manager of the company."""
        last = self.search([("company_id", "=", company.id), ("is_automatic", "=", False)], limit=1).user_id
        if last.active and last.has_group("gaj_assets.group_gaj_assets_manager"):
            return last
        managers = self._users_with("gaj_assets.group_gaj_assets_manager", company)
        return managers[:1] or self.env.user

    def _users_with(self, group, company):
        """Return the people of a role in a company; the system's own user is nobody."""
        # sudo: who has a role is no secret to the system's own round
        users = self.env.ref(group).sudo().all_user_ids
        root = self.env.ref("base.user_root")
        return users.filtered(lambda user: user.active and company in user.company_ids and user != root).sorted("id")

    @api.model
    def _cron_remind(self):
        """Remind the manager of each overdue stocktake, and some days later the leaders; each once."""
        today = fields.Date.context_today(self)
        for record in self.search([("is_overdue", "=", True), ("reminded_on", "=", False)]):
            record._remind("gaj_assets.mail_activity_stocktake_overdue", record.user_id)
            record.reminded_on = today
        for record in self.search([("is_overdue", "=", True), ("escalated_on", "=", False)]):
            days = self.env["gaj.asset.parameter"]._gaj_value("stocktake_escalation_days", record.company_id, today)
            if today > record.date_deadline + relativedelta(days=int(days)):
                leaders = self._users_with("gaj_base.group_gaj_leader", record.company_id)
                record._remind("gaj_assets.mail_activity_stocktake_overdue", leaders)
                record.escalated_on = today

    def _remind(self, activity, users):
        """Give each of ``users`` an activity on this stocktake, due at its last day."""
        self.ensure_one()
        for user in users:
            self.activity_schedule(activity, date_deadline=self.date_deadline, user_id=user.id)

    def _step(self, state, before=None, groups=None, **values):
        result = super()._step(state, before, groups, **values)
        if state in ("closed", "cancelled"):
            # sudo: reminders of others go as well, the stocktake is over
            self.sudo().activity_unlink(
                ["gaj_assets.mail_activity_stocktake_due", "gaj_assets.mail_activity_stocktake_overdue"]
            )
        return result
