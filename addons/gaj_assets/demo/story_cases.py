from datetime import date, timedelta

from odoo import fields, models
from odoo.fields import Command

from odoo.addons.gaj_base.demo.clock import on

HANDOVER = date(2026, 10, 12)
SPOT_CHECK = date(2026, 10, 14)
#: How far the courier's car ran, month by month (kilometres).
KILOMETRES = (1820, 1460, 2310, 2050, 1980, 2240, 2670, 2590, 1870, 2130, 1750, 1690)


class GajAssetDemo(models.AbstractModel):
    """What happens now and then: a car by kilometres, a final account, a loss, a surplus, a stray entry, a self-check."""

    _inherit = "gaj.asset.demo"

    def _courier_car(self):
        """Make the car that is depreciated by the kilometres that it runs."""
        self.env["gaj.asset"].create(
            {
                "name": "机要通信车",
                "model": "北京BJ40",
                "uom": "辆",
                "category_id": self.env.ref("gaj_assets.category_a02030501").id,
                "company_id": self._company().id,
                "acquisition_date": "2023-06-12",
                "in_service_date": "2023-06-15",
                "cost": 198600.00,
                "accumulated": 36410.00,
                "life_months": 96,
                "method": "units",
                "units_total": 300000,
                "units_name": "公里",
                "department_id": self.env.ref("gaj_base.demo_department_general").id,
                "state": "in_use",
            }
        )

    def _drive(self, first):
        """Record how far that car ran in the month that begins on ``first``."""
        car = self.env["gaj.asset"].search([("company_id", "=", self._company().id), ("method", "=", "units")])
        self._as("manager", "gaj.asset.usage").create(
            {"asset_id": car.id, "month": first, "quantity": KILOMETRES[first.month - 1], "note": "行车日志"}
        )

    def _change_values(self):
        """Let a final account replace a provisional value; another change is sent back to its author."""
        building = self.env["gaj.asset"].search(
            [("company_id", "=", self._company().id), ("value_type", "=", "provisional"), ("state", "!=", "disposed")],
            limit=1,
        )
        final = self._change(
            building, "final_value", date(2026, 10, 15), "竣工财务决算已批复，按决算价调整暂估价值", new_cost=2913500.00
        )
        self._as("finance", final).action_book()
        server = self.env["gaj.asset"].search(
            [
                ("company_id", "=", self._company().id),
                ("category_id.code", "=", "A02010202"),
                ("state", "=", "in_use"),
                ("net_value", ">", 3000),
            ],
            limit=1,
        )
        works = self._change(
            server, "improvement", date(2026, 10, 16), "扩充万兆接口模块，延长使用年限", works=2600.00, approve=False
        )
        self._as("leader", works).action_back_to_draft()

    def _change(self, asset, kind, day, reason, approve=True, **values):
        """Return a value change of ``asset`` that its manager has submitted, and a leader approved."""
        with on(day):
            change = self._as("manager", "gaj.asset.value.change").create(
                {"asset_id": asset.id, "kind": kind, "date": day, "reason": reason, **values}
            )
            change.action_submit()
            if approve:
                self._as("leader", change).action_approve()
        return change

    def _stray_entry(self):
        """Leave a reconciliation that meets an entry without a card, booked by hand, and a card without an entry."""
        category = self.env.ref("gaj_assets.category_a05010201")
        company = self._company()
        self._as("manager", "gaj.asset").create(
            {
                "name": "会议室茶水柜",
                "uom": "个",
                "category_id": category.id,
                "company_id": company.id,
                "acquisition_date": "2026-09-11",
                "in_service_date": "2026-09-11",
                "cost": 1860.00,
                "department_id": self.env.ref("gaj_base.demo_department_meetings").id,
                "state": "in_use",
            }
        )
        with on(date(2026, 9, 18)):
            # sudo: somebody with rights to it wrote the entry line by line
            entry = (
                self._as("finance", "account.move")
                .sudo()
                .create(
                    {
                        "journal_id": company.gaj_asset_journal_id.id,
                        "date": "2026-09-18",
                        "ref": "会议室文件柜 2 个，发票已付，未办理验收",
                        "line_ids": [
                            Command.create(
                                {
                                    "name": "会议室文件柜",
                                    "account_id": category._gaj_accounts(company)[category]["asset"].id,
                                    "debit": 2360.00,
                                }
                            ),
                            Command.create(
                                {
                                    "name": "会议室文件柜",
                                    "account_id": company._gaj_process_account("appropriation").id,
                                    "credit": 2360.00,
                                }
                            ),
                        ],
                    }
                )
            )
            entry.sudo(False).action_post()
        with on(date(2026, 10, 9)):
            quarter = self._as("manager", "gaj.asset.reconciliation").create(
                {"company_id": company.id, "year": 2026, "quarter": "3"}
            )
            self._as("manager", quarter).action_compare()
            self._as("manager", quarter).action_sign_manager()

    def _count_for_handover(self):
        """Let a department be counted, blind, before its head leaves: two things are lost, one is new."""
        general = self.env.ref("gaj_base.demo_department_general")
        with on(HANDOVER):
            stocktake = self._as("manager", "gaj.asset.stocktake").create(
                {
                    "name": "综合科科长离任盘点",
                    "kind": "extra",
                    "extra_reason": "handover",
                    "extra_note": "科长轮岗交流，移交前全面清点",
                    "company_id": self._company().id,
                    "department_ids": [Command.set(general.ids)],
                    "counter_ids": [Command.set(self._user("clerk").ids)],
                    "is_blind": True,
                }
            )
            stocktake.action_start()
            lines = self._lines(stocktake)
            lost = lines.filtered(lambda line: line.asset_id.custodian_id and line.asset_id.net_value > 0)[:2]
            seen = [(line.space_id, {"raw": line.tag_no}) for line in lines - lost]
            self._scans(stocktake, 20261001, seen, HANDOVER)
            note = {"raw": "", "note": "碎纸机，无标签无卡片"}
            self._scans(stocktake, 20261002, [(lines[:1].space_id, note)], HANDOVER)
            self._as("clerk", "gaj.asset.stocktake.device").heartbeat(stocktake.id, "PDA-1", 0)
            stocktake.action_finish_counting()
            self._decide_handover(stocktake)
            stocktake.action_submit()
            self._as("finance", stocktake).action_approve()
            self._as("leader", stocktake).action_approve()
        with on(HANDOVER + timedelta(days=14)):
            self._report_loss(stocktake)
            self._report_surplus(stocktake, general)

    def _decide_handover(self, stocktake):
        for results, resolution, note in (
            (["misplaced", "out_of_scope"], "sent_back", "已送回原处"),
            (["custodian_mismatch", "condition"], "noted", "已核对"),
            (["missing"], "write_off", "多方查找无果"),
            (["unknown", "surplus"], "to_register", "来源为上级单位配发，未办理入账"),
        ):
            self._lines(stocktake, ("result", "in", results)).write({"resolution": resolution, "resolution_note": note})

    def _report_loss(self, stocktake):
        """Bring one loss to its approval: finance has set it aside; for the other the search goes on."""
        losses = self._as("manager", "gaj.asset.shortage").search([("stocktake_id", "=", stocktake.id)], order="id")
        loss = losses[:1]
        loss.write(
            {
                "searched_until": HANDOVER + timedelta(days=10),
                "search_note": "逐室查找两轮，调阅监控，询问使用人和保洁人员，均未找到",
                "cause": "lost",
                "cause_note": "外出开会携带后遗失",
                "liability": "employee",
                "liable_employee_id": loss.asset_id.custodian_id.id,
                "liable_note": "使用人保管不善，按净值的一半赔偿",
                "compensation": round(loss.asset_id.net_value / 2, 2),
            }
        )
        loss.action_submit()
        self._as("finance", loss).action_set_aside()

    def _report_surplus(self, stocktake, department):
        surplus = self._as("manager", "gaj.asset.surplus").search([("stocktake_id", "=", stocktake.id)])
        surplus.write(
            {
                "item_name": "碎纸机",
                "model": "得力9902",
                "category_id": self.env.ref("gaj_assets.category_a02021301").id,
                "department_id": department.id,
                "cause": "not_recorded",
                "cause_note": "2023年由县委办配发，当时未办理入账",
                "valuation": "replacement",
                "valuation_note": "县政府采购电子卖场同型号报价",
                "value": 1180.00,
                "life_months": 36,
            }
        )
        surplus.action_submit()

    def _check_at_random(self):
        """Let the spot check of the month be drawn and half counted."""
        with on(SPOT_CHECK):
            check = self._as("manager", "gaj.asset.stocktake").create(
                {
                    "name": "2026年10月抽盘",
                    "kind": "monthly",
                    "company_id": self._company().id,
                    "date_from": SPOT_CHECK,
                    "date_to": date(2026, 10, 31),
                    "counter_ids": [Command.set((self._user("clerk") + self._user("asset_clerk")).ids)],
                }
            )
            check.action_draw()
            check.action_schedule()
            check.action_start()
            lines = self._lines(check)
            seen = [(line.space_id, {"raw": line.tag_no}) for line in lines[: len(lines) // 2]]
            self._scans(check, 20261101, seen, SPOT_CHECK)

    def _ask_everybody(self):
        """Open a self-check that runs today; the demo user has answered for some things."""
        today = fields.Date.context_today(self)
        self._as("manager", "gaj.asset.selfcheck.campaign").create(
            {
                "name": "年终盘点前自查",
                "company_id": self._company().id,
                "date_from": today - timedelta(days=6),
                "date_until": today + timedelta(days=24),
            }
        )
        mine = self.env["gaj.asset"].search([("custodian_id.user_id", "=", self._user("user").id)], order="id", limit=3)
        notes = ("", "", "右侧扶手松动，需要维修")
        self._as("user", "gaj.sync")._gaj_receive(
            "selfcheck",
            [
                {
                    "uuid": f"20261201-0000-4000-8000-{number:012d}",
                    "asset": asset.id,
                    "answer": "damaged" if note else "here",
                    "note": note,
                }
                for number, (asset, note) in enumerate(zip(mine, notes, strict=False))
            ],
        )

    def _ask_and_order(self):
        """Leave a request whose order is on its way, and one that was given up."""
        with on(date(2026, 10, 8)):
            request = self._request("A05010501", "书柜 三门实木", 2, 1180.00, "档案资料增加，现有书柜已满")
            request.action_submit()
            self._as("leader", request).action_approve()
        with on(date(2026, 10, 10)):
            self._as("manager", request).action_create_order()
            request.sudo().line_ids.purchase_line_ids.order_id.button_confirm()
        with on(date(2026, 10, 11)):
            self._request(
                "A02021118", "扫描仪 紫光Q400", 1, 2380.00, "拟购扫描仪，后由信息中心统一扫描"
            ).action_cancel()

    def _request(self, code, name, quantity, price, reason):
        """Return the draft of a request of the asset clerk's department."""
        product = self._product(code, name)
        return self._as("asset_clerk", "gaj.asset.request").create(
            {
                "company_id": self._company().id,
                "department_id": self.env.ref("gaj_base.demo_department_general").id,
                "reason": reason,
                "idle_reason": "闲置的同类资产规格不符或已超过使用年限",
                "exception_reason": "按档案管理要求配置",
                "line_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "category_id": product.gaj_asset_category_id.id,
                            "quantity": quantity,
                            "price_unit": price,
                            "vendor_id": self._supplier(1).id,
                        }
                    )
                ],
            }
        )

    def _sell_by_auction(self):
        """Leave an auction for which two have bid, and nobody is awarded yet."""
        assets = self.env["gaj.asset"].search(
            [
                ("department_id", "=", self.env.ref("gaj_base.demo_department_general").id),
                ("state", "in", ["in_use", "idle"]),
            ],
            order="net_value, acquisition_date, id",
            limit=3,
        )
        with on(date(2026, 10, 8)):
            record = self._application("sale", assets)
            record.reason = "批量更新后闲置，尚有使用价值，公开拍卖"
            record.action_apply()
        with on(date(2026, 10, 13)):
            self._approve(record, "sale", 2400.00)
        with on(date(2026, 10, 19)):
            record.write({"published_on": record.approved_on, "published_in": "县公共资源交易平台"})
            self._as("manager", "gaj.asset.disposal.bid").create(
                [
                    {"disposal_id": record.id, "bidder_id": self._partner(name).id, "amount": amount}
                    for name, amount in (("城北旧货行", 2350.00), ("惠民再生资源回收有限公司", 2620.00))
                ]
            )
