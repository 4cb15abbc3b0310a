from odoo.addons.gaj_base.hooks import leave_behind, release_own_tables


def uninstall_hook(env):
    """Nothing stands in the way of the uninstall; a warehouse stays, with the routes and goods of others."""
    leave_behind(env, "gaj_assets", "stock.warehouse")
    release_own_tables(env, "gaj_assets")
