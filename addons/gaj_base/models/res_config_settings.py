from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .gaj_scan import HOSTS_PARAMETER


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    gaj_tag_unit = fields.Char(related="company_id.gaj_tag_unit", readonly=False)
    gaj_gs1_prefix = fields.Char(related="company_id.gaj_gs1_prefix", readonly=False)
    gaj_scan_hosts = fields.Char("Other Scan Hosts", config_parameter=HOSTS_PARAMETER)

    @api.constrains("gaj_scan_hosts")
    def _check_gaj_scan_hosts(self):
        for settings in self:
            if "/gaj/" in (settings.gaj_scan_hosts or ""):
                raise ValidationError(self.env._("Scan hosts are names such as assets.example.gov.cn, without a path."))
