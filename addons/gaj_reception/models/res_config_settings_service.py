from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """The settings of the conference service, kept on the company."""

    _inherit = "res.config.settings"

    gaj_service_analytic_id = fields.Many2one(related="company_id.gaj_service_analytic_id", readonly=False)
    gaj_service_source_id = fields.Many2one(related="company_id.gaj_service_source_id", readonly=False)
    gaj_service_location_id = fields.Many2one(related="company_id.gaj_service_location_id", readonly=False)
