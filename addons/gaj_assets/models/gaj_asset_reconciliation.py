from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..rules import reconciliation

MANAGER = "gaj_assets.group_gaj_assets_manager"
FINANCE = "gaj_base.group_gaj_finance"
#: What only the steps write.
BY_STEP = {
    "state",
    "compared_on",
    "manager_id",
    "manager_signed_on",
    "finance_id",
    "finance_signed_on",
    "line_ids",
}


class GajAssetReconciliation(models.Model):
    """The quarterly comparison of asset cards with the ledger, signed by the asset manager and by finance (季对账)."""

    _name = "gaj.asset.reconciliation"
    _description = "Asset Reconciliation"
    _inherit = ["gaj.step.mixin", "gaj.guard.mixin", "gaj.paper.mixin", "mail.thread"]
    _order = "date desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    year = fields.Integer(required=True, default=lambda self: self._last_quarter()[0])
    quarter = fields.Selection(
        [("1", "First Quarter"), ("2", "Second Quarter"), ("3", "Third Quarter"), ("4", "Fourth Quarter")],
        required=True,
        default=lambda self: str(self._last_quarter()[1]),
    )
    date = fields.Date(string="Last Day", compute="_compute_date", store=True, precompute=True)
    state = fields.Selection(
        [("draft", "Draft"), ("compared", "Compared"), ("signed", "Signed")],
        required=True,
        default="draft",
        index=True,
        copy=False,
        readonly=True,
        tracking=True,
    )
    compared_on = fields.Datetime(copy=False, readonly=True)
    line_ids = fields.One2many("gaj.asset.reconciliation.line", "reconciliation_id", readonly=True, copy=False)
    difference_ids = fields.One2many(
        "gaj.asset.reconciliation.difference", "reconciliation_id", string="Differences", copy=False
    )
    difference_count = fields.Integer(string="Accounts That Differ", compute="_compute_difference_count")
    manager_id = fields.Many2one("res.users", string="Signed by Asset Manager", copy=False, readonly=True)
    manager_signed_on = fields.Datetime(copy=False, readonly=True)
    finance_id = fields.Many2one("res.users", string="Signed by Finance", copy=False, readonly=True)
    finance_signed_on = fields.Datetime(copy=False, readonly=True)

    _quarter_uniq = models.UniqueIndex(
        "(company_id, date)", "This company has a reconciliation of this quarter already. Open that one."
    )
    _signed_by_two = models.Constraint(
        "CHECK (manager_id IS NULL OR finance_id IS NULL OR manager_id <> finance_id)",
        "Asset manager and finance are two people.",
    )
    _signed_when_both = models.Constraint(
        "CHECK ((state = 'signed') = (manager_id IS NOT NULL AND finance_id IS NOT NULL))",
        "A reconciliation is signed when both have signed.",
    )

    @api.model
    def _last_quarter(self):
        return reconciliation.last_quarter(fields.Date.context_today(self))

    @api.depends("year", "quarter")
    def _compute_date(self):
        for record in self:
            possible = record.quarter and 1 <= record.year <= 9999
            record.date = reconciliation.quarter_end(record.year, int(record.quarter)) if possible else False

    @api.depends("company_id", "date")
    def _compute_display_name(self):
        for record in self:
            record.display_name = self.env._(
                "Reconciliation %(year)s Q%(quarter)s", year=record.year, quarter=record.quarter or ""
            )

    @api.depends("line_ids.difference")
    def _compute_difference_count(self):
        counts = dict(
            self.env["gaj.asset.reconciliation.line"]._read_group(
                [("reconciliation_id", "in", self.ids), ("difference", "!=", 0)], ["reconciliation_id"], ["__count"]
            )
        )
        for record in self:
            record.difference_count = counts.get(record, 0)

    @api.constrains("year", "quarter")
    def _check_over(self):
        today = fields.Date.context_today(self)
        for record in self:
            if not record.date or record.date >= today:
                raise ValidationError(
                    self.env._(
                        "%(name)s: that quarter is not over yet. Reconcile it after its last day.",
                        name=record.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(vals.keys() & BY_STEP for vals in vals_list):
            raise UserError(self.env._("A reconciliation starts empty. Make it, then compare."))
        return super().create(vals_list)

    def write(self, vals):
        self.check_access("write")
        if not self.env.su:
            if vals.keys() & BY_STEP:
                raise UserError(self.env._("Figures and signatures come from the steps only. Use the buttons."))
            if vals.keys() & {"company_id", "year", "quarter"}:
                self._refuse_compared()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        for record in self:
            if record._is_signed_by_anyone():
                raise UserError(self.env._("%s bears a signature and is kept as evidence.", record.display_name))

    def _refuse_compared(self):
        for record in self:
            if record.state != "draft":
                raise UserError(
                    self.env._(
                        "%s has been compared; its company and quarter stay. Make another one.", record.display_name
                    )
                )

    def _is_signed_by_anyone(self):
        return bool(self.manager_id or self.finance_id)

    def action_compare(self):
        """Compare cards and ledger anew; until the first signature."""
        for record in self:
            record.check_access("read")
            record._check_role(MANAGER, FINANCE)
            if record._is_signed_by_anyone():
                raise UserError(
                    self.env._("%s bears a signature; its figures do not change any more.", record.display_name)
                )
            # sudo: the figures are the company's whole, and nobody writes them by hand
            record.sudo()._compare()

    def action_sign_manager(self):
        """Sign as the asset manager; once."""
        self._sign(MANAGER, "manager")

    def action_sign_finance(self):
        """Sign as finance; once."""
        self._sign(FINANCE, "finance")

    def _sign(self, group, side):
        for record in self:
            record.check_access("read")
            record._check_role(group)
            other = record.finance_id if side == "manager" else record.manager_id
            if record.state == "draft":
                raise UserError(
                    self.env._("%s has not been compared yet. Compare first, then sign.", record.display_name)
                )
            if record[f"{side}_id"]:
                raise UserError(
                    self.env._(
                        "%(name)s was signed for this side by %(user)s already.",
                        name=record.display_name,
                        user=record[f"{side}_id"].sudo().name,
                    )
                )
            if other == self.env.user:
                raise UserError(
                    self.env._(
                        "You have signed %s for the other side, so somebody else signs here.", record.display_name
                    )
                )
            # sudo: signatures are written by this step only; the role was checked
            record.sudo().write(
                {
                    f"{side}_id": self.env.uid,
                    f"{side}_signed_on": fields.Datetime.now(),
                    **({"state": "signed"} if other else {}),
                }
            )
