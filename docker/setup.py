"""Run once by setup.sh in `odoo shell`, where `env` is known: the first log-in is not admin/admin."""

from pathlib import Path

env = globals()["env"]
admin = env.ref("base.user_admin")
admin.write({"password": Path("/run/secrets/admin_password").read_text().strip(), "lang": "zh_CN"})
env.company.partner_id.lang = "zh_CN"
env.cr.commit()
