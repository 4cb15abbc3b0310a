from odoo import models


class GajSync(models.AbstractModel):
    _inherit = "gaj.sync"

    def _gaj_queues(self):
        return {**super()._gaj_queues(), "stocktake": "gaj.asset.stocktake.scan", "selfcheck": "gaj.asset.selfcheck"}
