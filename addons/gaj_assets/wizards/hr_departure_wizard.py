from odoo import models


class HrDepartureWizard(models.TransientModel):
    _inherit = "hr.departure.wizard"

    def action_register_departure(self):
        self.employee_ids._gaj_refuse_keeping()
        return super().action_register_departure()
