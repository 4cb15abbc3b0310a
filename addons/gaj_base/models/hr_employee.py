from odoo import models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    def unlink(self):
        self.env["gaj.bookable"]._gaj_forget(self)
        return super().unlink()
