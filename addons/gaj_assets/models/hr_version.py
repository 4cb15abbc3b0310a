from odoo import api, models


class HrVersion(models.Model):
    _inherit = "hr.version"

    @api.constrains("departure_date")
    def _check_gaj_nothing_kept(self):
        self.filtered("departure_date").employee_id._gaj_refuse_keeping()
