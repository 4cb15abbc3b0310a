from datetime import timedelta

from odoo import models
from odoo.fields import Command

from odoo.addons.gaj_base.demo.clock import on

#: Batches received month by month: 42 in a year.
RECEIVED = (4, 3, 4, 3, 4, 3, 4, 3, 4, 3, 4, 3)
#: What the bureau buys in turn: code of the category, name, unit, model, price without VAT, pieces.
BOUGHT = (
    ("A02010105", "台式计算机", "台", "联想启天M440", 4247.79, 5),
    ("A05010201", "办公桌", "张", "1.4米实木", 1850.00, 4),
    ("A02061804", "空调机", "台", "格力KFR-35GW", 3180.00, 3),
    ("A02021003", "A4黑白打印机", "台", "奔图P3305DN", 1050.00, 6),
    ("A05010301", "办公椅", "把", "网布转椅", 1020.00, 8),
    ("A02010202", "交换设备", "台", "华为S5735", 8600.00, 1),
    ("A02091107", "视频监控设备", "套", "海康DS-2CD", 1980.00, 4),
)
#: In which months something comes without a purchase, and how.
GIFTS = {2: "donation", 3: "transfer_in", 5: "donation", 8: "transfer_in", 10: "takeover", 11: "build"}


class GajAssetDemo(models.AbstractModel):
    """How things come in: orders, receipts, inspections, bills, and what is given."""

    _inherit = "gaj.asset.demo"

    def _receive_month(self, first):
        """Receive the batches of the month that begins on ``first``."""
        number = sum(RECEIVED[: first.month - 1])
        departments = self._departments()
        for place in range(RECEIVED[first.month - 1]):
            day = first + timedelta(days=4 + 6 * place)
            department = departments[(number + place) % len(departments)]
            with on(day):
                if place == 0 and first.month in GIFTS:
                    if GIFTS[first.month] in ("takeover", "build"):
                        department = self.env.ref("gaj_base.demo_department_property")
                    batch = self._given_batch(GIFTS[first.month], department, day)
                else:
                    batch = self._bought_batch(BOUGHT[(number + place) % len(BOUGHT)], department, place)
            with on(day + timedelta(days=1)):
                self._accept(batch)
            with on(day + timedelta(days=3)):
                self._pay(batch)

    def _bought_batch(self, bought, department, place):
        """Return the batch of an order that has just been received."""
        code, name, _uom, model, price, quantity = bought
        order = (
            self.env["purchase.order"]
            .with_company(self._company())
            .create(
                {
                    "partner_id": self._supplier(place).id,
                    "company_id": self._company().id,
                    "user_id": self._user("manager").id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": self._product(code, f"{name} {model}").id,
                                "product_qty": quantity,
                                "price_unit": price,
                                "tax_ids": [Command.set(self._vat().ids)],
                            }
                        )
                    ],
                }
            )
        )
        order.button_confirm()
        picking = order.picking_ids
        for move in picking.move_ids:
            move.quantity, move.picked = move.product_uom_qty, True
        picking.with_context(skip_backorder=True).button_validate()
        batch = self.env["gaj.asset.acceptance"].search([("picking_id", "=", picking.id)])
        batch.department_id = department
        batch.line_ids.write(self._where(department))
        return batch

    def _given_batch(self, kind, department, day):
        """Return a draft of things that came without a purchase."""
        lines = {
            "donation": {"category": "A02020200", "name": "投影仪", "quantity": 1, "price": 9000.00, "fees": 200.00},
            "transfer_in": {"category": "A05010201", "name": "办公桌", "quantity": 4, "price": 8400.00, "fees": 100.00},
            "takeover": {
                "category": "A01010100",
                "name": "4号附属办公楼",
                "quantity": 1,
                "price": 2860000.00,
                "is_provisional": True,
                "address": "安澜县人民路18号",
                "structure": "concrete",
                "floor_area": 1240.0,
                "usable_area": 806.0,
                "land_use": "划拨",
                "registered_owner": self._company().name,
            },
            "build": {"category": "A01020000", "name": "自行车棚", "quantity": 1, "price": 46800.00},
        }
        line = dict(lines[kind])
        category = self.env["gaj.asset.category"].search([("code", "=", line.pop("category"))])
        return self._as("manager", "gaj.asset.acceptance").create(
            {
                "kind": kind,
                "date": day,
                "company_id": self._company().id,
                "partner_id": self._partner("安澜县财政局" if kind != "donation" else "安澜县慈善总会").id,
                "department_id": department.id,
                "line_ids": [
                    Command.create(
                        {
                            "category_id": category.id,
                            "evidence_note": f"凭证 {day:%Y%m%d}",
                            **self._where(department),
                            **line,
                        }
                    )
                ],
            }
        )

    def _where(self, department):
        rooms = self._rooms_of(self._departments())[department]
        person = self.env["hr.employee"].search([("department_id", "=", department.id)], limit=1, order="id desc")
        return {"department_id": department.id, "space_id": rooms[:1].id, "custodian_id": person.id}

    def _accept(self, batch):
        """Let two people inspect the batch and the manager accept it; the things go to their department."""
        batch = self._as("manager", batch)
        batch.inspector_ids = [Command.create({"user_id": self._user(name).id}) for name in ("clerk", "asset_clerk")]
        batch.action_start()
        for inspector in batch.inspector_ids:
            inspector.with_user(inspector.user_id)._sign("passed")
        batch.action_accept()
        cards = batch.asset_ids.filtered(lambda card: card.state == "in_store")
        if cards:
            line = batch.line_ids[:1]
            self._as("manager", "gaj.asset.transfer")._gaj_confirmed_move(
                cards, "新购入库后领用", department=line.department_id, custodian=line.custodian_id, space=line.space_id
            )
            # sudo: the demonstration skips the signature of each new custodian
            cards.sudo().write({"state": "in_use"})

    def _pay(self, batch):
        """Post the bill of a purchase, or book what came otherwise."""
        if batch.kind != "purchase":
            self._as("finance", batch)._book(batch.accepted_on)
            return
        order = batch.purchase_id
        order.action_create_invoice()
        bill = order.invoice_ids
        bill.write({"invoice_date": batch.accepted_on, "ref": f"FP{batch.accepted_on:%Y%m%d}{order.name}"})
        self._as("finance", bill).action_post()

    def _product(self, code, name):
        products = self.env["product.product"].with_company(self._company())
        found = products.search([("name", "=", name), ("gaj_asset_category_id", "!=", False)], limit=1)
        return found or products.create(
            {
                "name": name,
                "type": "consu",
                "purchase_method": "receive",
                "gaj_asset_category_id": self.env["gaj.asset.category"].search([("code", "=", code)]).id,
                "supplier_taxes_id": False,
                "company_id": self._company().id,
            }
        )

    def _supplier(self, place):
        return self._partner(("安澜县政府采购协议供货商甲", "东城办公家具有限公司", "宏远信息设备有限公司")[place % 3])

    def _partner(self, name):
        partners = self.env["res.partner"]
        return partners.search([("name", "=", name)], limit=1) or partners.create({"name": name, "is_company": True})

    def _vat(self):
        """Return the VAT that the bureau cannot deduct: without an account it is part of the cost."""
        company = self._company()
        taxes = self.env["account.tax"].with_company(company)
        found = taxes.search([("name", "=", "进项税 13%（不得抵扣）"), ("company_id", "=", company.id)])
        if found:
            return found
        lines = [Command.create({"repartition_type": part}) for part in ("base", "tax")]
        return taxes.create(
            {
                "name": "进项税 13%（不得抵扣）",
                "amount": 13,
                "type_tax_use": "purchase",
                "company_id": company.id,
                "country_id": company.account_fiscal_country_id.id,
                "tax_group_id": self.env["account.tax.group"].create({"name": "增值税", "company_id": company.id}).id,
                "invoice_repartition_line_ids": [Command.clear(), *lines],
                "refund_repartition_line_ids": [Command.clear(), *lines],
            }
        )
