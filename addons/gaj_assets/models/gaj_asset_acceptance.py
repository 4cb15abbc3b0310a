from odoo import api, fields, models
from odoo.exceptions import UserError

USER = "gaj_assets.group_gaj_assets_user"
MANAGER = "gaj_assets.group_gaj_assets_manager"
FINANCE = "gaj_base.group_gaj_finance"
#: Who may see batches: what of them, the record rules say.
READERS = (
    "gaj_assets.group_gaj_assets_user,gaj_base.group_gaj_finance,gaj_base.group_gaj_leader,gaj_base.group_gaj_auditor"
)
KINDS = [
    ("purchase", "Purchase"),
    ("build", "Own Construction"),
    ("transfer_in", "Transfer In without Payment"),
    ("donation", "Donation Received"),
    ("exchange", "Exchange"),
    ("takeover", "Takeover of a Building"),
    ("surplus", "Found Surplus"),
]
#: Written by the steps only, like the state.
BY_STEP = {"state", "batch_no", "accepted_on", "accepted_by_id", "booked_on", "approved_by_id"}
#: What may still be filled in until it is booked, failed or cancelled: it changes neither things nor amounts.
ALWAYS_OPEN = {"contract_no", "note", "warranty_until"}
FINISHED = ("booked", "failed", "cancelled")


