from odoo import fields, models
from odoo.exceptions import AccessError


class GajSheetDownload(models.TransientModel):
    """A table that a user is about to download: which one, and which records."""

    _name = "gaj.sheet.download"
    _description = "Download of a Table"

    exporter = fields.Char(required=True)
    domain = fields.Json(help="None means every record that the user may read.")

    def _gaj_file(self):
        """Return the file name and the open temporary file of this download.

        :raises AccessError: if somebody else prepared the download, or it asks for no table
        """
        self.ensure_one()
        known = self.env.registry.get(self.exporter)
        is_table = (
            known and issubclass(known, self.env.registry["gaj.sheet.export"]) and self.env[self.exporter]._gaj_model
        )
        if self.create_uid != self.env.user or not is_table:
            raise AccessError(self.env._("This download was prepared by somebody else. Start it from the list again."))
        exporter = self.env[self.exporter]
        return f"{exporter._gaj_title()}.xlsx", exporter._gaj_file(self.domain or [])
