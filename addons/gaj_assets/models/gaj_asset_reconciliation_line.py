from odoo import api, fields, models


class GajAssetReconciliationLine(models.Model):
    """One account on the last day of the quarter: what its cards say and what the ledger says."""

    _name = "gaj.asset.reconciliation.line"
    _description = "Asset Reconciliation Line"
    _order = "reconciliation_id, kind, account_code, id"
    _check_company_auto = True

    reconciliation_id = fields.Many2one(
        "gaj.asset.reconciliation", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(related="reconciliation_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection([("asset", "Cost"), ("depreciation", "Accumulated Depreciation")], required=True)
    account_id = fields.Many2one(
        "account.account", check_company=True, index="btree_not_null", help="Empty: these categories have none yet."
    )
    account_code = fields.Char()
    category_ids = fields.Many2many("gaj.asset.category", string="Categories")
    heading_ids = fields.Many2many("gaj.asset.category", string="Category Headings", compute="_compute_heading_ids")
    card_count = fields.Integer(string="Cards")
    card_amount = fields.Monetary(string="By the Cards")
    ledger_amount = fields.Monetary(string="By the Ledger")
    difference = fields.Monetary(help="Ledger less cards.")
    difference_ids = fields.One2many("gaj.asset.reconciliation.difference", "line_id", string="Origins")

    _account_uniq = models.UniqueIndex(
        "(reconciliation_id, kind, COALESCE(account_id, 0))", "An account stands once in a reconciliation."
    )

    @api.depends("category_ids")
    def _compute_heading_ids(self):
        """Set the top headings of the categories: what the paper of the quarter names."""
        for line in self:
            top = {int(category.parent_path.split("/")[0]) for category in line.category_ids}
            line.heading_ids = self.env["gaj.asset.category"].browse(sorted(top))

    def action_open_cards(self):
        """Return the action that shows the cards behind this line, as they are today."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("gaj_assets.gaj_asset_action")
        domain = self.reconciliation_id._card_domain(self.category_ids)
        return {**action, "domain": list(domain), "context": {"create": False}}

    def action_open_items(self):
        """Return the action that shows the journal items of this line's account up to the last day."""
        self.ensure_one()
        self.check_access("read")
        return self.reconciliation_id._items_action(
            [
                ("account_id", "=", self.account_id.id),
                ("company_id", "=", self.company_id.id),
                ("parent_state", "=", "posted"),
                ("date", "<=", self.reconciliation_id.date),
            ]
        )
