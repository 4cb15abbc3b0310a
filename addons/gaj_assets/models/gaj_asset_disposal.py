from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .gaj_asset_disposal_authority import KINDS

CLERK = "gaj_assets.group_gaj_assets_clerk"
MANAGER = "gaj_assets.group_gaj_assets_manager"
FINANCE = "gaj_base.group_gaj_finance"

APPLICATION = {"kind", "is_custody", "owner_id", "ground", "reason", "department_id", "company_id"}
PLANNED = {"expected_price", "receiver_id", "sale_method", "sale_reason", "new_category_id"}
APPRAISAL = {"appraiser_id", "appraiser_contact_id", "appraised_value", "appraised_on", "report_no"}
MONEY = {
    "set_aside_on",
    "derecognised_on",
    "settled_on",
    "proceeds",
    "is_receivable",
    "taxes",
    "costs",
    "exchange_paid",
    "cost_paper_ids",
}
#: Who writes which fields in which state; everything else is written by the steps.
EDITABLE = {
    "draft": {CLERK: APPLICATION | PLANNED},
    "applied": {MANAGER: APPRAISAL | PLANNED},
    "appraised": {MANAGER: {"document_no", "document_date"}},
    "approved": {MANAGER: {"published_on", "published_in"}},
    "executing": {
        MANAGER: {"published_on", "published_in", "receiver_id", "handed_over_to", "new_category_id", "setback_reason"},
        FINANCE: MONEY,
    },
    "settled": {FINANCE: {"received_on"}},
}
#: Lines, bids and reviews guard themselves; a responsible person and the talk about it change at any time. A form sends
#: its empty list of reviews with a new batch.
ALWAYS = {"user_id", "line_ids", "bid_ids", "remittance_ids", "review_ids"}


