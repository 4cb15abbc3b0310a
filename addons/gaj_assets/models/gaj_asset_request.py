from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

CLERK = "gaj_assets.group_gaj_assets_clerk"
MANAGER = "gaj_assets.group_gaj_assets_manager"
LEADER = "gaj_base.group_gaj_leader"
#: What the steps write: evidence, like the state.
BY_STEP = {
    "name",
    "state",
    "user_id",
    "submitted_on",
    "approved_by_id",
    "approved_on",
    "is_exception",
    "check_note",
    "rejection_reason",
}
#: What its author fills in while it is a draft.
CONTENT = {
    "company_id",
    "department_id",
    "date_needed",
    "reason",
    "exception_reason",
    "idle_reason",
    "line_ids",
}


class GajAssetRequest(models.Model):
    """A department asks for assets: checked against the configuration standards, approved, ordered, received."""

    _name = "gaj.asset.request"
    _description = "Asset Request"
    _inherit = ["gaj.step.mixin", "gaj.approval.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_names_search = ["name", "reason"]
    _check_company_auto = True
    _state_from = ["submitted"]
    _state_to = ["approved"]
    _cancel_state = "cancelled"
    _gaj_own_steps = True
    _gaj_asks_reason = True

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default="/", index=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    department_id = fields.Many2one(
        "hr.department",
        required=True,
        index=True,
        check_company=True,
        tracking=True,
        default=lambda self: self.env.user.employee_id.department_id,
    )
    institution_id = fields.Many2one(
        "gaj.institution", compute="_compute_institution_id", store=True, precompute=True, index=True
    )
    user_id = fields.Many2one(
        "res.users", string="Requested By", required=True, readonly=True, default=lambda self: self.env.user, copy=False
    )
    date_needed = fields.Date(string="Needed By")
    reason = fields.Text(required=True, help="What the things are for, and why now.")
    line_ids = fields.One2many("gaj.asset.request.line", "request_id", string="Things", copy=True)
    amount_total = fields.Monetary(string="Estimated Total", compute="_compute_amount_total", store=True)
    exception_reason = fields.Text(
        string="Reason for Exceeding",
        copy=False,
        help="Fill it in only if the request goes beyond the configuration standards: the approving leader decides on it,"
        " and both are kept.",
    )
    idle_reason = fields.Text(
        string="Why Idle Things Do Not Serve",
        copy=False,
        help="Things that stand idle are used before new ones are bought.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("ordered", "Ordered"),
            ("done", "Done"),
            ("rejected", "Rejected"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        index=True,
        copy=False,
        readonly=True,
        tracking=True,
    )
    submitted_on = fields.Datetime(readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_on = fields.Datetime(readonly=True, copy=False)
    is_exception = fields.Boolean(
        string="Approved beyond the Standards",
        readonly=True,
        copy=False,
        help="The leader approved it with its reason.",
    )
    check_note = fields.Text(string="Findings at the Last Step", readonly=True, copy=False)
    rejection_reason = fields.Text(readonly=True, copy=False)
    can_approve = fields.Boolean(compute="_compute_can_approve")

    _name_uniq = models.UniqueIndex("(company_id, name) WHERE name <> '/'", "Another request has this number already.")
    _approved_complete = models.Constraint(
        "CHECK (state NOT IN ('approved', 'ordered', 'done') OR (approved_by_id IS NOT NULL AND approved_on IS NOT NULL))",
        "A request is approved by somebody, on a day.",
    )
    _not_by_requester = models.Constraint(
        "CHECK (approved_by_id IS NULL OR approved_by_id <> user_id)", "Who asks for assets does not approve them."
    )

    @api.depends("department_id")
    def _compute_institution_id(self):
        for request in self:
            request.institution_id = request.department_id.gaj_institution_id

    @api.depends("line_ids.amount")
    def _compute_amount_total(self):
        for request in self:
            request.amount_total = sum(request.line_ids.mapped("amount"))

    @api.depends_context("uid")
    @api.depends("state", "user_id", "review_ids.status")
    def _compute_can_approve(self):
        leader = self.env.user.has_group(LEADER)
        for request in self:
            # sudo: only whether this user is one of them
            request.can_approve = (
                leader and request.state == "submitted" and self.env.user not in request.sudo()._gaj_requesters()
            )

    @api.constrains("department_id", "company_id")
    def _check_department(self):
        for request in self:
            if not request.institution_id:
                raise ValidationError(
                    self.env._(
                        "Department %s belongs to no institution yet. Choose its institution in the department first.",
                        request.department_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        for vals in vals_list:
            if not self.env.su and (vals.get("state", "draft") != "draft" or vals.keys() & BY_STEP - {"state"}):
                raise UserError(self.env._("A new request starts as a draft. Make it, then submit it."))
        # sudo: the counter of numbers is nobody's own
        numbers = self.env["ir.sequence"].sudo()
        requests = super().create(
            [{**vals, "name": numbers.next_by_code("gaj.asset.request") or "/"} for vals in vals_list]
        )
        requests.check_access("create")
        return requests

    def write(self, vals):
        self.check_access("write")
        if not self.env.su:
            if vals.keys() & BY_STEP:
                raise UserError(self.env._("The state of a request changes by its steps only. Use the buttons."))
            late = self.filtered(lambda request: request.state != "draft")
            if late and vals.keys() & CONTENT and not late._may_choose_products(vals):
                raise UserError(
                    self.env._(
                        "Request %s has been submitted and stays as it is. Cancel it and make another one, or have it"
                        " rejected so that it can be revised.",
                        late[0].name,
                    )
                )
        result = super().write(vals)
        if "department_id" in vals and not self.env.su:
            # clerks ask for their department, also after a change of mind
            self.check_access("write")
        return result

    def _may_choose_products(self, vals):
        """Whether only the things are touched, and the manager fills in what to order; the lines look closer."""
        return (
            vals.keys() & CONTENT == {"line_ids"}
            and self.env.user.has_group(MANAGER)
            and set(self.mapped("state")) <= {"approved", "ordered"}
        )

    def _get_after_validation_exceptions(self):
        return [*super()._get_after_validation_exceptions(), "line_ids"]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for request in self:
            if request.state not in ("draft", "cancelled"):
                raise UserError(
                    self.env._(
                        "Request %(name)s is “%(state)s” and is kept. Cancel it instead.",
                        name=request.name,
                        state=request._state_label(request.state),
                    )
                )

    def _gaj_requesters(self):
        return super()._gaj_requesters() | self.user_id
