from odoo import SUPERUSER_ID, api
from odoo.fields import Command


def migrate(cr, version):
    """Give everybody who works here the role that shows the own assets, as a new installation does."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    role = env.ref("gaj_assets.group_gaj_assets_user")
    if default := env.ref("base.default_user_group", raise_if_not_found=False):
        default.implied_ids = [Command.link(role.id)]
    env["hr.employee"]._gaj_make_all_asset_users()
