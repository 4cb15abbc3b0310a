from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """The settings of fixed assets, kept on the company."""

    _inherit = "res.config.settings"

    gaj_asset_check_request = fields.Selection(related="company_id.gaj_asset_check_request", readonly=False)
    gaj_asset_check_order = fields.Selection(related="company_id.gaj_asset_check_order", readonly=False)
    gaj_asset_check_receipt = fields.Selection(related="company_id.gaj_asset_check_receipt", readonly=False)
    gaj_asset_cap_rounding = fields.Selection(related="company_id.gaj_asset_cap_rounding", readonly=False)
    gaj_asset_cap_scope = fields.Selection(related="company_id.gaj_asset_cap_scope", readonly=False)
