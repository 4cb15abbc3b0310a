from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..rules import entries

LIVE = ("in_store", "in_use", "idle", "repair", "lent", "leased", "pending_disposal", "missing")


class GajAssetOpening(models.Model):
    """The entry that brings cards of an earlier register into the books: one for a company and day."""

    _name = "gaj.asset.opening"
    _description = "Opening Balance of Assets"
    _inherit = ["gaj.guard.mixin", "gaj.asset.entry.mixin", "mail.thread"]
    _order = "date desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    state = fields.Selection(
        [("draft", "Draft"), ("booked", "Booked")],
        required=True,
        default="draft",
        index=True,
        copy=False,
        readonly=True,
        tracking=True,
    )
    asset_ids = fields.One2many("gaj.asset", "opening_id", string="Cards", readonly=True)
    asset_count = fields.Integer(string="Number of Cards", compute="_compute_totals")
    cost = fields.Monetary(string="Original Cost", compute="_compute_totals")
    accumulated = fields.Monetary(string="Accumulated Depreciation", compute="_compute_totals")
    net_value = fields.Monetary(compute="_compute_totals")

    @api.depends("company_id", "date")
    def _compute_display_name(self):
        for opening in self:
            opening.display_name = self.env._("Opening balance of %s", opening.date or "")

    @api.depends("company_id", "date", "state")
    def _compute_totals(self):
        for opening in self:
            rows = self.env["gaj.asset"]._read_group(
                opening._asset_domain(), aggregates=["__count", "cost:sum", "accumulated:sum"]
            )
            opening.asset_count, opening.cost, opening.accumulated = rows[0]
            opening.net_value = opening.cost - opening.accumulated

    def _asset_domain(self):
        """Return the domain of the cards of this opening; of a draft, those that no entry knows yet."""
        if self.state == "booked":
            return Domain("opening_id", "=", self.id)
        return (
            Domain("company_id", "=", self.company_id.id)
            & Domain("opening_id", "=", False)
            & Domain("acceptance_line_id", "=", False)
            & Domain("state", "in", LIVE)
            & Domain("acquisition_date", "<=", self.date)
        )

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("state", "draft") != "draft" for vals in vals_list):
            raise UserError(self.env._("An opening balance starts as a draft. Make it, then book it."))
        return super().create(vals_list)

    def write(self, vals):
        self.check_access("write")
        if not self.env.su:
            if "state" in vals:
                raise UserError(self.env._("The state of an opening balance changes by its steps. Use the buttons."))
            if vals.keys() & {"date", "company_id"} and any(opening.state == "booked" for opening in self):
                raise UserError(self.env._("A booked opening balance keeps its company and day."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_booked(self):
        for opening in self:
            if opening.state == "booked":
                raise UserError(self.env._("%s is booked and kept as evidence.", opening.display_name))

    def action_book(self):
        """Post the entry of all cards and put them in the books; finance only."""
        for opening in self:
            opening._gaj_check_booking(opening.date)
            if opening.state == "booked":
                raise UserError(self.env._("%s is booked already.", opening.display_name))
            opening._book()

    def _book(self):
        # sudo: finance sees all cards; this writes on them what finance itself may not
        assets = self.env["gaj.asset"].sudo().search(self._asset_domain())
        if not assets:
            raise UserError(
                self.env._(
                    "%(company)s has no card up to %(date)s that is not in the books yet. Import the register first, or"
                    " choose a later day.",
                    company=self.company_id.name,
                    date=self.date,
                )
            )
        # the cards are ours from here: of two who book at once, one waits and then finds none left
        assets.write({"opening_id": self.id})
        assets.flush_recordset(["opening_id"])
        self.sudo().state = "booked"
        items = self._items(assets)
        if items:
            self._gaj_book("opening", self.date, items)
        assets._gaj_put_in_books(self.date)

    def action_take_back(self):
        """Reverse the entry; its cards can then be booked by another opening balance. Finance only."""
        for opening in self:
            day = max(opening.date, fields.Date.context_today(opening))
            opening._gaj_check_booking(day)
            if opening.state != "booked":
                raise UserError(self.env._("%s is not booked, so there is nothing to take back.", opening.display_name))
            opening._refuse_lived()
            if opening._gaj_entry("opening"):
                opening._gaj_reverse("opening", day)
            # sudo: as in _book
            assets = opening.sudo().asset_ids
            assets._gaj_forget_books(opening.date)
            assets.write({"opening_id": False})
            opening.sudo().state = "draft"

    def _refuse_lived(self):
        """
        :raises UserError: if a card has lived on in the books since, so that its opening values are no longer alone
        """
        # sudo: whatever happened to the cards, whoever may see it
        lived = self.sudo().asset_ids.filtered(
            lambda asset: asset.out_of_books_on or asset.depreciation_line_ids or len(asset.segment_ids) > 1
        )
        if lived:
            raise UserError(
                self.env._(
                    "Asset %(asset)s of %(opening)s has been depreciated, changed in value or taken out since. Correct it"
                    " by a value change instead.",
                    asset=lived[0].display_name,
                    opening=self.display_name,
                )
            )

    def _items(self, assets):
        """Return the items of the entry, summed by category."""
        sums = assets._read_group([("id", "in", assets.ids)], ["category_id"], ["cost:sum", "accumulated:sum"])
        cent = entries.CENT
        return [
            (line, category, False)
            for category, cost, accumulated in sums
            for line in entries.opening(Decimal(str(cost)).quantize(cent), Decimal(str(accumulated)).quantize(cent))
        ]

    def action_open_assets(self):
        """Return the action that shows the cards of this opening balance."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("gaj_assets.gaj_asset_action")
        return {**action, "domain": list(self._asset_domain()), "context": {"create": False}}
