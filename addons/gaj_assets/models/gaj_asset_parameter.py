from odoo import fields, models


class GajAssetParameter(models.Model):
    """A number that a regulation or a local rule lays down, with its source and the time it is valid."""

    _name = "gaj.asset.parameter"
    _description = "Dated Parameter of Asset Rules"
    _inherit = ["gaj.parameter.mixin"]
    _order = "key, company_id, valid_from desc"
    _rec_name = "key"
    _gaj_parameter_action = "gaj_assets.gaj_asset_parameter_action"

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

    _two_look = models.Constraint(
        "CHECK (key <> 'acceptance_inspectors' OR value >= 2)",
        "At least two people inspect what is received. Set two or more.",
    )
    _from_uniq = models.UniqueIndex(
        "(key, COALESCE(company_id, 0), valid_from)",
        "This parameter already has a value from that day. Change that one instead.",
    )
