from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning
from odoo.fields import Domain


class GajAssetParameter(models.Model):
    """A number that a regulation or a local rule lays down, with its source and the time it is valid."""

    _name = "gaj.asset.parameter"
    _description = "Dated Parameter of Asset Rules"
    _inherit = ["gaj.rule.mixin"]
    _order = "key, company_id, valid_from desc"
    _rec_name = "key"
    _check_company_auto = True

    key = fields.Selection(
        [
            ("supervision_threshold", "Value from Which a Disposal Is Supervised"),
            ("supervision_window_days", "Days within Which Disposals of One Unit Count Together"),
            ("bid_floor_percent", "Lowest Bid, Percent of the Appraised Value"),
            ("remittance_days", "Working Days to Remit Proceeds"),
            ("remittance_escalation_days", "Working Days after Which the Leader Is Told of an Open Remittance"),
        ],
        string="Parameter",
        required=True,
        index=True,
    )
    value = fields.Float(string="Figure", required=True, digits=(16, 4), tracking=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for every company that has no value of its own."
    )

    _value_positive = models.Constraint("CHECK (value >= 0)", "A parameter of the asset rules cannot be negative.")
    _two_look = models.Constraint(
        "CHECK (key <> 'acceptance_inspectors' OR value >= 2)",
        "At least two people inspect what is received. Set two or more.",
    )
    _dates_order = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_to >= valid_from)", "A parameter cannot end before it begins to be valid."
    )
    _from_uniq = models.UniqueIndex(
        "(key, COALESCE(company_id, 0), valid_from)",
        "This parameter already has a value from that day. Change that one instead.",
    )

    @api.depends("key")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["key"]._description_selection(self.env))
        for parameter in self:
            parameter.display_name = labels.get(parameter.key, "")

    @api.model
    def _gaj_value(self, key, company, day):
        """Return the value of ``key`` for ``company`` on ``day`` as ``Decimal``; the company's own goes first.

        :raises RedirectWarning: if none is valid on that day
        """
        # sudo: the number of a rule is no secret; whoever takes a step is bound by it
        found = self.sudo().search(
            Domain("key", "=", key)
            & Domain("company_id", "in", [company.id, False])
            & Domain("valid_from", "<=", day)
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", day))
        )
        best = found.sorted(lambda parameter: (bool(parameter.company_id), parameter.valid_from))[-1:]
        if not best:
            label = dict(self._fields["key"]._description_selection(self.env))[key]
            raise RedirectWarning(
                self.env._(
                    "“%(parameter)s” has no value on %(day)s. Add one with its source.", parameter=label, day=day
                ),
                self.env.ref("gaj_assets.gaj_asset_parameter_action").id,
                self.env._("Open the Parameters"),
            )
        return Decimal(str(best.value))
