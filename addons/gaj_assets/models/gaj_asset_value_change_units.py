from odoo import api, fields, models


class GajAssetValueChange(models.Model):
    """Two more things that change in the books by a document only: a nominal amount, and the units of work of a life."""

    _inherit = "gaj.asset.value.change"

    kind = fields.Selection(
        selection_add=[("real_value", "Real Value of a Nominal One")], ondelete={"real_value": "cascade"}
    )
    old_units_total = fields.Float(string="Units of Work Before", related="asset_id.units_total")
    new_units_total = fields.Float(
        string="Units of Work After",
        digits=(16, 2),
        compute="_compute_new_units_total",
        store=True,
        readonly=False,
        tracking=True,
        help="Of the whole life, with those that are used.",
    )

    @api.depends("asset_id")
    def _compute_new_units_total(self):
        for change in self:
            change.new_units_total = change.asset_id.units_total

    def _problem(self, asset):
        return self._problem_of_nominal(asset) or self._problem_of_units(asset) or super()._problem(asset)

    def _problem_of_nominal(self, asset):
        """Return the sentence for what cannot be true of a card at its nominal amount, ``None`` if nothing."""
        if self.kind == "real_value" and asset.value_type != "nominal":
            return self.env._("the card does not stand at a nominal amount. Choose another kind of change.")
        if self.kind == "real_value" and self.new_cost <= asset.cost:
            return self.env._("write the value that is known by now; it is more than the nominal amount.")
        if self.kind == "correction" and asset.value_type == "nominal" and self.new_cost != asset.cost:
            return self.env._(
                "the card stands at its nominal amount. Choose the kind “Real Value of a Nominal One”, so that its"
                " depreciation begins."
            )
        return None

    def _problem_of_units(self, asset):
        """Return the sentence for what cannot be true of the units of work, ``None`` if nothing."""
        changed = self.new_units_total != asset.units_total
        if self._new_method() != "units":
            return changed and self.env._(
                "the card is not depreciated by units of work, so it has no total of them. Leave it as it was."
            )
        used = self._units_used()
        if (changed or self.kind == "real_value") and self.new_units_total <= used:
            return self.env._(
                "%(used)s units of work are used already. Write a total that is more than that.", used=f"{used:,.2f}"
            )
        return None

    def _changes(self):
        return super()._changes() or self.new_units_total != self.asset_id.units_total

    def _new_method(self):
        if self.kind != "real_value":
            return super()._new_method()
        category = self.new_category_id or self.asset_id.category_id
        return category._gaj_methods()[category]

    def _card_values(self):
        values = super()._card_values()
        if self.segment_id.method == "units":
            values["units_total"] = self.new_units_total
        if self.kind == "real_value":
            values |= {"value_type": "cost", "method": self.segment_id.method}
        return values
