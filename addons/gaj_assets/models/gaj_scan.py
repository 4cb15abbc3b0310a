from odoo import models


class GajScan(models.AbstractModel):
    _inherit = "gaj.scan"

    def _gaj_modes(self):
        return {**super()._gaj_modes(), "stocktake": "gaj.asset.stocktake"}
