from datetime import date

from odoo import models

from .clock import on

BEGUN, COMPLETED = date(2026, 10, 19), date(2026, 11, 13)
PAYMENTS = [(date(2026, 10, 23), "工程进度款 30%", 54000.00), (date(2026, 11, 12), "竣工结算款", 126000.00)]


class GajAssetDemo(models.AbstractModel):
    """A building that was improved: out of the fixed assets while the works ran, back with what they cost."""

    _inherit = "gaj.asset.demo"

    def _improve_building(self):
        """Renew the fire protection of a building: begun, paid in two parts, its old part taken out, completed."""
        building = self.env["gaj.asset"].search(
            [
                ("company_id", "=", self._company().id),
                ("category_id.code", "=like", "A0101%"),
                ("state", "=", "in_use"),
                ("value_type", "=", "cost"),
                ("net_value", ">", 100000),
            ],
            order="id",
            limit=1,
        )
        works = self._change(
            building,
            "improvement",
            date(2026, 10, 12),
            "消防设施更新改造，延长使用年限",
            works=180000.00,
            replaced=20000.00,
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
