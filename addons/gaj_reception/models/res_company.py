import pytz
from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _gaj_meeting_zone(self):
        """Return the time zone in which this company opens its rooms: that of its working hours."""
        # sudo: the time zone of the house is no secret
        return pytz.timezone(self.sudo().resource_calendar_id.tz or self.sudo().partner_id.tz or "Asia/Shanghai")

    def _gaj_local(self, moment):
        """Return ``moment`` (naive UTC) as naive local time of this company."""
        return pytz.utc.localize(moment).astimezone(self._gaj_meeting_zone()).replace(tzinfo=None)

    def _gaj_utc(self, moment):
        """Return ``moment`` (naive local time of this company) as naive UTC."""
        return self._gaj_meeting_zone().localize(moment).astimezone(pytz.utc).replace(tzinfo=None)