class GajAssetAcceptance(models.Model):
    """A batch of things received (验收接收单): two people look at it, then each thing gets its card."""

    _name = "gaj.asset.acceptance"
    _description = "Acceptance of Assets"
    _inherit = [
        "gaj.step.mixin",
        "gaj.guard.mixin",
        "gaj.asset.entry.mixin",
        "gaj.paper.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _gaj_step_groups = (MANAGER,)
    _order = "date desc, id desc"
    _rec_name = "batch_no"
    _check_company_auto = True

    batch_no = fields.Char(string="Batch", required=True, copy=False, readonly=True, default="/", index=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(KINDS, string="Way of Getting", required=True, default="purchase", tracking=True)
    date = fields.Date(
        string="Received On", required=True, default=fields.Date.context_today, index=True, tracking=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Supplier or Giver",
        index="btree_not_null",
        check_company=True,
        help="Who sold, built, gave or exchanged it.",
    )
    requester_id = fields.Many2one(
        "res.users", string="Requested or Bought By", help="Does not inspect what was bought for or by them."
    )
    department_id = fields.Many2one(
        "hr.department",
        string="Receiving Department",
        index="btree_not_null",
        check_company=True,
        help="For the lines that name no other one.",
    )
    contract_no = fields.Char(string="Contract Number")
    warranty_until = fields.Date()
    purchase_id = fields.Many2one(
        "purchase.order", string="Purchase Order", index="btree_not_null", readonly=True, check_company=True, copy=False
    )
    picking_id = fields.Many2one(
        "stock.picking", string="Receipt", index="btree_not_null", readonly=True, check_company=True, copy=False
    )
    line_ids = fields.One2many("gaj.asset.acceptance.line", "acceptance_id", string="Items", copy=True)
    inspector_ids = fields.One2many("gaj.asset.acceptance.inspector", "acceptance_id", string="Inspectors")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("inspecting", "Being Inspected"),
            ("accepted", "Accepted"),
            ("booked", "Booked"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        index=True,
        copy=False,
        readonly=True,
        tracking=True,
    )
    fail_reason = fields.Text(copy=False, help="What is wrong with the batch, when it is not accepted.")
    accepted_on = fields.Date(copy=False, readonly=True)
    accepted_by_id = fields.Many2one("res.users", copy=False, readonly=True)
    approved_by_id = fields.Many2one(
        "res.users",
        copy=False,
        readonly=True,
        help="For a surplus: the leader who approved it with the stocktake, instead of two inspectors.",
    )
    booked_on = fields.Date(copy=False, readonly=True)
    note = fields.Text()
    quantity = fields.Integer(string="Items Received", compute="_compute_totals")
    cost = fields.Monetary(string="Total Cost", compute="_compute_totals")
    signed_count = fields.Integer(string="Signatures", compute="_compute_signed")
    may_sign = fields.Boolean(compute="_compute_signed")
    asset_ids = fields.One2many("gaj.asset", "acceptance_id", string="Cards")
    asset_count = fields.Integer(string="Number of Cards", compute="_compute_asset_count")

    _batch_no_uniq = models.UniqueIndex("(company_id, batch_no)", "Another acceptance has this batch number already.")
    _accepted_says_when = models.Constraint(
        "CHECK (state NOT IN ('accepted', 'booked') OR accepted_on IS NOT NULL)",
        "An accepted batch says on which day it was accepted.",
    )

    @api.depends("line_ids.quantity", "line_ids.booked_cost", "line_ids.cost", "state")
    def _compute_totals(self):
        for record in self:
            record.quantity = sum(record.line_ids.mapped("quantity"))
            settled = record.state in ("accepted", "booked")
            record.cost = sum(record.line_ids.mapped("booked_cost" if settled else "cost"))

    @api.depends_context("uid")
    @api.depends("inspector_ids.verdict", "inspector_ids.user_id", "state")
    def _compute_signed(self):
        for record in self:
            record.signed_count = len(record.inspector_ids.filtered("verdict"))
            record.may_sign = record.state == "inspecting" and bool(
                record.inspector_ids.filtered(lambda one: one.user_id == self.env.user and not one.verdict)
            )

    @api.depends("asset_ids")
    def _compute_asset_count(self):
        counts = dict(
            self.env["gaj.asset"]._read_group([("acceptance_id", "in", self.ids)], ["acceptance_id"], ["__count"])
        )
        for record in self:
            record.asset_count = counts.get(record._origin, 0)

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        self._gaj_refuse_wrong_values(*vals_list)
        for vals in vals_list:
            if not self.env.su and vals.keys() & (BY_STEP - {"batch_no"}):
                raise UserError(self.env._("A new acceptance starts as a draft. Make it, then start the inspection."))
            company = vals.get("company_id") or self.env.company.id
            # sudo: whoever receives something gets the next batch number; nobody writes sequences by hand
            sequence = self.env["ir.sequence"].sudo().with_company(company)
            day = fields.Date.to_date(vals.get("date")) or fields.Date.context_today(self)
            sequence = sequence.with_context(ir_sequence_date=fields.Date.to_string(day))
            vals["batch_no"] = sequence.next_by_code("gaj.asset.acceptance") or "/"
        return super().create(vals_list)

    def write(self, vals):
        self.check_access("write")
        if not self.env.su:
            if vals.keys() & BY_STEP:
                raise UserError(self.env._("The state of an acceptance changes by its steps only. Use the buttons."))
            if vals.keys() - ALWAYS_OPEN - {"line_ids", "inspector_ids", "fail_reason", "message_ids", "activity_ids"}:
                self._check_open({"draft"})
            if "requester_id" in vals:
                self._refuse_other_requester(vals["requester_id"])
        return super().write(vals)

    def _refuse_other_requester(self, user):
        """
        :raises UserError: if a batch that came with an order would name another buyer than its order
        """
        ordered = self.filtered(lambda batch: batch.purchase_id and batch.requester_id.id != user)[:1]
        if ordered:
            raise UserError(
                self.env._(
                    "Batch %(batch)s was bought with order %(order)s, and its buyer is that of the order. Leave “Requested"
                    " or Bought By” as it is.",
                    batch=ordered.batch_no,
                    order=ordered.purchase_id.sudo().name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for record in self:
            if record.state != "draft" or record.picking_id:
                raise UserError(
                    self.env._(
                        "Batch %(batch)s is evidence of what was received and is kept. Cancel it instead, with a note why.",
                        batch=record.batch_no,
                    )
                )

    def _check_open(self, states):
        """
        :raises UserError: if one of these batches is in none of ``states``
        """
        for record in self:
            if record.state not in states:
                raise UserError(
                    self.env._(
                        "Batch %(batch)s is “%(state)s” and cannot be changed like this any more. Take it back to draft"
                        " while nobody has signed; later, correct the cards by a value change.",
                        batch=record.batch_no,
                        state=record._state_label(record.state),
                    )
                )

    def _gaj_closed_fields(self):
        names = super()._gaj_closed_fields()
        if self.state in FINISHED:
            names |= ALWAYS_OPEN
        # what is wrong with a batch is written while it is inspected
        return names | {"fail_reason"} if self.state in ("accepted", *FINISHED) else names

    def _gaj_step_name(self):
        return self.env._("Batch %s", self.batch_no)

    def _check_role(self, *groups):
        # documents that lend their rights, such as a stocktake's surplus, have asked for their own roles
        return None if self.env.su else super()._check_role(*groups)

    def action_start(self):
        """Hand the batch to its inspectors."""
        for record in self:
            record._check_step({"draft"})
            record._refuse_incomplete()
            record._refuse_inspectors()
            record._step("inspecting", {"draft"})
            record._ask_inspectors()

    def action_sign(self):
        """Return the action in which an inspector signs this batch.

        :raises UserError: if the user does not inspect it, or has signed
        """
        self.ensure_one()
        self._own_inspection()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sign"),
            "res_model": "gaj.asset.acceptance.sign",
            "view_mode": "form",
            "target": "new",
            "context": {"default_acceptance_id": self.id},
        }

    def _own_inspection(self):
        """Return the inspection of this batch that waits for the signature of the user.

        :raises UserError: if there is none
        """
        self.check_access("read")
        self._check_open({"inspecting"})
        own = self.inspector_ids.filtered(lambda inspector: inspector.user_id == self.env.user)
        if not own:
            raise UserError(
                self.env._(
                    "You are not named as an inspector of batch %s. Its inspectors sign; the asset manager names them.",
                    self.batch_no,
                )
            )
        own._refuse_signed()
        return own

    def action_back_to_draft(self):
        """Take the batch back for a correction, as long as nobody has signed."""
        for record in self:
            record._check_step({"inspecting"})
            if record.signed_count:
                raise UserError(
                    self.env._(
                        "Batch %(batch)s has been signed by %(count)s inspectors and is not changed under their names."
                        " Let it fail with a reason, then inspect it again.",
                        batch=record.batch_no,
                        count=record.signed_count,
                    )
                )
            record._step("draft", {"inspecting"})
            record.activity_unlink(["mail.mail_activity_data_todo"])

    def action_fail(self):
        """Refuse the batch: nothing of it becomes an asset."""
        for record in self:
            record._check_step({"inspecting"})
            reason = record.fail_reason or "\n".join(filter(None, record.inspector_ids.mapped("note")))
            if not (reason or "").strip():
                raise UserError(
                    self.env._(
                        "Batch %(batch)s: write what is wrong with it under “Fail Reason” before it fails.",
                        batch=record.batch_no,
                    )
                )
            record._step("failed", {"inspecting"}, fail_reason=reason)
            record.activity_unlink(["mail.mail_activity_data_todo"])

    def action_inspect_again(self):
        """Return the action that shows a new draft for a batch that failed and was put right."""
        self.ensure_one()
        self._check_step({"failed"})
        # sudo: the links to order and receipt go along; they cannot be written by hand
        again = self.sudo().copy({"purchase_id": self.purchase_id.id, "picking_id": self.picking_id.id})
        again.inspector_ids = [
            fields.Command.create({"user_id": inspector.user_id.id}) for inspector in self.inspector_ids
        ]
        again.message_post(body=self.env._("Inspected again after batch %s failed.", self.batch_no))
        self.message_post(body=self.env._("Inspected again as batch %s.", again.batch_no))
        return again.sudo(False).action_open()

    def action_cancel(self):
        for record in self:
            record._step("cancelled", {"draft", "inspecting"})
            record.activity_unlink(["mail.mail_activity_data_todo"])

    def action_open(self):
        """Return the action that shows these acceptances."""
        self.check_access("read")
        return self._gaj_action()

    def _gaj_action(self):
        """Return the action that shows these acceptances; opening it asks for the rights of the user."""
        action = self.env["ir.actions.act_window"]._for_xml_id("gaj_assets.gaj_asset_acceptance_action")
        action["domain"] = [("id", "in", self.ids)]
        if len(self) == 1:
            action.update(views=[(False, "form")], res_id=self.id)
        return action

    def action_open_assets(self):
        """Return the action that shows the cards of these batches."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("gaj_assets.gaj_asset_action")
        action["domain"] = [("acceptance_id", "in", self.ids)]
        return action
