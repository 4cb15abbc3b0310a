from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..rules import card_states, card_values

CHECKED_TOGETHER = ("cost", "accumulated", "acquisition_date", "in_service_date", "life_months")


class GajAsset(models.Model):
    """The card of one physical item, from acceptance to disposal."""

    _name = "gaj.asset"
    _description = "Asset Card"
    _inherit = ["gaj.step.mixin", "gaj.guard.mixin", "gaj.tag.mixin", "mail.thread"]
    _order = "asset_no desc, id desc"
    _rec_names_search = ["asset_no", "name", "legacy_no", "serial_no"]
    _check_company_auto = True
    _gaj_scan_fields = ("serial_no", "legacy_no")
    _gaj_summary_fields = ("asset_no", "state", "department_id", "custodian_id", "space_id")

    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    asset_no = fields.Char(
        string="Asset Number",
        copy=False,
        readonly=True,
        index=True,
        help="Given once, when the card is made: the number of its first label. It stays when the label is replaced.",
    )
    name = fields.Char(required=True, index="trigram", tracking=True)
    category_id = fields.Many2one("gaj.asset.category", required=True, index=True, tracking=True, ondelete="restrict")
    model = fields.Char(string="Model and Specification")
    brand = fields.Char()
    serial_no = fields.Char(string="Serial Number", copy=False, index="btree_not_null")
    uom = fields.Char(string="Unit of Measure", help="The word on the card: piece, set, unit.")
    legacy_no = fields.Char(
        string="Old Number", copy=False, index="btree_not_null", help="The number of the item in an earlier register."
    )
    image_1920 = fields.Image(string="Photo", max_width=1920, max_height=1920)
    image_128 = fields.Image(string="Small Photo", related="image_1920", max_width=128, max_height=128, store=True)

    acquisition_type = fields.Selection(
        [
            ("purchase", "Purchase"),
            ("build", "Own Construction"),
            ("transfer_in", "Transfer In without Payment"),
            ("donation", "Donation Received"),
            ("exchange", "Exchange"),
            ("surplus", "Found Surplus"),
            ("other", "Other"),
        ],
        required=True,
        default="purchase",
    )
    acquisition_date = fields.Date(required=True, default=fields.Date.context_today, index=True)
    in_service_date = fields.Date(string="In Service Since")
    supplier_id = fields.Many2one("res.partner", index="btree_not_null", check_company=True)
    invoice_no = fields.Char(string="Invoice Number")

    cost = fields.Monetary(string="Original Cost", required=True, tracking=True)
    accumulated = fields.Monetary(
        string="Accumulated Depreciation", required=True, default=0, tracking=True, copy=False
    )
    net_value = fields.Monetary(compute="_compute_net_value", store=True, precompute=True)
    life_months = fields.Integer(
        string="Useful Life (Months)", compute="_compute_life_months", store=True, precompute=True, readonly=False
    )

    department_id = fields.Many2one("hr.department", index=True, tracking=True, check_company=True)
    custodian_id = fields.Many2one("hr.employee", index="btree_not_null", tracking=True, check_company=True)
    space_id = fields.Many2one(
        "gaj.space", string="Place", index=True, tracking=True, ondelete="restrict", check_company=True
    )
    state = fields.Selection(
        [
            ("draft", "Awaiting Acceptance"),
            ("in_store", "In Store"),
            ("in_use", "In Use"),
            ("idle", "Idle"),
            ("repair", "Under Repair"),
            ("lent", "Lent"),
            ("leased", "Let Out"),
            ("pending_disposal", "Awaiting Disposal"),
            ("disposed", "Disposed"),
            ("missing", "Missing, Being Searched"),
        ],
        required=True,
        default="draft",
        index=True,
        copy=False,
        tracking=True,
    )
    state_before_missing = fields.Char(copy=False, readonly=True, help="The state to go back to when it is found.")
    use_state = fields.Selection(
        [("in_use", "In Use"), ("idle", "Idle"), ("damaged", "Damaged"), ("to_scrap", "To Be Scrapped")],
        string="Condition of Use",
        required=True,
        default="in_use",
    )
    note = fields.Text()

    _asset_no_uniq = models.UniqueIndex(
        "(company_id, asset_no) WHERE asset_no IS NOT NULL", "Another asset card has this number already."
    )
    _cost_positive = models.Constraint("CHECK (cost >= 0)", "The original cost of an asset cannot be negative.")
    _accumulated_within_cost = models.Constraint(
        "CHECK (accumulated >= 0 AND accumulated <= cost)",
        "The accumulated depreciation of an asset lies between nothing and its original cost.",
    )
    _in_service_after_acquisition = models.Constraint(
        "CHECK (in_service_date IS NULL OR in_service_date >= acquisition_date)",
        "An asset cannot be in service before it was acquired.",
    )
    _life_months_positive = models.Constraint(
        "CHECK (life_months >= 0)", "The useful life of an asset cannot be negative."
    )

    @api.depends("cost", "accumulated")
    def _compute_net_value(self):
        for asset in self:
            asset.net_value = asset.cost - asset.accumulated

    @api.depends("asset_no", "name")
    def _compute_display_name(self):
        for asset in self:
            asset.display_name = f"{asset.asset_no} {asset.name}" if asset.asset_no else asset.name or ""

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        self._gaj_refuse_wrong_values(*vals_list)
        allowed = {"draft", "in_store", "in_use", "idle", "repair"}
        for vals in vals_list:
            self._refuse_fixed(vals, {"asset_no": False})
            self._refuse_impossible(vals)
            self._gaj_refuse_system_fields(vals)
        assets = super().create(vals_list)
        # looked at afterwards: a default of the user may have given it, too
        if late := assets.filtered(lambda asset: asset.state not in allowed)[:1]:
            raise UserError(
                self.env._(
                    "Asset %(name)s: a new card starts as awaiting acceptance, in store, in use, idle or under repair."
                    " Every later state is reached by its own step.",
                    name=late.name or "",
                )
            )
        assets._gaj_assign_tags()
        assets._number_by_tag()
        return assets

    def _number_by_tag(self):
        """Let the first tag number be the card's number for good, in one statement."""
        self.env.cr.execute(
            SQL("UPDATE gaj_asset SET asset_no = tag_no WHERE id = ANY(%s) AND asset_no IS NULL", list(self.ids))
        )
        self.invalidate_recordset(["asset_no", "display_name"])

    def write(self, vals):
        self.check_access("write")
        self._gaj_refuse_wrong_values(vals)
        if "state" in vals:
            self._check_state_change(vals["state"])
        for asset in self:
            asset._refuse_fixed(vals, {"asset_no": asset.asset_no, "company_id": asset.company_id.id})
        if set(CHECKED_TOGETHER) & set(vals):
            for asset in self:
                asset._refuse_impossible({**{name: asset[name] for name in ("name", *CHECKED_TOGETHER)}, **vals})
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        """Keep cards that something in the world points at: a printed label, a count, a disposal."""
        # sudo: whether a label was printed or a count has the card is asked whatever the user may see of them
        labelled = (
            self.env["gaj.tag"]
            .sudo()
            .search([("res_model", "=", self._name), ("res_id", "in", self.ids), ("print_count", ">", 0)], limit=1)
        )
        counted = self.env["gaj.asset.stocktake.line"].sudo().search([("asset_id", "in", self.ids)], limit=1)
        if labelled:
            raise UserError(
                self.env._(
                    "The label of asset %(name)s has been printed, so the card cannot be deleted. Correct the card, or put"
                    " it forward for disposal.",
                    name=self.browse(labelled.res_id).display_name,
                )
            )
        if counted:
            raise UserError(
                self.env._(
                    "Asset %(name)s stands in the stocktake %(stocktake)s, so its card cannot be deleted. Correct the card,"
                    " or put it forward for disposal.",
                    name=counted.asset_id.display_name,
                    stocktake=counted.stocktake_id.name,
                )
            )
        disposed = self.filtered(lambda asset: asset.state == "disposed")[:1]
        if disposed:
            raise UserError(
                self.env._(
                    "Asset %(name)s has been disposed of and its card is kept. Correct a mistake with a new card.",
                    name=disposed.display_name,
                )
            )

    def _check_state_change(self, state):
        """Refuse a state that does not follow from the present one (:func:`card_states.is_allowed`)."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for asset in self:
            # steps and documents write with lent rights after checking their own; a hand never has them
            if (
                state not in labels
                or state == asset.state
                or (self.env.su and card_states.is_allowed(asset.state, state, by_document=True))
            ):
                continue
            raise UserError(
                self.env._(
                    "Asset %(name)s is “%(before)s” and cannot become “%(after)s” by hand. Use the step or the document"
                    " meant for it.",
                    name=asset.display_name,
                    before=labels[asset.state],
                    after=labels[state],
                )
            )

    def _refuse_fixed(self, vals, fixed):
        """Refuse ``vals`` that differ from what never changes: ``fixed``, ``{field: value}``."""
        if any((vals.get(name, value) or False) != value for name, value in fixed.items()):
            raise UserError(
                self.env._(
                    "Asset %(name)s: its number is given by the system and its company stays. Make another card instead.",
                    name=self.display_name or vals.get("name") or "",
                )
            )

    def _refuse_impossible(self, vals):
        """Refuse values that the database would refuse, or that lie in the future, naming the card and the way out.

        :raises ValidationError: as :func:`card_values.impossible` says
        """
        today = fields.Date.context_today(self)
        day = fields.Date.to_date
        cost, accumulated = vals.get("cost") or 0, vals.get("accumulated") or 0
        acquired, in_service = day(vals.get("acquisition_date") or today), day(vals.get("in_service_date") or None)
        problem = card_values.impossible(
            Decimal(str(cost)), Decimal(str(accumulated)), acquired, in_service, vals.get("life_months") or 0, today
        )
        if not problem:
            return
        sentences = {
            "cost": self.env._("the original cost %s is negative. Write the amount paid, or 0.", cost),
            "accumulated": self.env._(
                "the accumulated depreciation %(accumulated)s must lie between 0 and the original cost %(cost)s."
                " Correct one of the two amounts.",
                accumulated=accumulated,
                cost=cost,
            ),
            "future": self.env._(
                "the acquisition or service date lies in the future. Write the day on which it really happened,"
                " at the latest %s.",
                today,
            ),
            "order": self.env._(
                "in service since %(service)s, but acquired only on %(acquired)s. Correct one of the two dates.",
                service=in_service,
                acquired=acquired,
            ),
            "life": self.env._("the useful life cannot be negative. Write months, or 0 for no depreciation."),
        }
        name = self.display_name or vals.get("name") or ""
        raise ValidationError(self.env._("Asset %(name)s: %(problem)s", name=name, problem=sentences[problem]))
