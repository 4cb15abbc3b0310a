from odoo import api, fields, models
from odoo.exceptions import UserError


class GajAssetReconciliationDifference(models.Model):
    """Why the ledger and the cards of one account differ: what has which origin, with its evidence."""

    _name = "gaj.asset.reconciliation.difference"
    _description = "Difference of an Asset Reconciliation"
    _order = "reconciliation_id, line_id, origin"
    _check_company_auto = True

    line_id = fields.Many2one(
        "gaj.asset.reconciliation.line",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
        check_company=True,
    )
    reconciliation_id = fields.Many2one(related="line_id.reconciliation_id", store=True, index=True)
    company_id = fields.Many2one(related="line_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    account_id = fields.Many2one(related="line_id.account_id")
    origin = fields.Selection(
        [
            ("card_without_entry", "Card without Entry"),
            ("entry_without_card", "Entry without Card"),
            ("amount", "Amount"),
        ],
        required=True,
        readonly=True,
    )
    amount = fields.Monetary(required=True, readonly=True, help="Ledger less cards.")
    asset_ids = fields.Many2many("gaj.asset", string="Cards", readonly=True)
    move_line_ids = fields.Many2many(
        "account.move.line",
        string="Journal Items",
        readonly=True,
        groups="account.group_account_readonly,account.group_account_invoice",
    )
    record_count = fields.Integer(string="Records", readonly=True)
    note = fields.Text(string="Explanation")

    _origin_uniq = models.UniqueIndex("(line_id, origin)", "An account has each origin of a difference once.")

    def write(self, vals):
        self.check_access("write")
        if not self.env.su:
            if vals.keys() - {"note"}:
                raise UserError(self.env._("Of a difference only the explanation is written by hand."))
            signed = self.filtered(lambda difference: difference.reconciliation_id._is_signed_by_anyone())[:1]
            if signed:
                raise UserError(
                    self.env._(
                        "%s bears a signature; its explanations do not change any more.",
                        signed.reconciliation_id.display_name,
                    )
                )
        return super().write(vals)

    @api.depends("origin", "line_id")
    def _compute_display_name(self):
        labels = dict(self._fields["origin"]._description_selection(self.env))
        for difference in self:
            code = difference.line_id.account_code or ""
            difference.display_name = f"{code} {labels.get(difference.origin, '')}".strip()

    def action_open(self):
        """Return the action that shows the cards or journal items that make this difference."""
        self.ensure_one()
        self.check_access("read")
        if self.origin == "amount":
            return self.line_id.action_open_items()
        if self.origin == "card_without_entry":
            action = self.env["ir.actions.actions"]._for_xml_id("gaj_assets.gaj_asset_action")
            return {**action, "domain": [("id", "in", self.asset_ids.ids)], "context": {"create": False}}
        return self.reconciliation_id._items_action([("id", "in", self.move_line_ids.ids)])
