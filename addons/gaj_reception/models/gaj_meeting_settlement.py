from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules import service as rules
from .gaj_meeting_class import CLASSES
from .roles import FINANCE, MANAGER

#: What the class of a meeting bounds by its plan, and where the transaction notes that the look at it waits.
PLAN = {"class_kind", "is_briefing", "staff_count", "local_count", "planned_days", "planned_attendees", "cost_ids"}
PLAN_WAITS = "gaj_meeting_plan_waits"
#: Kinds of cost in the books that only a meeting with a class has.
HOSTING = ("lodging", "meal")
#: What the settlement of a meeting with a class has to show.
PAPERS = ("approval", "notice", "attendance", "supplier_list")


class GajMeeting(models.Model):
    """What a meeting may cost by its class, and its settlement by the attendance sheet."""

    _inherit = "gaj.meeting"

    class_kind = fields.Selection(
        CLASSES, string="Class", tracking=True, help="Meetings with lodging or meals have one."
    )
    is_briefing = fields.Boolean(string="Briefing", help="Passes on or assigns tasks: lasts one day.")
    staff_count = fields.Integer(string="Staff", help="Those who work at the meeting, besides the delegates.")
    local_count = fields.Integer(string="Without Lodging", help="Persons who do not stay overnight, as planned.")
    planned_days = fields.Integer(string="Days Planned", help="When it lasts longer than its rooms are booked.")
    meeting_days = fields.Integer(string="Days", compute="_compute_meeting_days", store=True)
    cost_ids = fields.One2many("gaj.meeting.cost", "meeting_id", string="Costs")
    document_ids = fields.One2many("gaj.meeting.document", "meeting_id", string="Papers")
    planned_cost = fields.Monetary(compute="_compute_costs", store=True)
    actual_cost = fields.Monetary(compute="_compute_costs", store=True)
    cap_amount = fields.Monetary(
        string="Cap", compute="_compute_cap_amount", help="By the plan; once held, by who came."
    )
    settlement_note = fields.Text(string="Note on the Settlement", readonly=True, copy=False)
    settled_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    settled_on = fields.Date(readonly=True, copy=False)

    _counts_sound = models.Constraint(
        "CHECK (COALESCE(staff_count, 0) >= 0 AND COALESCE(local_count, 0) >= 0 AND COALESCE(planned_days, 0) >= 0)",
        "The numbers of staff, of those without lodging and of days cannot be negative.",
    )

    @api.depends("start", "stop", "planned_days")
    def _compute_meeting_days(self):
        for meeting in self:
            days = 1
            if meeting.start and meeting.stop:
                first, last = (meeting.company_id._gaj_local(each).date() for each in (meeting.start, meeting.stop))
                days = rules.meeting_days(first, last)
            meeting.meeting_days = max(days, meeting.planned_days)

    @api.depends("cost_ids.planned_amount", "cost_ids.actual_amount")
    def _compute_costs(self):
        for meeting in self:
            meeting.planned_cost = sum(meeting.cost_ids.mapped("planned_amount"))
            meeting.actual_cost = sum(meeting.cost_ids.mapped("actual_amount"))

    @api.depends(
        "class_kind",
        "state",
        "planned_attendees",
        "actual_attendees",
        "staff_count",
        "local_count",
        "meeting_days",
        "attendee_ids.is_attended",
        "attendee_ids.is_overnight",
    )
    def _compute_cap_amount(self):
        for meeting in self:
            row = meeting.class_kind and meeting._gaj_class(silent=True)
            is_held = meeting.state in ("held", "settled") and meeting.actual_attendees
            meeting.cap_amount = float(meeting._gaj_cap(row, is_held)) if row else 0.0

    # ------------------------------------------------------------------ cap

    def _gaj_class_day(self):
        return self.company_id._gaj_local(self.start or fields.Datetime.now()).date()

    def _gaj_class(self, silent=False):
        """Return the figures of the class of this meeting, valid on its first day."""
        self.ensure_one()
        # sudo: what a class allows is for everybody to know
        classes = self.env["gaj.meeting.class"].sudo()
        if silent and not classes.search_count([("code", "=", self.class_kind)], limit=1):
            return classes
        return classes._gaj_on(self.class_kind, self.company_id, self._gaj_class_day())

    def _gaj_persons(self, is_actual):
        """Return ``(delegates, staff, without lodging)``: as planned, or by the attendance sheet."""
        if not is_actual:
            return self.planned_attendees, self.staff_count, self.local_count
        present = self.attendee_ids.filtered("is_attended")
        if not present:
            return self.actual_attendees, self.staff_count, self.local_count
        return len(present), self.staff_count, len(present.filtered(lambda each: not each.is_overnight))

    def _gaj_cap(self, row, is_actual):
        """Return the most that this meeting may cost, yuan."""
        delegates, staff, local = self._gaj_persons(is_actual)
        persons = max(1, delegates + staff)
        return rules.class_cap(
            row._gaj_limits(), persons, self.meeting_days, min(local, persons), row.is_unused_deducted
        )

    def _gaj_spent(self, field):
        """Return ``(lodging, meals, other)`` of the costs by ``field``, yuan."""
        return tuple(
            sum((Decimal(str(cost[field] or 0)) for cost in self.cost_ids if cost.kind == kind), Decimal(0))
            for kind in ("lodging", "meals", "other")
        )

    def _gaj_check_class(self, is_actual):
        """Look whether the meeting keeps to its class, by the plan or by what happened.

        :return: a note on shares that were exceeded inside the total, or nothing
        :raises UserError: naming what is beyond the class and the way out
        """
        self.ensure_one()
        spent = self._gaj_spent("actual_amount" if is_actual else "planned_amount")
        if not self.class_kind:
            if spent[0] or spent[1] or (is_actual and self._gaj_posted_lines([("gaj_cost_kind", "in", HOSTING)])):
                raise UserError(
                    self.env._(
                        "%s has lodging or meals, so it needs a class. Choose it, or take these costs out.",
                        self.display_name,
                    )
                )
            return ""
        row = self._gaj_class()
        limits = row._gaj_limits(self.is_briefing)
        delegates, staff, _local = self._gaj_persons(is_actual)
        for broken in rules.broken_bounds(limits, delegates, staff, self.meeting_days):
            raise UserError(self._gaj_bound_sentence(broken, limits, row, delegates, staff))
        cap = self._gaj_cap(row, is_actual)
        if sum(spent) > cap:
            raise UserError(
                self.env._(
                    "%(meeting)s costs %(amount)s yuan, and a meeting of %(kind)s with %(persons)s persons and %(days)s days"
                    " may cost %(cap)s. Lower the costs. Source: %(rule)s",
                    meeting=self.display_name,
                    amount=rules.cents(sum(spent)),
                    kind=row.display_name,
                    persons=delegates + staff,
                    days=self.meeting_days,
                    cap=cap,
                    rule=row.source,
                )
            )
        return self._gaj_share_note(limits, delegates + staff, spent)

    def _gaj_bound_sentence(self, broken, limits, row, delegates, staff):
        """Return what a person reads whose meeting breaks the bound ``broken`` of its class."""
        texts = {"meeting": self.display_name, "kind": row.display_name, "rule": row.source}
        if broken == "people":
            return self.env._(
                "%(meeting)s has %(count)s delegates, and %(kind)s allows %(most)s. Invite fewer. Source: %(rule)s",
                count=delegates,
                most=limits.most_people,
                **texts,
            )
        if broken == "staff":
            return self.env._(
                "%(meeting)s has %(count)s staff, and %(kind)s allows %(most)s for %(delegates)s delegates. Take fewer."
                " Source: %(rule)s",
                count=staff,
                most=rules.most_staff(delegates, limits.staff_percent),
                delegates=delegates,
                **texts,
            )
        return self.env._(
            "%(meeting)s lasts %(count)s days, and %(kind)s allows %(most)s. Shorten it. Source: %(rule)s",
            count=self.meeting_days,
            most=limits.most_days,
            **texts,
        )

    def _gaj_share_note(self, limits, persons, spent):
        labels = dict(self.cost_ids._fields["kind"]._description_selection(self.env))
        notes = [
            self.env._(
                "%(what)s is %(amount)s yuan over its share, inside the total.", what=labels[name], amount=amount
            )
            for name, amount in rules.shares_exceeded(limits, persons, self.meeting_days, *spent)
        ]
        return "\n".join(notes)

    # ------------------------------------------------------------------ steps

    def action_hold(self):
        """Note that the meeting took place and who came: by the attendance sheet, else the number entered."""
        for meeting in self:
            meeting._gaj_check_own()
            meeting._check_state(("planned", "held"))
            if not meeting.start or meeting.start > fields.Datetime.now():
                raise UserError(self.env._("%s has not begun, so nobody has attended it yet.", meeting.display_name))
            present = len(meeting.attendee_ids.filtered("is_attended")) or meeting.actual_attendees
            if meeting.state == "planned":
                super(GajMeeting, meeting).action_hold()
            elif not present:
                raise UserError(
                    self.env._("%s: tick who attended, or enter how many did.", meeting.display_name),
                )
            meeting._step("held", actual_attendees=present)
        return True

    def action_settle(self):
        """Settle the meeting by who attended: inside the cap of its class and with every paper.

        :raises UserError: beyond the class, without a paper, or with other costs than posted
        """
        for meeting in self:
            meeting._check_step(("held",), (FINANCE, MANAGER))
            if meeting.class_kind and not meeting._gaj_persons(is_actual=True)[0]:
                raise UserError(self.env._("%s: note first how many attended.", meeting.display_name))
            note = meeting._gaj_check_class(is_actual=True)
            meeting._gaj_check_papers()
            meeting._gaj_check_posted()
            # sudo: the system notes who settled and what is to be noted
            meeting.sudo().write(
                {
                    "settlement_note": note,
                    "settled_by_id": self.env.uid,
                    "settled_on": fields.Date.context_today(self),
                }
            )
        return super().action_settle()

    def action_unsettle(self):
        """Take the settlement back, to correct entries or costs."""
        for meeting in self:
            meeting._check_step(("settled",), (FINANCE, MANAGER))
        self._step("held", settlement_note=False, settled_by_id=False, settled_on=False)
        return True

    def write(self, vals):
        if not vals.keys() & PLAN:
            return super().write(vals)
        # costs that are shifted from one line to another are looked at together, once all are written
        cache = self.env.cr.cache
        waits, cache[PLAN_WAITS] = cache.get(PLAN_WAITS), True
        try:
            result = super().write(vals)
        finally:
            cache[PLAN_WAITS] = waits
        self._gaj_recheck_plan()
        return result

    def _gaj_recheck_plan(self):
        """Look again whether meetings whose rooms were asked for keep to their class by the plan.

        :raises UserError: naming what is beyond the class
        """
        if self.env.cr.cache.get(PLAN_WAITS):
            return
        # sudo: the class binds whoever changes the plan
        for meeting in self.sudo().filtered(lambda each: each.state == "planned"):
            meeting._gaj_check_class(is_actual=False)

    def _gaj_closed_fields(self):
        closed = super()._gaj_closed_fields()
        if self.state == "held":
            # what the cap follows from was approved with the plan
            closed |= {"planned_days", "is_briefing"} | ({"class_kind"} if self.class_kind else set())
        return closed

    def _gaj_check_papers(self):
        """
        :raises UserError: if a meeting with a class lacks a paper
        """
        missing = set(PAPERS) - set(self.document_ids.mapped("kind")) if self.class_kind else set()
        if missing:
            labels = dict(self.document_ids._fields["kind"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(meeting)s cannot be settled without: %(papers)s. Add them on the page “Settlement”.",
                    meeting=self.display_name,
                    papers=", ".join(labels[kind] for kind in PAPERS if kind in missing),
                )
            )

    def _gaj_posted_amount(self):
        """Return what is posted for this meeting in the books, yuan; None for a meeting without class and bills."""
        lines = self._gaj_posted_lines()
        posted = sum((Decimal(str(line.balance)) for line in lines), Decimal(0))
        return posted if lines or self.class_kind else None

    def _gaj_posted_lines(self, domain=()):
        # sudo: sums and kinds of cost are compared; whoever settles need not see the entries
        lines = self.env["account.move.line"].sudo()
        return lines.search([("gaj_meeting_id", "=", self.id), ("parent_state", "=", "posted"), *domain])

    def _gaj_check_posted(self):
        """
        :raises UserError: if the costs are not those in the books, to the cent
        """
        posted = self._gaj_posted_amount()
        actual = sum(self._gaj_spent("actual_amount"))
        if posted is not None and rules.cents(posted) != rules.cents(actual):
            raise UserError(
                self.env._(
                    "%(meeting)s: its costs are %(actual)s yuan, and %(posted)s are posted for it. Correct the costs, or post"
                    " the missing bills.",
                    meeting=self.display_name,
                    actual=rules.cents(actual),
                    posted=rules.cents(posted),
                )
            )
