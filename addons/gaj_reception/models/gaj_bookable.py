from odoo import api, models


class GajBookable(models.Model):
    _inherit = "gaj.bookable"

    @api.model
    def _gaj_kinds(self):
        return {**super()._gaj_kinds(), "gaj.meeting.equipment": "device"}
