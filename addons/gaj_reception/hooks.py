from odoo.addons.gaj_base.hooks import release_own_tables

from .models.gaj_meeting_booking_mirror import SILENT


def uninstall_hook(env):
    """Nothing stands in the way of the uninstall; bookings leave the calendars of the attendees with it."""
    events = env["calendar.event"].with_context(active_test=False).search([("gaj_booking_id", "!=", False)])
    events.with_context(**SILENT).unlink()
    release_own_tables(env, "gaj_reception")
