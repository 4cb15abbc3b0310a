from odoo import models


class GajAsset(models.Model):
    _inherit = "gaj.asset"

    def action_export_register(self):
        """Download the chosen cards as an official register; without a choice, all that the list shows."""
        self._gaj_check_reader()
        domain = [("id", "in", self.ids)]
        shown = self.env.context.get("active_domain")
        # the list hands over at most so many chosen cards; then its filter says which
        limit = int(self.env["ir.config_parameter"].sudo().get_param("web.active_ids_limit", 20000))
        if shown is not None and (not self or len(self) >= limit):
            domain = shown
        return self.env["gaj.asset.export"]._gaj_download(domain)
