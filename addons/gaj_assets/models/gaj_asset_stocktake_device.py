from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from .gaj_asset_stocktake import COUNTING


class GajAssetStocktakeDevice(models.Model):
    """What a phone last told about the scans that it still keeps of one user for a stocktake."""

    _name = "gaj.asset.stocktake.device"
    _description = "Device of a Stocktake"
    _order = "stocktake_id desc, last_seen_on desc"
    _rec_name = "device"

    stocktake_id = fields.Many2one("gaj.asset.stocktake", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="stocktake_id.company_id", store=True, index=True)
    device = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one("res.users", required=True, readonly=True)
    unsent_count = fields.Integer(string="Unsent Scans", readonly=True)
    last_seen_on = fields.Datetime(string="Last Seen", required=True, readonly=True)

    _device_once = models.UniqueIndex("(stocktake_id, device, user_id)", "Each device stands in a stocktake once.")
    _unsent_positive = models.Constraint("CHECK (unsent_count >= 0)", "A device cannot keep less than no scan.")

    @api.model
    def heartbeat(self, stocktake_id, device, unsent_count):
        """Note how many scans ``device`` still keeps; called by the scan page whenever that number changes.

        A scan is kept until it is sent, and a refused one until the counter has looked at the reason.
        Each user of a shared device is counted for: what one of them has not sent does not vanish when another logs in.

        :return: whether the stocktake is still counting
        :raises ValidationError: if the device has no name, or the number is negative
        """
        self.env["gaj.asset.stocktake.scan"].check_access("create")
        known = isinstance(stocktake_id, int) and not isinstance(stocktake_id, bool)
        stocktake = self.env["gaj.asset.stocktake"].browse(stocktake_id if known else []).exists()
        if not stocktake or not stocktake.has_access("read"):
            return False
        if not isinstance(device, str) or not device.strip() or len(device) > 64 or "\0" in device:
            raise ValidationError(self.env._("The device has no name. Reload the scan page."))
        if type(unsent_count) is not int or not 0 <= unsent_count < 10**6:
            raise ValidationError(self.env._("The number of unsent scans makes no sense. Reload the scan page."))
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO gaj_asset_stocktake_device (
                       stocktake_id, company_id, device, user_id, unsent_count, last_seen_on,
                       create_uid, create_date, write_uid, write_date)
                VALUES (%(stocktake)s, %(company)s, %(device)s, %(uid)s, %(unsent)s, %(now)s,
                       %(uid)s, %(now)s, %(uid)s, %(now)s)
                    ON CONFLICT (stocktake_id, device, user_id) DO UPDATE
                   SET unsent_count = EXCLUDED.unsent_count, last_seen_on = EXCLUDED.last_seen_on,
                       write_date = EXCLUDED.write_date
                """,
                stocktake=stocktake.id,
                company=stocktake.company_id.id,
                device=device.strip(),
                uid=self.env.uid,
                unsent=unsent_count,
                now=self.env.cr.now(),
            ),
            # two pages of one device at once: the server repeats the later call, that is no error
            log_exceptions=False,
        )
        self.invalidate_model()
        return stocktake.state in COUNTING

    def write(self, vals):
        self.check_access("write")
        if vals and not self.env.su:
            raise UserError(
                self.env._("What a device told cannot be changed by hand. Declare the device lost instead.")
            )
        return super().write(vals)

    def action_declare_lost(self):
        """Give up the scans of a device that will not come back; the stocktake notes who decided that."""
        self.check_access("write")
        for record in self:
            if not record.unsent_count:
                raise UserError(self.env._("Device %s keeps no unsent scans.", record.device))
            record.stocktake_id.message_post(
                body=self.env._(
                    "%(count)s scans kept on the device of %(user)s were given up as lost.",
                    count=record.unsent_count,
                    user=record.user_id.name,
                )
            )
        # sudo: the figure comes from devices only; this step is the one exception, and it leaves a note
        self.sudo().write({"unsent_count": 0})
