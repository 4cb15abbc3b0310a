from odoo import api, models


class GajBookable(models.Model):
    _inherit = "gaj.bookable"

    @api.model
    def _gaj_kinds(self):
        return {**super()._gaj_kinds(), "gaj.meeting.equipment": "device"}

    @api.model
    def _gaj_known(self, records):
        """Return a list with the bookable of each of ``records``, empty where it was never booked; writes nothing."""
        found = self.with_context(active_test=False).search(
            [("res_model", "=", records._name), ("res_id", "in", records.ids)]
        )
        by_record = {each.res_id: each for each in found}
        return [by_record.get(record_id, self.browse()) for record_id in records.ids]
