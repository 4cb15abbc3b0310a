from odoo import fields, models


class GajAssetParameter(models.Model):
    """What may be set about getting assets."""

    _inherit = "gaj.asset.parameter"

    key = fields.Selection(
        selection_add=[
            ("acceptance_inspectors", "People Who Inspect What Is Received, at Least"),
            ("settle_months", "Months within Which a Provisional Value Is Replaced by the Final Account"),
        ],
        ondelete={"acceptance_inspectors": "cascade", "settle_months": "cascade"},
    )
