import base64

from dateutil.relativedelta import relativedelta
from odoo import models
from odoo.fields import Command

from odoo.addons.gaj_base.demo.clock import on

#: Batches disposed of month by month: 39 in a year.
DISPOSED = (2, 3, 4, 3, 4, 3, 3, 4, 3, 3, 4, 3)
#: What auctions of cars left for the treasury, by month; with 28 batches of scrap it comes to 335,400.00 in the year.
AUCTIONS = {2: 66000.00, 4: 58300.00, 6: 52000.00, 8: 47500.00, 9: 41200.00, 11: 36800.00}
#: What goes to others without payment, by month.
GIVEN = {3: "transfer_out", 5: "donation", 7: "transfer_out", 10: "donation", 12: "transfer_out"}
SCRAP_AVERAGE = 1200.00
REASONS = {
    "car": "车改后闲置",
    "scrap": "已达到最低使用年限，无维修价值",
    "sale": "已超过使用年限，尚有残值，拟公开处置",
    "transfer_out": "支持基层办学",
    "donation": "支持基层办学",
}


class GajAssetDemo(models.AbstractModel):
    """How things leave: scrap, auctions of cars, gifts to schools, and the money to the treasury."""

    _inherit = "gaj.asset.demo"

    def _cars(self):
        """Make the cars that the year's auctions sell."""
        category = self.env.ref("gaj_assets.category_a02030501")
        office = self.env.ref("gaj_base.demo_department_fleet")
        self.env["gaj.asset"].create(
            [
                {
                    "name": "轿车",
                    "model": model,
                    "uom": "辆",
                    "category_id": category.id,
                    "company_id": self._company().id,
                    "acquisition_date": f"{year}-05-10",
                    "in_service_date": f"{year}-05-12",
                    "cost": cost,
                    "accumulated": cost,
                    "life_months": 96,
                    "department_id": office.id,
                    "state": "in_use",
                }
                for model, year, cost in (
                    ("红旗H5", 2016, 182300.00),
                    ("大众帕萨特", 2015, 198000.00),
                    ("大众帕萨特", 2015, 198000.00),
                    ("别克GL8", 2014, 236800.00),
                    ("别克GL8", 2014, 236800.00),
                    ("广汽传祺GA6", 2016, 139800.00),
                )
            ]
        )

    def _dispose_month(self, first):
        """Dispose of the batches of the month that begins on ``first``."""
        before = sum(DISPOSED[: first.month - 1])
        for place in range(DISPOSED[first.month - 1]):
            if place == 0 and first.month in AUCTIONS:
                self._auction(first, AUCTIONS[first.month])
            elif place == 0 and first.month in GIVEN:
                self._dispose(first, GIVEN[first.month], self._worn_out(before, 3), 0)
            else:
                self._dispose(first, "scrap", self._worn_out(before + place, 4), self._scrap_value(before + place))

    def _scrap_value(self, number):
        """Return what the batch ``number`` of the year brings; over the year the average is exact."""
        special = [month for month in (*AUCTIONS, *GIVEN) if sum(DISPOSED[: month - 1]) < number]
        scrap = number - len(special)
        return SCRAP_AVERAGE + (-1) ** scrap * 20 * (scrap // 2 + 1)

    def _worn_out(self, number, count):
        """Return things of one department that have served their life."""
        departments = self._departments()
        for place in range(len(departments)):
            found = self.env["gaj.asset"].search(
                [
                    ("company_id", "=", self._company().id),
                    ("department_id", "=", departments[(number + place) % len(departments)].id),
                    ("state", "in", ["in_use", "idle"]),
                    ("net_value", "=", 0),
                    ("category_id.code", "not like", "A0203"),
                ],
                order="acquisition_date",
                limit=count,
            )
            if found:
                return found
        return self.env["gaj.asset"]

    def _auction(self, first, net):
        car = self.env["gaj.asset"].search(
            [("category_id.code", "=", "A02030501"), ("state", "=", "in_use"), ("net_value", "=", 0)], limit=1
        )
        self._dispose(first, "sale", car, net)

    def _dispose(self, first, kind, assets, net):
        """Take ``assets`` from the application to the closed file within the month, leaving ``net`` yuan to remit."""
        with on(first + relativedelta(day=5)):
            record = self._application(kind, assets)
            record.action_apply()
        with on(first + relativedelta(day=9)):
            self._approve(record, kind, net)
        with on(first + relativedelta(day=12)):
            if kind == "sale":
                self._sell(record, net)
            record.action_hand_over()
            self._sign(record)
        with on(first + relativedelta(day=16)):
            self._settle(record, kind, net, first + relativedelta(day=16))
        with on(first + relativedelta(day=20)):
            self._remit(record)
            if kind == "sale":
                record.line_ids.write(
                    {"title_no": f"GH{first:%Y%m}", "title_transferred_on": first + relativedelta(day=18)}
                )
            record.action_close()

    def _application(self, kind, assets):
        receiver = kind in ("transfer_out", "donation") and self._partner("安澜县第二小学").id
        proof = self._as("manager", "ir.attachment").create(
            {"name": "鉴定意见.txt", "datas": base64.b64encode("已无维修价值".encode())}
        )
        return self._as("manager", "gaj.asset.disposal").create(
            {
                "kind": kind,
                "company_id": self._company().id,
                "department_id": assets[:1].department_id.id,
                "reason": REASONS["car" if assets[:1].name == "轿车" else kind],
                "receiver_id": receiver,
                "line_ids": [
                    Command.create(
                        {
                            "asset_id": asset.id,
                            "evidence_ids": [Command.set(proof.ids)],
                            "evidence_note": "技术鉴定：已无维修价值",
                        }
                    )
                    for asset in assets
                ],
            }
        )

    def _approve(self, record, kind, net):
        if kind == "sale":
            self._appraise(record, round(net * 0.96, 2))
        else:
            record.expected_price = net
        record.action_appraise()
        self._sign(record)
        if record.is_outside_authority:
            record.write(
                {"document_no": f"安财资〔{record.applied_on:%Y}〕{record.id}号", "document_date": record.applied_on}
            )
        record.action_submit()
        self._as("leader", record).action_approve()
        record.action_execute()

    def _appraise(self, record, value):
        firm = self._partner("安澜县信诚资产评估事务所")
        record.write(
            {
                "appraiser_id": firm.id,
                "appraised_value": value,
                "appraised_on": record.applied_on,
                "report_no": f"安信评字〔{record.applied_on:%Y}〕{record.id}号",
            }
        )

    def _sell(self, record, net):
        record.write({"published_on": record.approved_on, "published_in": "县公共资源交易平台"})
        bids = self._as("manager", "gaj.asset.disposal.bid")
        fee = 2000.00
        for name, amount in (("城北旧货行", net - 1500), ("顺达二手车有限公司", net + fee)):
            bid = bids.create({"disposal_id": record.id, "bidder_id": self._partner(name).id, "amount": amount})
        bid.action_award()
        self._sign(record)

    def _settle(self, record, kind, net, day):
        finance = self._as("finance", record)
        values = {"derecognised_on": day, "settled_on": day}
        if kind == "sale":
            bill = self._as("finance", "ir.attachment").create(
                {"name": "拍卖佣金发票.txt", "datas": base64.b64encode("拍卖佣金2000元".encode())}
            )
            values |= {"costs": 2000.00, "cost_paper_ids": [Command.set(bill.ids)]}
        elif net:
            values |= {"proceeds": net + 60, "costs": 60}
        finance.write(values)
        finance.action_derecognise()
        finance.action_settle()
        self._sign(record)

    def _sign(self, record):
        """Let discipline inspection sign whatever waits for it."""
        record.invalidate_recordset(["next_signature", "signatures_missing"])
        while record.is_supervised and record.next_signature:
            self._as("discipline", record)._gaj_sign("到场监督，程序合规")
            record.invalidate_recordset(["next_signature", "signatures_missing"])

    def _remit(self, record):
        """Remit what is due, on the line of the bank statement where it was a larger sum."""
        if not record.open_amount:
            return
        proof = {}
        if record.open_amount > 10000:
            journal = self.env["account.journal"].search(
                [("company_id", "=", self._company().id), ("type", "=", "bank")], limit=1
            )
            proof["statement_line_id"] = (
                self.env["account.bank.statement.line"]
                .create({"journal_id": journal.id, "payment_ref": "上缴非税收入", "amount": -record.open_amount})
                .id
            )
        remittance = self._as("finance", "gaj.asset.remittance").create(
            {"disposal_id": record.id, "name": f"JK{record.id:05d}", "amount": record.open_amount, **proof}
        )
        remittance.action_post()
