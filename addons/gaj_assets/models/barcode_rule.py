from odoo import fields, models


class BarcodeRule(models.Model):
    """Core's GS1 nomenclature learns the application identifier of assets, (8004), as a kind of its own."""

    _inherit = "barcode.rule"

    type = fields.Selection(selection_add=[("gaj_asset", "Asset (GIAI)")], ondelete={"gaj_asset": "set default"})
