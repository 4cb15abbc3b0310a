from odoo import fields, models


class AccountAnalyticLine(models.Model):
    _inherit = "account.analytic.line"

    gaj_service_order_id = fields.Many2one(
        "gaj.service.order", string="Service Order", readonly=True, index="btree_not_null", ondelete="restrict"
    )
