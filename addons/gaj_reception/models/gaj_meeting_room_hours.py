from datetime import timedelta

import pytz
from odoo import models

from ..rules import booking as rules


class GajMeetingRoom(models.Model):
    """Holidays told apart from closing hours, as the report of a series shows them."""

    _inherit = "gaj.meeting.room"

    def _gaj_holidays(self, start, stop):
        """Return the spans (naive UTC) between ``start`` and ``stop`` in which the house is on holiday."""
        self.ensure_one()
        # sudo: when the house is shut is no secret
        room = self.sudo()
        calendar = room.resource_calendar_id or room.company_id.resource_calendar_id
        if room.is_always_open or not calendar:
            return []
        leaves = calendar._leave_intervals_batch(pytz.utc.localize(start), pytz.utc.localize(stop))[False]
        return [tuple(each.astimezone(pytz.utc).replace(tzinfo=None) for each in span[:2]) for span in leaves]

    def _gaj_is_open_but_for_holidays(self, start, stop):
        """Return whether the room would be open from ``start`` to ``stop`` (naive UTC) if it were no holiday."""
        self.ensure_one()
        room = self.sudo()
        calendar = room.resource_calendar_id or room.company_id.resource_calendar_id
        if room.is_always_open or not calendar:
            return True
        first, last = (
            pytz.utc.localize(start - timedelta(days=1)),
            pytz.utc.localize(stop + timedelta(days=1)),
        )
        hours = calendar._attendance_intervals_batch(first, last)[False]
        hours |= calendar._attendance_intervals_batch(first, last, lunch=True)[False]
        spans = [tuple(each.astimezone(pytz.utc).replace(tzinfo=None) for each in span[:2]) for span in hours]
        return rules.is_open(start, stop, spans)
