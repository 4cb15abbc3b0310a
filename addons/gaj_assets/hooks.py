from odoo.addons.gaj_base.hooks import release_own_tables


def uninstall_hook(env):
    """Nothing stands in the way of the uninstall; a warehouse stays, with the routes and goods of others."""
    env["ir.model.data"].search([("module", "=", "gaj_assets"), ("model", "=", "stock.warehouse")]).unlink()
    release_own_tables(env, "gaj_assets")
