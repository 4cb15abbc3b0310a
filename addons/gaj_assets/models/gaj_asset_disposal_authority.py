from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning
from odoo.fields import Domain
from odoo.tools import format_amount

from ..rules import disposal

KINDS = [
    ("transfer_out", "Transfer Out without Payment"),
    ("donation", "Donation to Others"),
    ("sale", "Sale or Auction"),
    ("exchange", "Exchange"),
    ("scrap", "Scrapping"),
    ("loss", "Loss"),
]


class GajAssetDisposalAuthority(models.Model):
    """One row of the matrix that says who decides on a disposal, by kind and original cost."""

    _name = "gaj.asset.disposal.authority"
    _description = "Disposal Authority"
    _inherit = ["gaj.rule.mixin"]
    _order = "company_id, sequence, id"
    _check_company_auto = True

    name = fields.Char(string="Authority", required=True, translate=True)
    sequence = fields.Integer(default=10, help="Lower authorities first: the first row that fits decides.")
    kind = fields.Selection(KINDS, help="Empty: every kind.")
    is_land = fields.Boolean(string="Land Only", help="Decides on batches with land in them, and on nothing else.")
    item_from = fields.Monetary(string="Item from", tracking=True)
    item_to = fields.Monetary(
        string="Item up to", tracking=True, help="Original cost of the dearest item; 0 is no limit."
    )
    batch_from = fields.Monetary(string="Batch from", tracking=True)
    batch_to = fields.Monetary(
        string="Batch up to", tracking=True, help="Original cost of the whole batch; 0 is no limit."
    )
    item_limit = fields.Char(string="Highest Item", compute="_compute_limits")
    batch_limit = fields.Char(string="Highest Batch", compute="_compute_limits")
    is_outside = fields.Boolean(
        string="Outside the Bureau",
        tracking=True,
        help="The number and date of its document are recorded before the approval.",
    )
    company_id = fields.Many2one("res.company", index=True, help="Empty: for companies without rows of their own.")
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")

    _amounts_order = models.Constraint(
        """CHECK (item_from >= 0 AND batch_from >= 0 AND (COALESCE(item_to, 0) = 0 OR item_to >= item_from)
            AND (COALESCE(batch_to, 0) = 0 OR batch_to >= batch_from))""",
        "The limits of a disposal authority are not negative, and “up to” is not below “from”.",
    )
    _dates_order = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to >= valid_from)", "An authority cannot end before it begins."
    )

    @api.depends("company_id")
    def _compute_currency_id(self):
        for authority in self:
            authority.currency_id = (authority.company_id or self.env.company).currency_id

    @api.depends("item_to", "batch_to", "currency_id")
    @api.depends_context("lang")
    def _compute_limits(self):
        def limit(amount, currency):
            return format_amount(self.env, amount, currency) if amount else self.env._("No limit")

        for authority in self:
            authority.item_limit = limit(authority.item_to, authority.currency_id)
            authority.batch_limit = limit(authority.batch_to, authority.currency_id)

    @api.model
    def _gaj_find(self, batch, day):
        """Return the authority that decides on the disposal ``batch`` on ``day``.

        :raises RedirectWarning: if no row of the matrix fits
        """
        # sudo: who decides is no secret, and every step needs to know
        rows = self.sudo().search(Domain("company_id", "in", [batch.company_id.id, False]) & self._gaj_valid_on(day))
        rows = rows.filtered("company_id") or rows
        # the category too: a heading may have become land since the draft
        has_land = any(line.is_land or line.sudo().asset_id.category_id.is_land for line in batch._staying())
        rows = rows.filtered(lambda row: row.is_land == has_land).sorted("sequence")
        key = disposal.authority(
            [row._level() for row in rows],
            batch.kind,
            Decimal(str(max(batch.line_ids.mapped("cost"), default=0))),
            Decimal(str(batch.total_cost)),
        )
        if not key:
            raise RedirectWarning(
                self.env._(
                    "No disposal authority fits %(name)s (original cost %(cost)s). Add the row to the matrix.",
                    name=batch.display_name,
                    cost=batch.total_cost,
                ),
                self.env.ref("gaj_assets.gaj_asset_disposal_authority_action").id,
                self.env._("Open the Authorities"),
            )
        return self.browse(key)

    def _level(self):
        self.ensure_one()

        def limit(amount):
            return Decimal(str(amount)) if amount else None

        return disposal.Level(
            self.id,
            frozenset({self.kind} if self.kind else ()),
            limit(self.item_from),
            limit(self.item_to),
            limit(self.batch_from),
            limit(self.batch_to),
        )