class GajAssetDisposal(models.Model):
    """One batch of things that leave: application, appraisal, approval, sale or removal, money to the treasury."""

    _name = "gaj.asset.disposal"
    _description = "Asset Disposal"
    _inherit = ["gaj.step.mixin", "gaj.approval.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "applied_on desc nulls first, id desc"
    _check_company_auto = True
    _state_from = ["appraised"]
    _state_to = ["approved"]
    _cancel_state = "withdrawn"
    _gaj_own_steps = True

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(KINDS, required=True, default="scrap", index=True, tracking=True)
    is_custody = fields.Boolean(
        string="Things of Others", help="Held in custody and sold for their owner: they have no asset card."
    )
    owner_id = fields.Many2one("res.partner", index="btree_not_null", check_company=True)
    ground = fields.Selection(
        [
            ("obsolete", "Obsolete or Beyond Repair"),
            ("loss", "Loss"),
            ("unfit", "Past Its Life and Unfit"),
            ("disaster", "Disaster or Force Majeure"),
            ("organisation", "Organisational Change"),
            ("ownership", "Change of Ownership"),
        ],
        required=True,
        default="unfit",
        help="Grounds of 财资〔2021〕127号, art. 4.",
    )
    reason = fields.Text()
    department_id = fields.Many2one(
        "hr.department",
        string="Applying Department",
        required=True,
        index=True,
        check_company=True,
        default=lambda self: self.env.user.sudo().employee_id.department_id,
        tracking=True,
    )
    institution_id = fields.Many2one(related="department_id.gaj_institution_id", store=True, index=True)
    user_id = fields.Many2one("res.users", string="Responsible", default=lambda self: self.env.user, tracking=True)
    line_ids = fields.One2many("gaj.asset.disposal.line", "disposal_id", string="List of Things", copy=False)
    line_count = fields.Integer(string="Things", compute="_compute_totals", store=True)
    total_cost = fields.Monetary(compute="_compute_totals", store=True)
    total_accumulated = fields.Monetary(string="Total Accumulated Depreciation", compute="_compute_totals", store=True)
    total_net = fields.Monetary(string="Total Net Value", compute="_compute_totals", store=True)
    expected_price = fields.Monetary(
        help="What it may bring; where nothing is appraised, it counts for supervision, and what it brings if that is more."
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("applied", "Applied For"),
            ("appraised", "Appraised"),
            ("approved", "Approved"),
            ("executing", "Being Carried Out"),
            ("settled", "Settled"),
            ("remitted", "Remitted"),
            ("closed", "Closed"),
            ("rejected", "Rejected"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="draft",
        index=True,
        copy=False,
        readonly=True,
        tracking=True,
    )
    applied_on = fields.Date(copy=False, readonly=True, index=True)
    applied_by_id = fields.Many2one("res.users", copy=False, readonly=True)

    appraiser_id = fields.Many2one("res.partner", index="btree_not_null", check_company=True, copy=False)
    appraiser_contact_id = fields.Many2one("res.partner", index="btree_not_null", check_company=True, copy=False)
    appraised_value = fields.Monetary(copy=False, tracking=True)
    appraised_on = fields.Date(copy=False)
    report_no = fields.Char(string="Appraisal Report Number", copy=False)
    appraised_by_ids = fields.Many2many(
        "res.users",
        "gaj_asset_disposal_appraised_by_rel",
        string="Appraisal Entered By",
        copy=False,
        readonly=True,
        help="Who entered or confirmed the appraisal neither approves the disposal nor signs for its supervision.",
    )

    authority_id = fields.Many2one(
        "gaj.asset.disposal.authority", index="btree_not_null", copy=False, readonly=True, ondelete="restrict"
    )
    is_outside_authority = fields.Boolean(
        string="Decided Outside the Bureau", copy=False, readonly=True, help="As the matrix said when it was appraised."
    )
    document_no = fields.Char(string="Document Number of the Authority", copy=False, tracking=True)
    document_date = fields.Date(string="Date of Its Document", copy=False)
    approved_on = fields.Date(copy=False, readonly=True)
    approved_by_id = fields.Many2one("res.users", copy=False, readonly=True)
    stopped_price = fields.Monetary(
        copy=False, readonly=True, help="The bid below the floor that stopped the sale and went back to the approval."
    )
    approved_price = fields.Monetary(
        string="Approved Lower Price",
        copy=False,
        readonly=True,
        help="The bid below the floor that was approved since.",
    )

    watched_value = fields.Monetary(
        string="Value for Supervision",
        copy=False,
        readonly=True,
        help="Appraised, else the highest of net value, expected and obtained price.",
    )
    counted_value = fields.Monetary(
        string="Value Counted Together",
        copy=False,
        readonly=True,
        help="With the other batches of the same unit within the days of the setting.",
    )
    is_supervised = fields.Boolean(string="Supervised", copy=False, readonly=True, index=True, tracking=True)
    supervised_at = fields.Char(
        string="Supervised since State", copy=False, readonly=True, help="The state in which it came under supervision."
    )

    sale_method = fields.Selection(
        [
            ("auction", "Public Auction"),
            ("exchange", "Property Rights Exchange"),
            ("tender", "Public Tender"),
            ("agreement", "Agreement"),
        ],
        string="Way of Sale",
        default="auction",
    )
    sale_reason = fields.Char(string="Why Not in Public")
    published_on = fields.Date(copy=False)
    published_in = fields.Char(copy=False, help="Platform, newspaper or notice board.")
    bid_ids = fields.One2many("gaj.asset.disposal.bid", "disposal_id", string="Bids", copy=False)
    buyer_id = fields.Many2one("res.partner", index="btree_not_null", copy=False, readonly=True, check_company=True)
    receiver_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        check_company=True,
        copy=False,
        help="Who receives a transfer, donation or exchange.",
    )
    handed_over_on = fields.Date(copy=False, readonly=True)
    handed_over_to = fields.Char(copy=False, help="The person who signed for it.")

    set_aside_on = fields.Date(
        copy=False, help="Day of the entry that takes the things out; empty: the day of the approval entry."
    )
    derecognised_on = fields.Date(string="Out of the Books On", copy=False)
    is_derecognised = fields.Boolean(string="Out of the Books", copy=False, readonly=True)
    settled_on = fields.Date(copy=False)
    settled_by_id = fields.Many2one("res.users", copy=False, readonly=True)
    proceeds = fields.Monetary(copy=False, help="Price, scrap value or compensation received.")
    is_receivable = fields.Boolean(string="Still to Be Received", copy=False)
    taxes = fields.Monetary(copy=False)
    costs = fields.Monetary(copy=False)
    exchange_paid = fields.Monetary(string="Difference Paid", copy=False)
    new_category_id = fields.Many2one(
        "gaj.asset.category", string="Category Received", index="btree_not_null", copy=False, ondelete="restrict"
    )
    closed_on = fields.Date(copy=False, readonly=True)

    _proceeds_positive = models.Constraint(
        "CHECK (COALESCE(proceeds, 0) >= 0 AND COALESCE(taxes, 0) >= 0 AND COALESCE(costs, 0) >= 0"
        " AND COALESCE(exchange_paid, 0) >= 0 AND COALESCE(appraised_value, 0) >= 0 AND COALESCE(expected_price, 0) >= 0)",
        "Values, proceeds, taxes and costs of a disposal cannot be negative.",
    )
    _buyer_is_not_appraiser = models.Constraint(
        "CHECK (buyer_id IS NULL OR (buyer_id <> COALESCE(appraiser_id, 0) AND buyer_id <> COALESCE(appraiser_contact_id, 0)))",
        "Who appraised the things of a disposal cannot buy them.",
    )
    _name_uniq = models.UniqueIndex("(company_id, name) WHERE name <> '/'", "Another disposal has this number already.")

    @api.depends(
        "line_ids.cost",
        "line_ids.accumulated",
        "line_ids.net_value",
        "line_ids.status",
        "line_ids.release_reason",
    )
    def _compute_totals(self):
        for record in self:
            lines = record._staying()
            record.line_count = len(lines)
            record.total_cost = sum(lines.mapped("cost"))
            record.total_accumulated = sum(lines.mapped("accumulated"))
            record.total_net = sum(lines.mapped("net_value"))

    def _staying(self):
        """Return the things of these batches, without those that left theirs after the approval."""
        return self.line_ids.filtered(lambda line: line.status != "released" or not line.release_reason)

    @api.constrains("published_on")
    def _check_published_on(self):
        today = fields.Date.context_today(self)
        for record in self:
            if record.published_on and record.published_on > today:
                raise ValidationError(
                    self.env._(
                        "Disposal %(name)s: it cannot have been published on %(day)s, which is still to come. Write the day"
                        " on which it was.",
                        name=record.name,
                        day=record.published_on,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_department(vals_list)
        for vals in vals_list:
            unknown = vals.keys() - (APPLICATION | PLANNED | ALWAYS) - set(self._gaj_talk(vals))
            if not self.env.su and ((vals.get("state") or "draft") != "draft" or unknown & self._gaj_guarded()):
                raise UserError(self.env._("A new disposal starts as a draft. Make it, then apply for it."))
        records = super().create(vals_list)
        for record in records:
            sequence = self.env["ir.sequence"].sudo().with_company(record.company_id)  # sudo: numbers are the system's
            record.sudo().with_context(skip_validation_check=True).name = sequence.next_by_code("gaj.asset.disposal")
        return records

    def write(self, vals):
        self.check_access("write")
        if not self.env.su:
            self._check_department([vals])
            for record in self:
                record._check_editable(vals)
        result = super().write(vals)
        if vals.keys() & APPRAISAL and not self.env.su:
            self._note_appraiser()
        if "department_id" in vals and not self.env.su:
            self.check_access("write")
        return result

    def _check_department(self, vals_list):
        """Refuse departments that the user cannot see: clerks apply for their own and those below."""
        if not self.env.su and not self.env.user.has_group(MANAGER) and self.env.user.has_group(CLERK):
            chosen = self.env["hr.department"].browse(
                {vals["department_id"] for vals in vals_list if vals.get("department_id")}
            )
            strange = chosen.filtered(lambda department: not department.gaj_is_own)[:1]
            if strange:
                raise UserError(
                    self.env._(
                        "You apply for your own department and those below it, not for %(department)s. Ask the asset"
                        " manager.",
                        department=strange.sudo().display_name,
                    )
                )

    def _note_appraiser(self):
        """Keep who had a hand in the appraisal."""
        # sudo: the system keeps this, not the user
        self.sudo().with_context(skip_validation_check=True).write(
            {"appraised_by_ids": [fields.Command.link(self.env.uid)]}
        )

    def _gaj_guarded(self):
        """Return the names of the fields of this model that people or steps write: not talk, not computed ones."""
        return {
            name
            for name, field in self._fields.items()
            if field.store and not field.compute and name not in ALWAYS and not self._gaj_talk([name])
        }

    def _gaj_talk(self, names):
        return [name for name in names if name.startswith(("message_", "activity_", "website_message"))]

    def _check_editable(self, vals):
        """Refuse by hand what this state of the batch, or the role of the user, does not change.

        :raises UserError: naming the field
        """
        self.ensure_one()
        allowed = {
            name
            for group, names in EDITABLE.get(self.state, {}).items()
            if self.env.user.has_group(group)
            for name in names
        }
        if self.buyer_id:
            # the sale has been published and awarded
            allowed -= {"published_on", "published_in"}
        refused = sorted(vals.keys() & (self._gaj_guarded() - allowed))
        if refused:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "Disposal %(name)s is “%(state)s”: “%(field)s” is not changed by you now. States change by the"
                    " buttons, the application only as a draft, the money by finance.",
                    name=self.name,
                    state=labels[self.state],
                    field=self._fields[refused[0]]._description_string(self.env),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_applied(self):
        for record in self:
            if record.applied_on:
                raise UserError(
                    self.env._(
                        "Disposal %(name)s has been applied for and is kept. Withdraw it instead.", name=record.name
                    )
                )
