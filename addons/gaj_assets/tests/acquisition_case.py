from contextlib import contextmanager

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user

from .common_accounting import AccountingCase


class AcquisitionCase(AccountingCase):
    """Things are ordered, received, accepted by two inspectors and billed, on the government accounts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.inspectors = [
            new_test_user(cls.env, f"gaj_inspector_{n}", groups="gaj_assets.group_gaj_assets_user") for n in (1, 2)
        ]
        cls.users.update(zip(("inspector_1", "inspector_2"), cls.inspectors, strict=True))
        cls.vendor = cls.env["res.partner"].create({"name": "Test Supplier"})
        cls.computer = cls.make_product("Desktop computer", cls.desktop)
        cls.seat = cls.make_product("Office chair", cls.chair)
        cls.freight = cls.make_product("Freight", type="service", gaj_asset_cost="freight", purchase_method="purchase")
        cls.vat = cls.make_vat(cls.company)
        cls.last_line = cls.env["account.move.line"].search([], order="id desc", limit=1).id or 0

    @contextmanager
    def refused(self, text, error=UserError):
        """Expect a refusal that says ``text``, and leave nothing of the attempt behind."""
        with self.assertRaises(error) as caught, self.cr.savepoint():
            yield
        self.assertIn(text, str(caught.exception))

    @classmethod
    def make_product(cls, name, category=None, **values):
        return cls.env["product.product"].create(
            {
                "name": name,
                "type": "consu",
                "gaj_asset_category_id": category and category.id,
                "purchase_method": "receive",
                "supplier_taxes_id": False,
                **values,
            }
        )

    @classmethod
    def make_vat(cls, company, account=None):
        """Return a purchase tax of 13 %: deductible with an ``account``, part of the cost without one."""
        lines = [
            Command.create({"repartition_type": "base"}),
            Command.create({"repartition_type": "tax", "account_id": account and account.id}),
        ]
        return cls.env["account.tax"].create(
            {
                "name": "VAT 13 %",
                "amount": 13,
                "type_tax_use": "purchase",
                "company_id": company.id,
                "country_id": company.account_fiscal_country_id.id,
                "tax_group_id": cls.env["account.tax.group"].create({"name": "VAT", "company_id": company.id}).id,
                "invoice_repartition_line_ids": [Command.clear(), *lines],
                "refund_repartition_line_ids": [Command.clear(), *lines],
            }
        )

    def order(self, *lines, company=None, **values):
        """Return a confirmed order of ``lines``: product, quantity, unit price, taxes."""
        company = company or self.company
        order = (
            self.env["purchase.order"]
            .with_company(company)
            .create(
                {
                    "partner_id": self.vendor.id,
                    "company_id": company.id,
                    "user_id": self.users["clerk"].id,
                    **values,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "product_qty": quantity,
                                "price_unit": price,
                                "tax_ids": [Command.set([tax.id for tax in taxes])],
                            }
                        )
                        for product, quantity, price, *taxes in lines
                    ],
                }
            )
        )
        order.button_confirm()
        return order

    def receive(self, order, **quantities):
        """Receive what is open of ``order`` (or ``quantity`` of each line) and return the new batch."""
        picking = order.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))
        for move in picking.move_ids:
            move.quantity = quantities.get("quantity", move.product_uom_qty)
            move.picked = True
        picking.with_context(skip_backorder=True).button_validate()
        return self.env["gaj.asset.acceptance"].search([("picking_id", "=", picking.id)])

    def send_back(self, batch, quantity):
        """Return ``quantity`` of the receipt of ``batch`` to the supplier."""
        picking = batch.picking_id
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_id=picking.id, active_model="stock.picking")
            .create({"picking_id": picking.id})
        )
        wizard.product_return_moves.quantity = quantity
        action = wizard.action_create_returns()
        back = self.env["stock.picking"].browse(action["res_id"])
        for move in back.move_ids:
            move.quantity, move.picked = quantity, True
        back.button_validate()

    def name_inspectors(self, batch, *users):
        batch.with_user(self.users["manager"]).inspector_ids = [
            Command.create({"user_id": user.id}) for user in users or self.inspectors
        ]

    def sign(self, batch, verdict="pass"):
        """Let each inspector sign ``batch`` with their own rights."""
        for user in batch.inspector_ids.user_id:
            self.sign_as(batch, user, verdict, "Two of them are broken" if verdict == "fail" else False)

    def sign_as(self, batch, user, verdict="pass", note=False):
        """Let ``user`` sign ``batch`` as the screen does."""
        action = batch.with_user(user).action_sign()
        wizard = self.env[action["res_model"]].with_user(user).with_context(**action["context"]).create({"note": note})
        getattr(wizard, f"action_{verdict}")()

    def accept(self, batch):
        """Take ``batch`` through inspection and acceptance; return its cards in their order."""
        batch = batch.with_user(self.users["manager"])
        if not batch.inspector_ids:
            self.name_inspectors(batch)
        batch.action_start()
        self.sign(batch)
        batch.action_accept()
        return batch.asset_ids.sudo().sorted("acceptance_unit").with_user(self.env.user)

    def bill(self, order, post=True, **values):
        """Return the bill of what is open of ``order``; ``values`` change its lines: ``price_unit``, ``quantity``."""
        order.action_create_invoice()
        bill = order.invoice_ids.sorted("id")[-1]
        bill.invoice_date = "2026-06-20"
        if values:
            bill.invoice_line_ids.filtered("product_id.gaj_asset_category_id").write(values)
        if post:
            bill.with_user(self.users["finance"]).with_company(order.company_id).action_post()
        return bill

    def get(self, kind, *lines, **values):
        """Return a draft batch of ``kind`` made by hand; ``lines`` are dicts."""
        return (
            self.env["gaj.asset.acceptance"]
            .with_user(self.users["manager"])
            .create(
                {
                    "kind": kind,
                    "date": "2026-06-10",
                    "partner_id": self.vendor.id,
                    "department_id": self.section.id,
                    **values,
                    "line_ids": [
                        Command.create({"name": "Thing", "category_id": self.desktop.id, **line}) for line in lines
                    ],
                }
            )
        )

    def book(self, batch, day="2026-06-30"):
        """Let finance book ``batch`` and return its entry."""
        finance = self.users["finance"]
        action = batch.with_user(finance).action_book()
        wizard = self.env[action["res_model"]].with_user(finance).with_context(**action["context"]).create({"day": day})
        wizard.action_book()
        return batch.with_user(finance).move_ids.sorted("id")[-1:]

    def balance(self, *codes, company=None):
        """Return what this test has posted on accounts ``codes``, in yuan."""
        company = company or self.company
        accounts = self.env["account.account"].with_company(company).search([("code", "in", codes)])
        rows = self.env["account.move.line"]._read_group(
            [
                ("account_id", "in", accounts.ids),
                ("parent_state", "=", "posted"),
                ("company_id", "=", company.id),
                ("id", ">", self.last_line),
            ],
            aggregates=["balance:sum"],
        )
        return round(rows[0][0] or 0, 2)

    def costs(self, cards):
        return [f"{card.cost:.2f}" for card in cards]
