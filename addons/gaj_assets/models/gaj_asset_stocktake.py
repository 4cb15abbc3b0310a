from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..rules import card_states, stocktake

MANAGER = "gaj_assets.group_gaj_assets_manager"
AUDITOR = "gaj_base.group_gaj_auditor"
APPROVERS = ("gaj_base.group_gaj_leader", "gaj_base.group_gaj_finance")
#: Results that need no decision of anybody.
SETTLED = ("pending", "matched")
#: States in which scans are taken in.
COUNTING = ("counting", "second_count")
#: When the steps were taken: evidence like the state, written by the steps only.
BY_STEP = {
    "started_on",
    "second_started_on",
    "finished_on",
    "closed_on",
    "is_automatic",
    "reminded_on",
    "escalated_on",
}


class GajAssetStocktake(models.Model):
    """A count of what should be there: a snapshot of the books, scans of the things, and the differences."""

    _name = "gaj.asset.stocktake"
    _description = "Stocktake"
    _inherit = ["gaj.step.mixin", "gaj.approval.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _state_from = ["reconciling"]
    _state_to = ["approved"]
    _cancel_state = "cancelled"
    _gaj_own_steps = True
    _gaj_step_groups = (MANAGER,)

    name = fields.Char(required=True, tracking=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [("annual", "Annual"), ("monthly", "Monthly Spot Check"), ("extra", "Extra")],
        required=True,
        default="annual",
        tracking=True,
    )
    user_id = fields.Many2one(
        "res.users", string="Responsible", required=True, default=lambda self: self.env.user, tracking=True
    )
    space_ids = fields.Many2many("gaj.space", string="Places", check_company=True, help="With everything in them.")
    department_ids = fields.Many2many("hr.department", string="Departments", help="With those below them.")
    category_ids = fields.Many2many("gaj.asset.category", string="Categories", help="With those below them.")
    counter_ids = fields.Many2many("res.users", string="Counters", help="Asset managers can always count.")
    is_blind = fields.Boolean(
        string="Blind Count", help="Counters see what the books expect in a room only after they have closed it."
    )
    is_own_refused = fields.Boolean(
        string="Custodians Do Not Count Their Own",
        help="A scan by the person who keeps the item is refused, so that a colleague counts it.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("scheduled", "Scheduled"),
            ("counting", "Counting"),
            ("second_count", "Second Count"),
            ("reconciling", "Reconciling"),
            ("approved", "Approved"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        index=True,
        copy=False,
        readonly=True,
        tracking=True,
    )
    started_on = fields.Datetime(copy=False, readonly=True)
    second_started_on = fields.Datetime(string="Second Count Started On", copy=False, readonly=True)
    finished_on = fields.Datetime(string="Counting Finished On", copy=False, readonly=True)
    closed_on = fields.Datetime(copy=False, readonly=True)
    line_ids = fields.One2many("gaj.asset.stocktake.line", "stocktake_id")
    room_ids = fields.One2many("gaj.asset.stocktake.room", "stocktake_id")
    scan_ids = fields.One2many("gaj.asset.stocktake.scan", "stocktake_id")
    device_ids = fields.One2many("gaj.asset.stocktake.device", "stocktake_id")

    expected_count = fields.Integer(string="Expected", compute="_compute_figures")
    found_count = fields.Integer(string="Found", compute="_compute_figures")
    in_place_count = fields.Integer(string="In Their Place", compute="_compute_figures")
    surprise_count = fields.Integer(string="Not Expected", compute="_compute_figures")
    open_count = fields.Integer(string="Open Differences", compute="_compute_figures")
    found_rate = fields.Float(string="Found Rate (%)", compute="_compute_figures", digits=(5, 2))
    location_accuracy = fields.Float(string="Location Accuracy (%)", compute="_compute_figures", digits=(5, 2))
    can_count = fields.Boolean(compute="_compute_can_count")
    can_approve = fields.Boolean(compute="_compute_can_approve")

    _started_when_counting = models.Constraint(
        "CHECK (state IN ('draft', 'scheduled', 'cancelled') OR started_on IS NOT NULL)",
        "A stocktake is counted only after it was started.",
    )

    @api.depends_context("uid")
    def _compute_figures(self):
        """Count lines by result for the whole list in one query; rates are per cent."""
        # sudo: figures of a stocktake that the user may read; those of a blind count only for who may see its lines
        seen = self.filtered(lambda record: not record._hides_figures())
        groups = (
            self.env["gaj.asset.stocktake.line"]
            .sudo()
            ._read_group(
                [("stocktake_id", "in", seen.ids)],
                ["stocktake_id", "is_expected", "result", "resolution"],
                ["__count"],
            )
        )
        without_owner = seen._without_owner()
        for record in self:
            mine = [group[1:] for group in groups if group[0].id == record.id]
            expected = [group for group in mine if group[0]]
            figures = stocktake.figures(
                sum(count for *_rest, count in expected),
                sum(count for _e, result, _r, count in expected if result not in ("pending", "missing")),
                sum(count for _e, result, _r, count in expected if result in stocktake.IN_PLACE),
            )
            record.expected_count, record.found_count = figures.expected, figures.found
            record.in_place_count = figures.in_place
            record.found_rate = float(figures.found_rate or 0)
            record.location_accuracy = float(figures.location_accuracy or 0)
            record.surprise_count = sum(count for is_expected, *_rest, count in mine if not is_expected)
            record.open_count = sum(
                count for _e, result, resolution, count in mine if result not in SETTLED and not resolution
            ) + without_owner.get(record, 0)

    def _hides_figures(self):
        """Return whether this is a blind count under way and the user only counts in it."""
        self.ensure_one()
        if not self.is_blind or self.state not in ("draft", "scheduled", *COUNTING):
            return False
        return not any(self.env.user.has_group(group) for group in (MANAGER, *APPROVERS, AUDITOR))

    @api.depends_context("uid")
    @api.depends("counter_ids", "state")
    def _compute_can_count(self):
        manager = self.env.user.has_group(MANAGER)
        for record in self:
            record.can_count = record.state in COUNTING and (manager or self.env.user in record.counter_ids)

    @api.depends_context("uid")
    @api.depends("state", "user_id", "review_ids.status")
    def _compute_can_approve(self):
        approver = any(self.env.user.has_group(group) for group in APPROVERS)
        for record in self:
            # sudo: only whether this user is one of them
            record.can_approve = approver and self.env.user not in record.sudo()._gaj_requesters()

    @api.constrains("company_id", "space_ids", "department_ids", "category_ids")
    def _check_scope(self):
        for record in self:
            if record.state not in ("draft", "scheduled", "cancelled"):
                raise ValidationError(
                    self.env._(
                        "Stocktake %(name)s has begun; what it covers cannot change any more. Make another stocktake for"
                        " the rest.",
                        name=record.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        by_step = not self.env.su and any(vals.keys() & BY_STEP for vals in vals_list)
        if by_step or any(vals.get("state", "draft") != "draft" for vals in vals_list):
            raise UserError(self.env._("A new stocktake starts as a draft. Make it, then start it."))
        return super().create(vals_list)

    def write(self, vals):
        self.check_access("write")
        if not self.env.su and vals.keys() & {"state", *BY_STEP}:
            raise UserError(self.env._("The state of a stocktake changes by its steps only. Use the buttons."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        for record in self:
            if record.started_on:
                raise UserError(
                    self.env._(
                        "Stocktake %(name)s has begun and is kept as evidence. Cancel it instead.", name=record.name
                    )
                )

    def action_start(self):
        """Copy what the books expect into lines and open the counting; a bounded number of statements."""
        for record in self:
            record._check_step({"draft", "scheduled"})
            record._before_start()
            record._step("counting", {"draft", "scheduled"}, started_on=fields.Datetime.now())
            if not record._take_snapshot():
                raise UserError(
                    self.env._(
                        "Stocktake %(name)s covers no asset at all. Check the places, departments and categories chosen.",
                        name=record.name,
                    )
                )

    def action_finish_counting(self):
        """End the counting: what was not seen or is in doubt is counted again where that was asked, else missing."""
        for record in self:
            record._check_step(set(COUNTING))
            record._refuse_unsent()
            record._match()
            if record.state == "counting" and record._start_second_count():
                continue
            record._step("reconciling", set(COUNTING), finished_on=fields.Datetime.now())
            record._set_unseen_missing()

    def action_count_again(self):
        """Go back to counting, for another look at what is missing; decisions on it are dropped."""
        for record in self:
            record._check_step({"reconciling"})
            record._drop_drafts("missing")
            record._step("second_count" if record.second_started_on else "counting", {"reconciling"}, finished_on=False)
            record._set_missing_unseen()

    def action_submit(self):
        """Ask for the approval of the result, once every difference has its decision."""
        for record in self:
            record._check_step({"reconciling"})
            record._refuse_open()
            record._ask_for_approval()

    def action_approve(self):
        """Approve the result, as the approval rules say: finance and a leader, two different people.

        Whoever is responsible for the count, asked for the approval, counted or decided in it cannot.
        """
        for record in self:
            record._check_step({"reconciling"}, APPROVERS)
            if self.env.user in record.sudo()._gaj_requesters():
                raise UserError(
                    self.env._(
                        "You are responsible for stocktake %(name)s, or counted or decided in it, so somebody else must"
                        " approve it.",
                        name=record.name,
                    )
                )
            record._refuse_open()
            # sudo: the rules of approval are the administrator's; whether this user may decide is asked next
            if record.sudo().need_validation:
                raise UserError(
                    self.env._(
                        "Nobody has asked for the approval of stocktake %(name)s yet. Its manager submits it first.",
                        name=record.name,
                    )
                )
            if record._approve_as_reviewer():
                record._step("approved", {"reconciling"}, APPROVERS)

    def _gaj_requesters(self):
        # whoever decided on differences does not approve these decisions either
        deciders = self.env["gaj.asset.stocktake.line"]._read_group(
            [
                ("stocktake_id", "=", self.id),
                ("result", "not in", SETTLED),
                ("decided_by_id", "!=", False),
            ],
            aggregates=["decided_by_id:recordset"],
        )
        # nor does who counted approve what was counted
        counters = self.env["gaj.asset.stocktake.scan"]._read_group(
            [("stocktake_id", "=", self.id)], aggregates=["create_uid:recordset"]
        )
        closers = self.room_ids.closed_by_id | self.room_ids.second_closed_by_id
        return super()._gaj_requesters() | self.user_id | deciders[0][0] | counters[0][0] | closers

    def _gaj_open_to_user(self, reviews=False):
        """Return one review at most, and none to who has approved already: two people approve, not one in two roles."""
        found = super()._gaj_open_to_user(reviews)
        approved = self.sudo().review_ids.filtered(lambda review: review.status == "approved")
        return found.browse() if self.env.user in approved.done_by else found[:1]

    def action_close(self):
        """Close an approved stocktake: missing cards are marked so, and nothing changes any more."""
        for record in self:
            record._check_step({"approved"})
            record._refuse_unsent()
            record._refuse_open()
            record._refuse_unbooked()
            record._refuse_untold()
            record._step("closed", {"approved"}, closed_on=fields.Datetime.now())
            record._apply_missing()

    def action_cancel(self):
        for record in self:
            record._step("cancelled", {"draft", "scheduled", *COUNTING})

    def _gaj_step_name(self):
        return self.env._("Stocktake %s", self.name)

    def _step(self, state, before=None, groups=None, **values):
        result = super()._step(state, before, groups, **values)
        self._notify_progress()
        return result

    def _refuse_unsent(self):
        """
        :raises UserError: if a device has told us of scans that it has not sent yet
        """
        waiting = self.device_ids.filtered(lambda device: device.unsent_count)
        if waiting:
            raise UserError(
                self.env._(
                    "Stocktake %(name)s still waits for scans kept on devices: %(devices)s. Bring them where there is a"
                    " network and open the scan page, or clear a lost device in the list of devices.",
                    name=self.name,
                    devices="; ".join(
                        self.env._(
                            "%(user)s: %(count)s scans", user=device.user_id.sudo().name, count=device.unsent_count
                        )
                        for device in waiting
                    ),
                )
            )

    def _refuse_open(self):
        """
        :raises UserError: if a difference has no decision yet
        """
        open_lines = self.env["gaj.asset.stocktake.line"].search_count(
            [("stocktake_id", "=", self.id), ("is_open", "=", True)]
        )
        if open_lines:
            raise UserError(
                self.env._(
                    "Stocktake %(name)s still has %(count)s differences without a decision. Open “Differences” and settle"
                    " each of them.",
                    name=self.name,
                    count=open_lines,
                )
            )

    def _snapshot_domain(self):
        """Return the domain of the cards that this stocktake expects: live ones inside its scope."""
        self.ensure_one()
        live = Domain("company_id", "=", self.company_id.id) & Domain("state", "in", card_states.LIVE)
        return live & self._scope_domain()

    def _scope_domain(self):
        """Return the domain of the places, departments and categories chosen, with what is below them."""
        domain = Domain.TRUE
        for name, chosen in [
            ("space_id", self.space_ids),
            ("department_id", self.department_ids),
            ("category_id", self.category_ids),
        ]:
            if chosen:
                domain &= Domain(name, "child_of", chosen.ids)
        return domain

    def _notify_progress(self):
        """Tell open progress boards to look again; the message itself carries no figures."""
        for record in self:
            self.env["bus.bus"]._sendone(record._progress_channel(), "gaj_stocktake_progress", {"id": record.id})

    def _progress_channel(self):
        self.ensure_one()
        return f"gaj_stocktake_{self.id}"

    def _apply_missing(self):
        """Mark the cards whose loss was found out, unless the decision was another."""
        missing = self.line_ids.filtered_domain([("result", "=", "missing"), ("resolution", "=", "searching")])
        # sudo: the decision was approved; managers may write cards anyway
        missing.asset_id.sudo()._set_missing()
