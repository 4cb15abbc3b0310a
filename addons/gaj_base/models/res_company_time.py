import pytz
from odoo import fields, models


class ResCompany(models.Model):
    """Days, months and opening hours are those of the house, not of the server nor of who looks."""

    _inherit = "res.company"

    def _gaj_zone(self):
        """Return the time zone of this company: that of its working hours."""
        # sudo: the time zone of the house is no secret
        return pytz.timezone(self.sudo().resource_calendar_id.tz or self.sudo().partner_id.tz or "Asia/Shanghai")

    def _gaj_local(self, moment):
        """Return ``moment`` (naive UTC) as naive local time of this company."""
        return pytz.utc.localize(moment).astimezone(self._gaj_zone()).replace(tzinfo=None)

    def _gaj_utc(self, moment):
        """Return ``moment`` (naive local time of this company) as naive UTC."""
        return self._gaj_zone().localize(moment).astimezone(pytz.utc).replace(tzinfo=None)

    def _gaj_today(self):
        """Return the day it is now where this company is."""
        return self._gaj_local(fields.Datetime.now()).date()
