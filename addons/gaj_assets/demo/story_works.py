from datetime import date

from odoo import models

from odoo.addons.gaj_base.demo.clock import on

BEGUN, COMPLETED = date(2026, 10, 19), date(2026, 11, 13)
PAYMENTS = [(date(2026, 10, 23), "电池组预付款", 600.00), (date(2026, 11, 12), "电池组更换结算款", 1200.00)]


class GajAssetDemo(models.AbstractModel):
    """A power supply that was improved: out of the fixed assets while the works ran, back with what they cost."""

    _inherit = "gaj.asset.demo"

    def _improve_power_supply(self):
        """Renew the batteries of a power supply: begun, paid in two parts, its old part taken out, completed."""
        supply = self.env["gaj.asset"].search(
            [
                ("company_id", "=", self._company().id),
                ("department_id", "=", self.env.ref("gaj_base.demo_department_assets").id),
                ("category_id.code", "=", "A02061504"),
                ("state", "=", "in_use"),
                ("net_value", ">", 3000),
            ],
            order="id",
            limit=1,
        )
        works = self._change(
            supply,
            "improvement",
            date(2026, 10, 12),
            "更换蓄电池组，延长使用年限",
            works=1800.00,
            replaced=900.00,
            is_through_construction=True,
        )
        finance = self._as("finance", works)
        with on(BEGUN):
            finance.action_begin()
        for day, name, amount in PAYMENTS:
            with on(day):
                payment = self._as("finance", "gaj.asset.works.payment").create(
                    {"change_id": works.id, "date": day, "name": name, "amount": amount}
                )
                payment.action_book()
        with on(COMPLETED):
            finance.action_replace()
            finance.action_complete()
            finance.action_write_off()
