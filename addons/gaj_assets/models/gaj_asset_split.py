from odoo import api, fields, models
from odoo.exceptions import UserError

MANAGER = "gaj_assets.group_gaj_assets_manager"
CONTENT = {"asset_id", "quantity", "reason"}


class GajAssetSplit(models.Model):
    """A part of a group card in the books becomes a card of its own, to go its own way: to be disposed of, or moved.

    Cost, depreciation and fiscal funds are divided to the cent as among equal items. Nothing is posted: both cards
    stand on the same accounts.
    """

    _name = "gaj.asset.split"
    _description = "Split of a Group Card"
    _inherit = ["gaj.step.mixin", "gaj.guard.mixin", "mail.thread"]
    _gaj_step_groups = (MANAGER,)
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default="/", index=True)
    company_id = fields.Many2one(related="asset_id.company_id", store=True, precompute=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    asset_id = fields.Many2one(
        "gaj.asset",
        string="Group Card",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('quantity', '>', 1), ('segment_ids', '!=', False), ('out_of_books_on', '=', False)]",
    )
    quantity = fields.Integer(string="Split Off", required=True, default=1, help="How many things leave the card.")
    reason = fields.Char(required=True, help="For example: three of the chairs are broken and to be scrapped.")
    state = fields.Selection(
        [("draft", "Draft"), ("done", "Split")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    date = fields.Date(string="Split On", readonly=True, copy=False)
    split_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    new_asset_id = fields.Many2one("gaj.asset", string="New Card", readonly=True, copy=False, index="btree_not_null")
    cost = fields.Monetary(string="Cost Split Off", readonly=True, copy=False)
    accumulated = fields.Monetary(string="Depreciation Split Off", readonly=True, copy=False)
    fiscal_part = fields.Monetary(string="Fiscal Funds Split Off", readonly=True, copy=False)

    _quantity_positive = models.Constraint("CHECK (quantity > 0)", "At least one thing is split off.")
    _done_with_card = models.Constraint(
        "CHECK ((state = 'done') = (new_asset_id IS NOT NULL) AND (state = 'done') = (date IS NOT NULL))",
        "A card that was split has its new card and day.",
    )

    @api.depends("name", "asset_id.display_name")
    def _compute_display_name(self):
        for split in self:
            split.display_name = f"{split.name} {split.asset_id.display_name or ''}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        splits = super().create(vals_list)
        for split in splits:
            # sudo: the numbers are the system's
            sequence = self.env["ir.sequence"].sudo().with_company(split.sudo().company_id)
            split.sudo().name = sequence.next_by_code(self._name) or "/"
        return splits

    def write(self, vals):
        self.check_access("write")
        if not self.env.su and vals.keys() & CONTENT:
            self._refuse_done()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        self._refuse_done()

    def _refuse_done(self):
        """
        :raises UserError: if one of these cards has been split already
        """
        done = self.filtered(lambda split: split.state == "done")[:1]
        if done:
            raise UserError(
                self.env._("%s is done and kept as evidence. Its cards go on from here.", done.display_name)
            )


class GajAsset(models.Model):
    """How many things a card in the books stands for changes by documents only."""

    _inherit = "gaj.asset"

    split_ids = fields.One2many("gaj.asset.split", "asset_id", string="Splits", readonly=True)
    split_origin_id = fields.Many2one(
        "gaj.asset",
        string="Split from Card",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The first card that this one was once a part of; its order, bill and entry are there.",
    )

    def write(self, vals):
        if not self.env.su and vals.keys() & {"quantity", "is_group"}:
            self._gaj_refuse_quantity(vals)
        return super().write(vals)

    def _gaj_refuse_quantity(self, vals):
        """
        :raises UserError: if a card in the books would get another quantity by hand
        """
        # sudo: whether a card is in the books is no secret to who may see it
        booked = self.env["gaj.asset.segment"].sudo()._read_group([("asset_id", "in", self.ids)], ["asset_id"])
        booked = {asset.id for (asset,) in booked}
        for asset in self.filtered(lambda asset: asset.id in booked):
            if any(name in vals and vals[name] != asset[name] for name in ("quantity", "is_group")):
                raise UserError(
                    self.env._(
                        "Asset %(name)s is in the books, so its quantity of %(quantity)s does not change by hand. Split a"
                        " part off to dispose of it; what is missing or too many is settled by a stocktake.",
                        name=asset.display_name,
                        quantity=asset.quantity,
                    )
                )
