from odoo.addons.gaj_base.hooks import leave_behind, release_own_tables

from .models.gaj_meeting_booking_mirror import SILENT


def post_init_hook(env):
    """Let everybody who works here already book rooms; new accounts may by default."""
    users = env.ref("gaj_base.group_gaj_user").all_user_ids
    env.ref("gaj_reception.group_gaj_meeting_user").user_ids |= users


def uninstall_hook(env):
    """Nothing stands in the way of the uninstall; bookings leave the calendars of the attendees with it."""
    events = env["calendar.event"].with_context(active_test=False).search([("gaj_booking_id", "!=", False)])
    events.with_context(**SILENT).unlink()
    leave_behind(env, "gaj_reception", "res.partner", "gaj.budget.kind")
    release_own_tables(env, "gaj_reception")
