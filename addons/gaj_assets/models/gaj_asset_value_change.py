from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules import depreciation
from .gaj_asset_entry_mixin import FINANCE

MANAGER = "gaj_assets.group_gaj_assets_manager"
LEADER = "gaj_base.group_gaj_leader"
#: Written by the steps only.
BY_STEP = {
    "name",
    "state",
    "old_cost",
    "old_accumulated",
    "old_life_months",
    "seen_accumulated",
    "segment_id",
    "submitted_by_id",
    "approved_by_id",
    "booked_by_id",
    "is_booked_elsewhere",
    "written_off_on",
    "begun_on",
    "replaced_on",
    "works_paid",
}
#: Written by finance while a change goes through the books.
BY_FINANCE = {"book_on", "payment_ids"}


class GajAssetValueChange(models.Model):
    """Cost, life, category or dates of a card in the books change: written, approved, booked; a new segment begins."""

    _name = "gaj.asset.value.change"
    _description = "Value Change"
    _inherit = ["gaj.step.mixin", "gaj.asset.entry.mixin", "gaj.approval.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _state_from = ["submitted"]
    _state_to = ["approved"]
    _cancel_state = "cancelled"
    _gaj_own_steps = True

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default="/", index=True)
    company_id = fields.Many2one(related="asset_id.company_id", store=True, precompute=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    asset_id = fields.Many2one(
        "gaj.asset", required=True, index=True, ondelete="restrict", check_company=True, tracking=True
    )
    kind = fields.Selection(
        [
            ("final_value", "Final Value of a Provisional One"),
            ("improvement", "Improvement"),
            ("life_change", "Other Useful Life"),
            ("correction", "Correction"),
            ("bill_difference", "Difference to the Bill"),
        ],
        required=True,
        default="improvement",
        tracking=True,
    )
    date = fields.Date(
        string="Changed On",
        required=True,
        default=fields.Date.context_today,
        tracking=True,
        help="The day of the entry. Depreciation follows from this month on, or from the first one not posted yet.",
    )
    reason = fields.Char(required=True, help="For example the final account, the contract of the works, the mistake.")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("under_way", "Works Under Way"),
            ("booked", "Booked"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        index=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    submitted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    booked_by_id = fields.Many2one("res.users", readonly=True, copy=False)

    old_cost = fields.Monetary(string="Cost Before", compute="_compute_old", store=True)
    old_accumulated = fields.Monetary(string="Depreciation Before", compute="_compute_old", store=True)
    old_life_months = fields.Integer(string="Life Before (Months)", compute="_compute_old", store=True)

    seen_accumulated = fields.Monetary(
        string="Depreciation When Submitted",
        readonly=True,
        copy=False,
        help="A correction of the depreciation was approved with this one in view.",
    )

    new_cost = fields.Monetary(
        string="Cost After", compute="_compute_new_cost", store=True, readonly=False, tracking=True
    )
    new_accumulated = fields.Monetary(
        string="Depreciation After", compute="_compute_new_accumulated", store=True, readonly=False
    )
    new_life_months = fields.Integer(
        string="Life After (Months)",
        compute="_compute_new_life_months",
        store=True,
        readonly=False,
        tracking=True,
        help="The whole life, with the months that are over.",
    )
    months_left = fields.Integer(
        compute="_compute_months_left",
        inverse="_inverse_months_left",
        help="Over which the rest is spread from now on.",
    )
    works = fields.Monetary(string="Cost of the Works")
    replaced = fields.Monetary(
        string="Replaced Part", help="The carrying amount of what the works replaced; it is written off on approval."
    )
    is_through_construction = fields.Boolean(
        string="Through Construction in Progress",
        help="The carrying amount went into construction in progress: cost and depreciation begin anew after the works.",
    )
    counterpart = fields.Selection(
        selection="_selection_counterpart",
        required=True,
        default="appropriation",
        help="The other side of the entry: where the money came from, or what the difference is set against.",
    )
    is_settled = fields.Boolean(
        string="Settle the Provisional Payable",
        help="The final value is paid now: the provisional payable is cleared in the same entry.",
    )
    new_category_id = fields.Many2one("gaj.asset.category", string="Other Category", index="btree_not_null")
    new_acquisition_date = fields.Date(string="Other Acquisition Date")
    new_in_service_date = fields.Date(string="Other Service Date")

    is_booked_elsewhere = fields.Boolean(
        string="Entry Made Elsewhere", readonly=True, copy=False, help="The entry is that of the vendor bill."
    )
    written_off_on = fields.Date(string="Replaced Part Written Off On", readonly=True, copy=False)
    segment_id = fields.Many2one("gaj.asset.segment", string="New Segment", readonly=True, copy=False, index=True)
    outcome = fields.Text(compute="_compute_outcome")

    _amounts_positive = models.Constraint(
        "CHECK (new_cost >= 0 AND new_accumulated >= 0 AND works >= 0 AND replaced >= 0)",
        "The amounts of a value change cannot be negative.",
    )
    _booked_with_segment = models.Constraint(
        "CHECK ((state = 'booked') = (segment_id IS NOT NULL))", "A booked value change has its depreciation segment."
    )

    @api.model
    def _selection_counterpart(self):
        """Return the roles of accounts that a change of value may be set against, with their names."""
        labels = dict(self.env["gaj.asset.account.default"]._fields["role"]._description_selection(self.env))
        roles = (
            "appropriation",
            "bank",
            "construction",
            "payable_provisional",
            "prior_year",
            "accumulated_surplus",
            "donation_income",
            "free_transfer",
        )
        return [(role, labels.get(role, role)) for role in roles]

    @api.depends("asset_id.cost", "asset_id.accumulated", "asset_id.life_months", "state")
    def _compute_old(self):
        for change in self:
            if change.state == "booked":
                change.old_cost, change.old_accumulated = change.old_cost, change.old_accumulated
                change.old_life_months = change.old_life_months
                continue
            asset = change.asset_id
            change.old_cost, change.old_accumulated = asset.cost, asset.accumulated
            change.old_life_months = asset.life_months

    @api.depends("asset_id", "kind", "works", "replaced", "is_through_construction", "old_cost", "old_accumulated")
    def _compute_new_cost(self):
        for change in self:
            if change.state == "booked":
                change.new_cost = change.new_cost
            elif change.kind == "improvement":
                base = change.old_cost - (change.old_accumulated if change.is_through_construction else 0)
                change.new_cost = base + change.works - change.replaced
            elif change.kind == "life_change" or not change.new_cost:
                change.new_cost = change.old_cost

    @api.depends("asset_id", "kind", "is_through_construction", "old_accumulated")
    def _compute_new_accumulated(self):
        for change in self:
            if change.state == "booked":
                change.new_accumulated = change.new_accumulated
            elif change.kind == "improvement" and change.is_through_construction:
                change.new_accumulated = 0
            elif change.kind != "correction" or not change.new_accumulated:
                change.new_accumulated = change.old_accumulated

    @api.depends("asset_id")
    def _compute_new_life_months(self):
        for change in self:
            change.new_life_months = change.asset_id.life_months

    @api.depends("new_life_months", "asset_id.months_done")
    def _compute_months_left(self):
        for change in self:
            change.months_left = max(change.new_life_months - change.asset_id.months_done, 0)

    def _inverse_months_left(self):
        for change in self:
            change.new_life_months = change.asset_id.months_done + change.months_left

    @api.depends("asset_id", "new_cost", "new_accumulated", "months_left", "date", "state", "segment_id")
    def _compute_outcome(self):
        """Say what the rest of the life looks like, before anything is booked."""
        for change in self:
            segment = change.segment_id
            base = segment.base if segment else change.new_cost - change.new_accumulated
            months = segment.months if segment else change.months_left
            if not change.asset_id or change.asset_id.method != "straight_line" or base < 0 or months < 1:
                change.outcome = False
                continue
            charge = depreciation.charge_of_month(Decimal(str(base)).quantize(depreciation.CENT), months, 1)
            change.outcome = self.env._(
                "%(base)s is spread over %(months)s months from %(month)s on: %(charge)s in the first.",
                base=f"{base:,.2f}",
                months=months,
                month=(segment.month_from or change._first_month()).strftime("%Y-%m"),
                charge=f"{charge:,.2f}",
            )

    @api.depends("name", "asset_id.display_name")
    def _compute_display_name(self):
        for change in self:
            change.display_name = f"{change.name} {change.asset_id.display_name or ''}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        self._gaj_refuse_wrong_values(*vals_list)
        for vals in vals_list:
            by_hand = {name for name in BY_STEP if vals.get(name)} - (
                {"state"} if vals.get("state") == "draft" else set()
            )
            if by_hand and not self.env.su:
                raise UserError(self.env._("A value change starts as a draft. Write it, then submit it."))
            asset = self.env["gaj.asset"].browse(vals.get("asset_id"))
            # sudo: the numbers are the system's
            sequence = self.env["ir.sequence"].sudo().with_company(asset.sudo().company_id)
            vals["name"] = sequence.next_by_code("gaj.asset.value.change") or "/"
        return super().create(vals_list)

    def write(self, vals):
        self.check_access("write")
        if not self.env.su:
            if vals.keys() & BY_STEP:
                raise UserError(self.env._("The state of a value change moves by its steps only. Use the buttons."))
            content = vals.keys() - {"message_follower_ids", "activity_ids"}
            if self.env.user.has_group(FINANCE):
                content -= BY_FINANCE
            if content:
                self._check_role(MANAGER)
            for change in self:
                if content and change.state != "draft":
                    raise UserError(
                        self.env._(
                            "%(change)s has been submitted and stays as it is. Take it back to draft first, or write"
                            " another one.",
                            change=change.display_name,
                        )
                    )
        return super().write(vals)

    def request_validation(self):
        self._check_role(MANAGER)
        return super().request_validation()

    def restart_validation(self):
        self._check_role(MANAGER)
        return super().restart_validation()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        for change in self:
            if change.state not in ("draft", "cancelled"):
                raise UserError(
                    self.env._(
                        "%(change)s is under way and kept as evidence. Cancel it instead.", change=change.display_name
                    )
                )

    def action_submit(self):
        """Ask for the approval of this change."""
        for change in self:
            change._check_step({"draft"}, (MANAGER,))
            change._gaj_follow_card()
            change._refuse_impossible()
            # sudo: the card, whatever the manager sees of it
            seen = change.sudo().asset_id.accumulated
            change._step("submitted", submitted_by_id=self.env.uid, seen_accumulated=seen)
            change._ask_for_approval()

    def action_approve(self):
        """Approve the change, as the approval rules say; whoever wrote or submitted it cannot."""
        for change in self:
            change._check_step({"submitted"}, (LEADER,))
            if self.env.user in change.sudo()._gaj_requesters():
                raise UserError(self.env._("You wrote %s, so somebody else must approve it.", change.display_name))
            if change._approve_as_reviewer():
                change._step("approved", approved_by_id=self.env.uid)

    def action_back_to_draft(self):
        """Take a change back that is not booked, to correct it; it needs approval again."""
        for change in self:
            change._check_step({"submitted", "approved"}, (MANAGER, LEADER))
            # sudo: reviews are closed to users; who asked for them may withdraw
            change.sudo().review_ids.unlink()
            change._step("draft", submitted_by_id=False, approved_by_id=False)

    def action_cancel(self):
        for change in self:
            change._check_step({"draft", "submitted", "approved"}, (MANAGER,))
            change.sudo().review_ids.unlink()  # sudo: as above
            change._step("cancelled")

    def _gaj_requesters(self):
        return super()._gaj_requesters() | self.submitted_by_id

    def _check_role(self, *groups):
        # a bill that differs makes its change with lent rights; its own posting was asked for
        return None if self.env.su else super()._check_role(*groups)

    def action_book(self):
        """Book the approved change: its entry, the new segment, and the card."""
        for change in self:
            change._check_step({"approved"}, (FINANCE,))
            change._refuse_stages()
            change._gaj_follow_card()
            change._refuse_impossible()
            change._apply()
