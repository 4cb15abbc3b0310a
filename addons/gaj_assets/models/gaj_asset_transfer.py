from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules import transfers

CLERK = "gaj_assets.group_gaj_assets_clerk"
MANAGER = "gaj_assets.group_gaj_assets_manager"
LEADER = "gaj_base.group_gaj_leader"
FINANCE = "gaj_base.group_gaj_finance"
#: Kinds without a giving side: what comes back is received, a correction is approved.
NOT_RELEASED = ("back", "correction")
#: What the clerk writes while it is a draft.
CONTENT = {
    "kind",
    "company_id",
    "department_to_id",
    "custodian_to_id",
    "space_to_id",
    "reason",
    "line_ids",
    "partner_id",
    "institution_id",
    "date_until",
    "rent_amount",
    "rent_note",
    "origin_id",
}
#: What the steps write, evidence like the state.
BY_STEP = {
    "name",
    "state",
    "user_id",
    "approved_by_id",
    "approved_on",
    "released_by_id",
    "released_on",
    "received_by_id",
    "received_on",
    "signature",
    "signed_name",
    "signed_by_id",
    "signed_on",
    "giver_signature",
    "done_on",
    "rent_booked_by_id",
    "rent_booked_on",
    "asked_for",
}


class GajAssetTransfer(models.Model):
    """Things change hands: issue, transfer, return, loan and lease, with one signature for all of them."""

    _name = "gaj.asset.transfer"
    _description = "Asset Transfer"
    _inherit = ["gaj.step.mixin", "gaj.approval.mixin", "gaj.asset.entry.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _state_from = ["submitted"]
    _state_to = ["approved"]
    _cancel_state = "cancelled"
    _gaj_own_steps = True

    name = fields.Char(string="Number", copy=False, readonly=True, index=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [
            ("issue", "Issue from Store"),
            ("transfer", "Transfer"),
            ("return", "Return to Store"),
            ("loan", "Loan"),
            ("lease", "Lease"),
            ("back", "Back from Loan or Lease"),
            ("correction", "Correction"),
        ],
        required=True,
        default="transfer",
        tracking=True,
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("released", "Given Out"),
            ("received", "Taken In"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        index=True,
        copy=False,
        readonly=True,
        tracking=True,
    )
    user_id = fields.Many2one(
        "res.users", string="Requested By", required=True, readonly=True, default=lambda self: self.env.user
    )
    asked_for = fields.Selection(
        [("return", "Return"), ("scrap", "Scrapping")], string="Asked For by the User", readonly=True, copy=False
    )
    reason = fields.Char()
    line_ids = fields.One2many("gaj.asset.transfer.line", "transfer_id", string="Things", copy=False)
    asset_count = fields.Integer(string="Number of Things", compute="_compute_asset_count")
    department_from_id = fields.Many2one(
        "hr.department",
        string="Giving Department",
        compute="_compute_department_from_id",
        store=True,
        index="btree_not_null",
        help="Empty if the things come from several departments.",
    )
    department_to_id = fields.Many2one(
        "hr.department",
        string="Receiving Department",
        index="btree_not_null",
        check_company=True,
        tracking=True,
        help="Empty: each thing stays in its department.",
    )
    custodian_to_id = fields.Many2one(
        "hr.employee",
        string="New Custodian",
        index="btree_not_null",
        check_company=True,
        tracking=True,
        help="Who will keep the things and signs for them.",
    )
    space_to_id = fields.Many2one("gaj.space", string="New Place", index="btree_not_null", check_company=True)

    partner_id = fields.Many2one("res.partner", string="Borrower", index="btree_not_null", check_company=True)
    institution_id = fields.Many2one(
        "gaj.institution", string="Borrowing Institution", index="btree_not_null", check_company=True
    )
    date_until = fields.Date(string="Until")
    rent_amount = fields.Monetary(string="Rent", help="For the whole time; finance books it when it is paid.")
    rent_note = fields.Char(string="Note for Finance")
    rent_booked_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    rent_booked_on = fields.Datetime(readonly=True, copy=False)
    origin_id = fields.Many2one(
        "gaj.asset.transfer", string="Loan or Lease", index="btree_not_null", check_company=True, copy=False
    )
    back_ids = fields.One2many("gaj.asset.transfer", "origin_id", string="Came Back By")

    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_on = fields.Datetime(readonly=True, copy=False)
    released_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    released_on = fields.Datetime(readonly=True, copy=False)
    received_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    received_on = fields.Datetime(readonly=True, copy=False)
    signature = fields.Image(copy=False, readonly=True, max_width=1024, max_height=1024)
    signed_name = fields.Char(string="Signed As", copy=False, readonly=True)
    signed_by_id = fields.Many2one(
        "res.users", string="Signed on the Device Of", readonly=True, copy=False, help="The borrower has no device."
    )
    signed_on = fields.Datetime(readonly=True, copy=False)
    giver_signature = fields.Image(
        string="Signature of Who Gives", copy=False, readonly=True, max_width=1024, max_height=1024
    )
    done_on = fields.Date(readonly=True, copy=False, index="btree_not_null")

    is_between_departments = fields.Boolean(string="Between Departments", compute="_compute_needs")
    needs_approval = fields.Boolean(compute="_compute_needs")
    needs_receipt = fields.Boolean(compute="_compute_needs")
    needs_signature = fields.Boolean(compute="_compute_needs")
    can_approve = fields.Boolean(compute="_compute_can")
    can_release = fields.Boolean(compute="_compute_can")
    can_receive = fields.Boolean(compute="_compute_can")
    can_sign = fields.Boolean(compute="_compute_can")
    has_away = fields.Boolean(string="Things Still Away", compute="_compute_has_away")
    is_overdue = fields.Boolean(string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue")

    _borrower_and_term = models.Constraint(
        "CHECK (kind NOT IN ('loan', 'lease') OR state IN ('draft', 'cancelled')"
        " OR ((partner_id IS NOT NULL OR institution_id IS NOT NULL) AND date_until IS NOT NULL))",
        "A loan or lease names its borrower and its last day.",
    )
    _rent_positive = models.Constraint("CHECK (rent_amount >= 0)", "A rent cannot be negative.")
    _done_day = models.Constraint(
        "CHECK (state <> 'done' OR done_on IS NOT NULL)", "A transfer that is done has a day."
    )
    _back_of_a_loan = models.Constraint(
        "CHECK (kind <> 'back' OR state IN ('draft', 'cancelled') OR origin_id IS NOT NULL)",
        "What comes back was lent or let out before.",
    )

    @api.depends("line_ids")
    def _compute_asset_count(self):
        # sudo: a number; the things of the other department count too
        groups = (
            self.env["gaj.asset.transfer.line"]
            .sudo()
            ._read_group([("transfer_id", "in", self.ids)], ["transfer_id"], ["__count"])
        )
        counts = {transfer.id: count for transfer, count in groups}
        for transfer in self:
            transfer.asset_count = counts.get(transfer.id, 0)

    @api.depends("line_ids.department_from_id")
    def _compute_department_from_id(self):
        for transfer in self:
            departments = transfer.line_ids.department_from_id
            transfer.department_from_id = departments if len(departments) == 1 else False

    @api.depends("kind", "line_ids.department_from_id", "department_to_id", "custodian_to_id")
    def _compute_needs(self):
        for transfer in self:
            between = bool(
                transfer.department_to_id and transfer.sudo().line_ids.department_from_id - transfer.department_to_id
            )
            transfer.is_between_departments = between
            transfer.needs_approval = bool(transfer._gaj_approval(between))
            transfer.needs_receipt = transfers.needs_receipt(transfer.kind, between)
            transfer.needs_signature = transfers.needs_signature(transfer.kind, bool(transfer.custodian_to_id))

    def _gaj_approval(self, between_departments):
        """Return who approves this transfer, as :func:`transfers.approval`."""
        return transfers.approval(self.kind, between_departments, bool(self.department_to_id or self.custodian_to_id))

    @api.depends_context("uid")
    @api.depends("state", "kind", "line_ids.department_from_id", "department_to_id", "signed_on", "review_ids.status")
    def _compute_can(self):
        """Tell which buttons are this user's; the steps check the same again."""
        for transfer in self:
            waiting = transfer.state == "submitted"
            ready = transfer.state == "approved" or (waiting and not transfer.needs_approval)
            transfer.can_approve = waiting and transfer.needs_approval and transfer._gaj_is_approver()
            transfer.can_release = (
                ready
                and transfer.kind not in NOT_RELEASED
                and transfer._gaj_is_of(transfer.sudo().line_ids.department_from_id)
            )
            transfer.can_receive = transfer._gaj_is_awaiting_receipt() and transfer._gaj_is_of(
                transfer._gaj_receiving_departments()
            )
            transfer.can_sign = (
                transfer.needs_signature
                and transfer.state in ("released", "received")
                and not transfer.signed_on
                and transfer._gaj_may_sign()
            )

    @api.depends("line_ids.is_away")
    def _compute_has_away(self):
        for transfer in self:
            # sudo: only whether something is still away
            transfer.has_away = any(transfer.sudo().line_ids.mapped("is_away"))

    @api.depends("state", "kind", "date_until", "line_ids.is_away")
    def _compute_is_overdue(self):
        overdue = self.filtered_domain(self._search_is_overdue("in", {True}))
        for transfer in self:
            transfer.is_overdue = transfer in overdue

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = fields.Domain(
            [
                ("kind", "in", transfers.LENDING),
                ("state", "=", "done"),
                ("date_until", "<", fields.Date.context_today(self)),
                ("line_ids", "any", [("is_away", "=", True)]),
            ]
        )
        return (late if True in value else fields.Domain.FALSE) | (~late if False in value else fields.Domain.FALSE)

    @api.onchange("custodian_to_id")
    def _onchange_custodian_to_id(self):
        # sudo: in which department somebody works is on the door
        department = self.custodian_to_id.sudo().department_id
        if department:
            self.department_to_id = department.sudo(False)

    @api.model_create_multi
    def create(self, vals_list):
        by_step = not self.env.su and any(vals.keys() & (BY_STEP - {"user_id"}) for vals in vals_list)
        if by_step:
            raise UserError(self.env._("A new transfer starts as a draft. Make it, then submit it."))
        if not self.env.su:
            vals_list = [{**vals, "user_id": self.env.uid} for vals in vals_list]
        records = super().create(vals_list)
        for record in records:
            # sudo: the counter of numbers is nobody's own
            record.sudo().name = self.env["ir.sequence"].sudo().next_by_code("gaj.asset.transfer") or str(record.id)
        return records

    def write(self, vals):
        self.check_access("write")
        if not self.env.su and vals.keys() & BY_STEP:
            raise UserError(
                self.env._("The state and the signatures of a transfer change by its steps. Use the buttons.")
            )
        if not self.env.su and vals.keys() & CONTENT:
            self._refuse_unless_draft()
        return super().write(vals)

    def _refuse_unless_draft(self):
        """
        :raises UserError: if one of these has been submitted
        """
        for transfer in self:
            if transfer.state != "draft":
                raise UserError(
                    self.env._(
                        "Transfer %(name)s has been submitted and does not change any more. Take it back to draft, or"
                        " make another one.",
                        name=transfer.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_submitted(self):
        for transfer in self:
            if transfer.state != "draft" or transfer.released_on:
                raise UserError(
                    self.env._("Transfer %(name)s is kept as evidence. Cancel it instead.", name=transfer.name)
                )
