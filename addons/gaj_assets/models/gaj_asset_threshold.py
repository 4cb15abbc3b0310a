from odoo import fields, models
from odoo.fields import Domain


class GajAssetThreshold(models.Model):
    """From which unit value a thing is a fixed asset, with the regulation and the time it is valid."""

    _name = "gaj.asset.threshold"
    _description = "Fixed Asset Threshold"
    _inherit = ["gaj.rule.mixin"]
    _order = "category_id, kind, valid_from desc, id desc"

    kind = fields.Selection(
        [("general", "General"), ("special", "Special Equipment")],
        string="Holds For",
        required=True,
        default="general",
        help="Special equipment is what stands in a category marked so, and below it.",
    )
    category_id = fields.Many2one(
        "gaj.asset.category",
        index="btree_not_null",
        ondelete="cascade",
        help="Only for this category and those below it; empty: wherever no category has a threshold of its own.",
    )
    company_id = fields.Many2one("res.company", index=True, help="Only for this company; empty: for all.")
    amount = fields.Monetary(string="Unit Value From", required=True, tracking=True)
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    batch_size = fields.Integer(
        string="Large Batch From",
        default=10,
        required=True,
        tracking=True,
        help="So many similar things bought together are fixed assets below the unit value too; 0: never.",
    )

    _amount_positive = models.Constraint("CHECK (amount >= 0)", "The unit value cannot be negative.")
    _batch_positive = models.Constraint("CHECK (batch_size >= 0)", "The size of a large batch cannot be negative.")
    _dates_order = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to >= valid_from)", "The threshold cannot end before it begins to be valid."
    )
    _from_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), COALESCE(category_id, 0), kind, valid_from)",
        "There is a threshold for this from that day already. Change that one instead.",
    )

    def _compute_currency_id(self):
        for threshold in self:
            threshold.currency_id = threshold.company_id.currency_id or self.env.company.currency_id

    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for threshold in self:
            threshold.display_name = threshold.category_id.display_name or labels.get(threshold.kind, "")

    def _for_categories(self, categories, company, day):
        """Return ``{category: threshold}`` valid in ``company`` on ``day``; an empty record where there is none.

        The nearest heading above with a threshold of its own decides, else the one of its kind; one of the company goes
        before one of all.
        """
        valid = self.search(Domain("company_id", "in", [company.id, False]) & self._gaj_valid_on(day)).sorted(
            lambda threshold: (bool(threshold.company_id), threshold.valid_from)
        )
        own = {threshold.category_id.id: threshold for threshold in valid if threshold.category_id}
        by_kind = {threshold.kind: threshold for threshold in valid if not threshold.category_id}
        special = categories._special_equipment()
        return {
            category: next(
                (own[step] for step in category._path_ids() if step in own),
                by_kind.get("special" if category in special else "general", self.browse()),
            )
            for category in categories
        }
