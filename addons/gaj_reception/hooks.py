from odoo.addons.gaj_base.hooks import release_own_tables


def uninstall_hook(env):
    """Nothing stands in the way of the uninstall; bookings leave the calendars of the attendees with it."""
    release_own_tables(env, "gaj_reception")
