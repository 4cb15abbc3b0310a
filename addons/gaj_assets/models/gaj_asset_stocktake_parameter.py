from odoo import fields, models


class GajAssetParameter(models.Model):
    """What may be set about stocktakes."""

    _inherit = "gaj.asset.parameter"

    key = fields.Selection(
        selection_add=[
            ("stocktake_sample_rate", "Spot Check: Percent of the Assets Drawn"),
            ("stocktake_sample_floor", "Spot Check: Assets Drawn at Least"),
            ("stocktake_annual_month", "Month from Which the Annual Stocktake Is Made"),
            ("stocktake_escalation_days", "Days after Which the Leaders Are Told of an Overdue Stocktake"),
        ],
        ondelete={
            "stocktake_sample_rate": "cascade",
            "stocktake_sample_floor": "cascade",
            "stocktake_annual_month": "cascade",
            "stocktake_escalation_days": "cascade",
        },
    )
