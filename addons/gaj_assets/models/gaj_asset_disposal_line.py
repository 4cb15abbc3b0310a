from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..rules import disposal
from .gaj_asset_disposal import CLERK, MANAGER

EVIDENCE = {
    "evidence_ids",
    "evidence_note",
    "is_secret",
    "destruction_no",
    "destruction_ids",
    "title_no",
    "title_transferred_on",
}
APPLICATION = {"asset_id", "description", "custody_value", "is_land", "sequence"}
BEFORE_APPRAISAL = {"draft", "applied"}
BEFORE_HANDOVER = {"draft", "applied", "appraised", "approved", "executing"}


class GajAssetDisposalLine(models.Model):
    """One thing of a disposal: the values of its card when it was applied for, and the proofs it needs."""

    _name = "gaj.asset.disposal.line"
    _description = "Thing of a Disposal"
    _inherit = ["gaj.guard.mixin"]
    _order = "disposal_id, sequence, id"
    _check_company_auto = True

    disposal_id = fields.Many2one("gaj.asset.disposal", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(related="disposal_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    department_id = fields.Many2one(
        related="disposal_id.department_id", string="Applying Department", store=True, index=True
    )
    state = fields.Selection(related="disposal_id.state", string="State of the Disposal")
    asset_id = fields.Many2one("gaj.asset", index="btree_not_null", check_company=True, ondelete="restrict")
    description = fields.Char(help="What it is, for a thing of others that has no card.")
    custody_value = fields.Monetary(
        string="Value in Custody",
        help="What a thing of others stands at in the custody accounts; 0 if it was not booked.",
    )
    asset_department_id = fields.Many2one(related="asset_id.department_id", string="Using Department")
    is_land = fields.Boolean(
        string="Land",
        compute="_compute_is_land",
        store=True,
        readonly=False,
        precompute=True,
        help="Land or a right to use land: the government always decides. It follows from the category of the card.",
    )
    cost = fields.Monetary(string="Original Cost", compute="_compute_values", store=True, precompute=True)
    accumulated = fields.Monetary(
        string="Accumulated Depreciation", compute="_compute_values", store=True, precompute=True
    )
    net_value = fields.Monetary(compute="_compute_values", store=True, precompute=True)
    status = fields.Selection(
        [("open", "Under Way"), ("settled", "Out of the Books"), ("released", "Released")],
        required=True,
        default="open",
        readonly=True,
        copy=False,
        index=True,
    )
    release_reason = fields.Char(
        string="Why It Left the Batch",
        copy=False,
        help="For a thing that strayed after the approval; the others go on.",
    )
    state_before = fields.Char(copy=False, readonly=True, help="The state of the card before the application.")
    months_served = fields.Integer(compute="_compute_early", string="Months of Service")
    min_months = fields.Integer(compute="_compute_early", string="Shortest Life (Months)")
    is_early = fields.Boolean(compute="_compute_early", string="Early")
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "gaj_asset_disposal_line_evidence_rel",
        help="Photos and reports: that it is destroyed beyond repair, or how it was lost.",
    )
    evidence_note = fields.Char(string="What the Evidence Shows")
    is_secret = fields.Boolean(string="Bears Secrets", help="Its data carriers are destroyed before it is handed over.")
    destruction_no = fields.Char(string="Destruction Record Number")
    destruction_ids = fields.Many2many(
        "ir.attachment", "gaj_asset_disposal_line_destruction_rel", string="Destruction Record"
    )
    is_titled = fields.Boolean(compute="_compute_is_titled", string="Registered Title", help="Vehicles and buildings.")
    title_no = fields.Char(string="Number of the Change of Ownership")
    title_transferred_on = fields.Date(string="Ownership Changed On")

    _one_open = models.UniqueIndex(
        "(asset_id) WHERE asset_id IS NOT NULL AND status <> 'released'",
        "An asset card stands in another disposal that is open or done. Finish or withdraw that one first.",
    )
    _custody_value_positive = models.Constraint(
        "CHECK (COALESCE(custody_value, 0) >= 0 AND (asset_id IS NULL OR COALESCE(custody_value, 0) = 0))",
        "A value in custody is not negative, and only things of others have one.",
    )
    _asset_or_description = models.Constraint(
        "CHECK (asset_id IS NOT NULL OR description IS NOT NULL)",
        "A line of a disposal names an asset card, or describes a thing of others.",
    )

    @api.depends("asset_id", "custody_value")
    def _compute_values(self):
        """Copy the values of the card; the steps copy them again when they matter."""
        for line in self:
            if line.status == "open":
                line._set_values()

    def _set_values(self):
        for line in self:
            line.cost = line.asset_id.cost or line.custody_value
            line.accumulated = line.asset_id.accumulated
            line.net_value = line.cost - line.accumulated

    @api.depends("asset_id", "disposal_id.applied_on")
    def _compute_early(self):
        today = fields.Date.context_today(self)
        # sudo: the life of a category is no secret, nor what the standards say of it
        lives = self.sudo().asset_id.category_id._life_months(today)
        served = self.sudo()._standard_months(today)
        for line in self:
            asset = line.asset_id
            since = asset.in_service_date or asset.acquisition_date
            life = asset.life_months or lives.get(asset.category_id.sudo(), 0)
            line.min_months = served.get(line.id or line, 0) or life
            day = line.disposal_id.applied_on or today
            line.months_served = disposal.months_served(since, day) if since else 0
            line.is_early = bool(since) and disposal.is_early(since, day, line.min_months)

    def _standard_months(self, today):
        """Return ``{line: months}`` of the least service that the configuration standards ask of its thing, if they do.

        Source: 财资〔2016〕27号 and local tables; those in force on the day of the application hold.
        """
        standards = self.asset_id.category_id._gaj_standards()
        found = {}
        for (company, day), lines in self.grouped(
            lambda line: (line.company_id, line.disposal_id.applied_on or today)
        ).items():
            values = self.env["gaj.asset.standard"].union(*standards.values())._gaj_values_on(day, company)
            for line in lines:
                rows = values.get(standards.get(line.asset_id.category_id), {}).get("years", [])
                found[line.id or line] = 12 * max((row.years for row in rows), default=0)
        return found

    @api.depends("asset_id.category_id.code")
    def _compute_is_titled(self):
        for line in self:
            line.is_titled = (line.asset_id.category_id.code or "").startswith(("A0101", "A0203"))

    @api.depends("asset_id", "description")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.asset_id.display_name or line.description or ""

    @api.depends("asset_id")
    def _compute_is_land(self):
        for line in self:
            # a thing of others has no card: whether it is land is said by hand
            line.is_land = line.asset_id.category_id.is_land if line.asset_id else line.is_land

    @api.constrains("asset_id", "is_land")
    def _check_land(self):
        for line in self:
            if line.asset_id.category_id.is_land and not line.is_land:
                raise ValidationError(
                    self.env._(
                        "%(asset)s in disposal %(name)s comes under %(category)s, so it is land and the government decides."
                        " Leave “Land” ticked.",
                        asset=line.asset_id.display_name,
                        name=line.disposal_id.name,
                        category=line.asset_id.category_id.display_name,
                    )
                )

    @api.constrains("asset_id", "disposal_id")
    def _check_unit(self):
        """Keep a batch within one unit: what is split among batches of others would escape supervision."""
        for line in self:
            unit = line.asset_id.department_id.gaj_institution_id
            if unit and unit != line.disposal_id.institution_id:
                raise ValidationError(
                    self.env._(
                        "Asset %(asset)s belongs to %(unit)s, disposal %(name)s to another unit. Make a disposal for each"
                        " unit.",
                        asset=line.asset_id.display_name,
                        unit=unit.display_name,
                        name=line.disposal_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        self._refuse_elsewhere([vals["asset_id"] for vals in vals_list if vals.get("asset_id")])
        lines = super().create([{**vals, "status": "open"} for vals in vals_list])
        if not self.env.su:
            # who names a card must see it
            lines.asset_id.check_access("read")
            lines._check_hand({"asset_id"})
        lines._adopt_proofs()
        return lines

    def write(self, vals):
        self.check_access("write")
        if not self.env.su:
            self._refuse_move(vals)
            self._check_hand(vals.keys())
            self._refuse_weaker(vals)
        if vals.get("asset_id"):
            self._refuse_elsewhere([vals["asset_id"]])
        result = super().write(vals)
        if not self.env.su and "asset_id" in vals:
            self.asset_id.check_access("read")
        if {"evidence_ids", "destruction_ids"} & vals.keys():
            self._adopt_proofs()
        return result

    def _refuse_move(self, vals):
        """Keep a thing in its batch: values, supervision and approval are of the whole list.

        :raises UserError: if ``vals`` name another disposal
        """
        moved = self.filtered(lambda line: vals.get("disposal_id", line.disposal_id.id) != line.disposal_id.id)[:1]
        if moved:
            raise UserError(
                self.env._(
                    "%(asset)s stays in disposal %(name)s. Take it off that list as long as it is a draft, then add it to"
                    " the other.",
                    asset=moved.display_name,
                    name=moved.disposal_id.name,
                )
            )

    def _refuse_weaker(self, vals):
        """Keep what was said when the batch was appraised: later steps rest on it. Files look after themselves.

        :raises UserError: if ``vals`` take back that a thing bears secrets, or what its evidence shows
        """
        for line in self.filtered(lambda each: each.disposal_id.state not in BEFORE_APPRAISAL):
            for name in ("is_secret", "evidence_note"):
                if name in vals and line[name] and line._gaj_differs(name, vals[name]):
                    raise UserError(
                        self.env._(
                            "%(asset)s in disposal %(name)s: “%(field)s” stays as it was when the batch was appraised."
                            " Attach more evidence if something has changed.",
                            asset=line.display_name,
                            name=line.disposal_id.name,
                            field=self._fields[name]._description_string(self.env),
                        )
                    )

    def _refuse_elsewhere(self, asset_ids):
        """Name the other disposal in which one of these cards stands; the index decides when two ask at once.

        :raises UserError: if there is one
        """
        # sudo: also of departments that this user does not see
        lines = self.sudo().search([("asset_id", "in", asset_ids), ("status", "!=", "released")])
        other = (lines - self.sudo())[:1]
        if other:
            raise UserError(
                self.env._(
                    "Asset %(asset)s stands in disposal %(name)s already. Finish or withdraw that one, or take the asset off"
                    " this list.",
                    asset=other.asset_id.display_name,
                    name=other.disposal_id.name,
                )
            )

    def _adopt_proofs(self):
        """Hang new files on their line, so that everybody who reads the line can open them."""
        for line in self:
            files = line.evidence_ids | line.destruction_ids
            files.check_access("read")
            # sudo: files just brought along belong to nobody yet; others stay where they are
            files.sudo().filtered(lambda file: not file.res_id).write({"res_model": self._name, "res_id": line.id})

    @api.ondelete(at_uninstall=False)
    def _unlink_except_applied(self):
        for line in self:
            if line.disposal_id.applied_on:
                raise UserError(
                    self.env._(
                        "Disposal %(name)s has been applied for, so its list stays. Withdraw it and make another.",
                        name=line.disposal_id.name,
                    )
                )

    def _check_hand(self, names):
        """Refuse a change by hand that this state of the disposal does not allow.

        :raises UserError: naming the disposal and the way out
        """
        names = set(names) - {"disposal_id"}
        for line in self:
            record = line.disposal_id
            by_clerk = record.state == "draft" and self.env.user.has_group(CLERK)
            proofs = record.state in BEFORE_HANDOVER and self.env.user.has_group(CLERK)
            manages = self.env.user.has_group(MANAGER)
            titles = record.state not in ("closed", "rejected", "withdrawn") and manages
            allowed = (APPLICATION if by_clerk else set()) | (EVIDENCE if proofs else set())
            allowed |= {"title_no", "title_transferred_on"} if titles else set()
            allowed |= {"release_reason"} if record.state in ("approved", "executing") and manages else set()
            if names - allowed:
                raise UserError(
                    self.env._(
                        "Disposal %(name)s: its list changes only as a draft, its proofs until the hand-over. Withdraw it"
                        " and make another if the list is wrong.",
                        name=record.name,
                    )
                )
