from odoo import models
from odoo.fields import Command


class GajAssetDemo(models.AbstractModel):
    """What is under way when the demonstration begins."""

    _inherit = "gaj.asset.demo"

    def _leave_open(self):
        """Leave one of each document open, for everybody something to do."""
        self._improve_power_supply()
        self._open_disposal()
        self._open_request()
        self._open_transfer()
        self._open_purchase()
        self._open_repair()
        self._ask_everybody()

    def _open_disposal(self):
        assets = self._worn_out(7, 4)
        record = self._application("sale", assets)
        record.action_apply()
        self._appraise(record, 5600.00)
        record.action_appraise()

    def _open_request(self):
        department = self.env.ref("gaj_base.demo_department_general")
        product = self._product("A02010105", "台式计算机 联想启天M440")
        request = self._as("asset_clerk", "gaj.asset.request").create(
            {
                "company_id": self._company().id,
                "department_id": department.id,
                "reason": "新录用人员三名，现有设备不足",
                "idle_reason": "闲置设备已逾最低使用年限",
                "exception_reason": "在用设备多已超期，拟同批报废三台",
                "line_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "category_id": product.gaj_asset_category_id.id,
                            "quantity": 3,
                            "price_unit": 4800.00,
                            "vendor_id": self._supplier(0).id,
                        }
                    )
                ],
            }
        )
        request.action_submit()

    def _open_transfer(self):
        """Leave a receipt that waits for the signature of the demo user."""
        person = self.env["hr.employee"].search([("user_id", "=", self._user("user").id)], limit=1)
        assets = self.env["gaj.asset"].search(
            [
                ("department_id", "=", person.department_id.id),
                ("state", "=", "in_use"),
                ("custodian_id", "!=", person.id),
            ],
            limit=3,
        )
        mine = self.env["gaj.asset"].search(
            [("department_id", "=", person.department_id.id), ("state", "=", "in_use"), ("id", "not in", assets.ids)],
            limit=5,
        )
        self._as("manager", "gaj.asset.transfer")._gaj_confirmed_move(mine, "岗位设备核对", custodian=person)
        transfer = self._as("manager", "gaj.asset.transfer")._gaj_make(
            assets, "transfer", "岗位轮换交接", custodian_to_id=person.id
        )
        transfer.action_submit()
        transfer.action_release()

    def _open_purchase(self):
        """Leave a batch that waits for its second inspector."""
        batch = self._bought_batch(
            ("A02061804", "空调机", "台", "格力KFR-35GW", 3180.00, 3),
            self.env.ref("gaj_base.demo_department_office"),
            1,
        )
        batch = self._as("manager", batch)
        batch.inspector_ids = [Command.create({"user_id": self._user(name).id}) for name in ("clerk", "user")]
        batch.action_start()
        self._as("clerk", batch.inspector_ids.filtered(lambda one: one.user_id == self._user("clerk")))._sign("passed")

    def _open_repair(self):
        asset = self.env["gaj.asset"].search(
            [("company_id", "=", self._company().id), ("state", "=", "in_use"), ("name", "=", "空调机")], limit=1
        )
        team = self.env["maintenance.team"].create({"name": "机关维修班", "company_id": self._company().id})
        self.env["maintenance.request"].create(
            {
                "name": "空调不制冷",
                "gaj_asset_id": asset.id,
                "company_id": self._company().id,
                "maintenance_team_id": team.id,
            }
        )
