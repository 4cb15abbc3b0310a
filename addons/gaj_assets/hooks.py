from odoo.addons.gaj_base.hooks import release_own_tables


def uninstall_hook(env):
    """Nothing stands in the way of the uninstall."""
    release_own_tables(env, "gaj_assets")
