from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .request_case import RequestCase


@tagged("post_install", "-at_install", "gaj")
class TestRequestOrder(RequestCase):
    """The checks at the order and at the receipt."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        own = cls.company._gaj_own_institution()
        cls.env["gaj.institution.size"].create({"institution_id": own.id, "date_from": "2020-01-01", "people": 4})

    def make_order(self, quantity=1, price=4800.0):
        return self.env["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "order_line": [
                    Command.create({"product_id": self.product.id, "product_qty": quantity, "price_unit": price})
                ],
            }
        )

    def room(self):
        """Return how many desktops the bureau itself, of 4 people, may still order."""
        unit = self.env["gaj.asset"]._read_group(
            [
                ("company_id", "=", self.company.id),
                ("category_id", "=", self.desktop.id),
                ("state", "!=", "disposed"),
                "|",
                ("department_id", "=", False),
                ("department_id.gaj_institution_id", "=", self.company.gaj_institution_id.id),
            ],
            aggregates=["quantity:sum"],
        )[0][0]
        return 4 - (unit or 0)

    def test_an_order_within_the_standards_says_nothing(self):
        order = self.make_order(self.room())
        order.button_confirm()
        self.assertEqual(order.state, "purchase")
        self.assertFalse(order.activity_ids)

    def test_an_order_beyond_is_noted_and_somebody_reminded(self):
        order = self.make_order(self.room() + 1)
        order.button_confirm()
        self.assertEqual(order.state, "purchase")
        self.assertIn("1 over", "".join(order.message_ids.mapped("body")))
        self.assertIn("1 over", order.activity_ids.note)

    def test_an_order_beyond_is_blocked(self):
        self.company.gaj_asset_check_order = "block"
        order = self.make_order(self.room() + 1)
        with self.assertRaisesRegex(UserError, "Order less, or have an asset request"):
            order.button_confirm()
        self.assertEqual(order.state, "draft")
        order.order_line.product_qty = self.room()
        order.button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_a_price_beyond_is_blocked_with_the_taxes(self):
        self.company.gaj_asset_check_order = "block"
        tax = self.env["account.tax"].create({"name": "13 %", "amount": 13, "type_tax_use": "purchase"})
        order = self.make_order(price=4424.78)
        order.order_line.tax_ids = tax
        order.button_confirm()
        beyond = self.make_order(price=4424.79)
        beyond.order_line.tax_ids = tax
        with self.assertRaisesRegex(UserError, "the standard allows at most"):
            beyond.button_confirm()

    def test_an_order_of_furniture_without_a_request_is_told_to_say_for_whom(self):
        self.product.gaj_asset_category_id = self.category("A05010201")
        for mode in ("warn", "block"):
            self.company.gaj_asset_check_order = mode
            order = self.make_order(1, 4000.0)
            with self.subTest(mode):
                if mode == "block":
                    with self.assertRaisesRegex(UserError, "nobody said for whom.*choose “For Whom”"):
                        order.button_confirm()
                    self.make_order(1, 3000.0).button_confirm()
                else:
                    order.button_confirm()
                    self.assertIn("nobody said for whom", "".join(order.message_ids.mapped("body")))

    def test_what_is_on_order_counts_until_it_is_on_cards(self):
        self.company.gaj_asset_check_order = "block"
        self.make_order(self.room()).button_confirm()
        with self.assertRaisesRegex(UserError, "on the way"):
            self.make_order().button_confirm()

    def test_a_quantity_raised_after_the_confirmation_is_blocked(self):
        self.company.gaj_asset_check_order = "block"
        order = self.make_order(self.room())
        order.button_confirm()
        line = order.order_line
        with self.assertRaisesRegex(UserError, "(?s)1 over.*Order less"), self.cr.savepoint():
            line.product_qty += 1
        with self.assertRaisesRegex(UserError, "the standard allows at most"), self.cr.savepoint():
            line.price_unit = 5000.01
        with self.assertRaisesRegex(UserError, "1 over"), self.cr.savepoint():
            order.order_line = [Command.create({"product_id": self.product.id, "product_qty": 1, "price_unit": 10})]
        self.assertEqual(line.product_qty, self.room())
        # less, or cheaper, is nobody's business
        line.product_qty -= 1
        line.price_unit = 4000
        line.date_planned = "2030-01-01"

    def test_a_quantity_raised_after_the_confirmation_is_noted(self):
        order = self.make_order(self.room())
        order.button_confirm()
        self.assertFalse(order.activity_ids)
        order.order_line.product_qty += 1
        self.assertIn("1 over", "".join(order.message_ids.mapped("body")))
        self.assertIn("1 over", order.activity_ids.note)

    def test_more_than_approved_is_not_ordered_afterwards_either(self):
        _request, order = self.ordered(quantity=2)
        order.button_confirm()
        with self.assertRaises(UserError), self.cr.savepoint():
            order.order_line.product_qty = 3
        order.order_line.product_qty = 1

    def test_an_approved_exception_is_ordered_and_no_dearer(self):
        self.company.gaj_asset_check_order = "block"
        _request, order = self.ordered(lines=[{"price_unit": 6000.0}], exception_reason="Drawing office")
        order.order_line.price_unit = 6000.01
        with self.assertRaisesRegex(UserError, "6,000.01"):
            order.button_confirm()
        order.order_line.price_unit = 6000.0
        order.button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_a_colour_printer_is_ordered_with_consent_only(self):
        self.company.gaj_asset_check_order = "block"
        self.company.gaj_institution_id.size_ids.people = 400
        self.product.gaj_asset_category_id = self.category("A02021004")
        with self.assertRaisesRegex(UserError, "consent of a leader"):
            self.make_order(price=1900).button_confirm()
        _request, order = self.ordered(lines=[{"price_unit": 1900.0}])
        order.button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_an_approval_covers_the_kind_of_thing_that_was_approved(self):
        _request, order = self.ordered(quantity=2)
        server = self.env["product.product"].create(
            {
                "name": "Server",
                "type": "consu",
                "gaj_asset_category_id": self.env.ref("gaj_assets.category_a02010104").id,
                "purchase_method": "receive",
            }
        )
        with self.assertRaisesRegex(ValidationError, "Server is another kind of thing"):
            order.order_line.product_id = server

    def test_other_goods_are_not_looked_at(self):
        paper = self.env["product.product"].create({"name": "Paper", "type": "consu"})
        order = self.make_order()
        order.order_line.product_id = paper
        order.order_line.price_unit = 99999
        self.company.gaj_asset_check_order = "block"
        order.button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_a_receipt_of_more_than_approved_is_blocked(self):
        self.company.gaj_asset_check_receipt = "block"
        request, order = self.ordered(quantity=2)
        order.button_confirm()
        picking = order.picking_ids
        picking.move_ids.quantity = 3
        with self.assertRaisesRegex(UserError, "2 were approved"):
            picking.button_validate()
        self.assertNotEqual(picking.state, "done")
        picking.move_ids.quantity = 2
        picking.button_validate()
        self.assertEqual((picking.state, request.state), ("done", "done"))

    def test_a_receipt_beyond_is_noted_on_the_order(self):
        _request, order = self.ordered(quantity=2)
        order.button_confirm()
        order.picking_ids.move_ids.quantity = 3
        order.picking_ids.button_validate()
        self.assertIn("2 were approved", "".join(order.message_ids.mapped("body")))

    def test_a_buyer_and_a_store_keeper_need_no_role_of_assets(self):
        buyer = new_test_user(self.env, "gaj_buyer", groups="purchase.group_purchase_user")
        keeper = new_test_user(self.env, "gaj_keeper", groups="stock.group_stock_user")
        request, order = self.ordered(quantity=2)
        own = self.make_order(self.room() + 1)
        for each in (order, own):
            each.with_user(buyer).button_confirm()
            self.assertEqual(each.state, "purchase")
        self.assertIn("1 over", own.activity_ids.note)
        picking = order.picking_ids.with_user(keeper)
        picking.move_ids.quantity = 2
        picking.button_validate()
        self.assertEqual(request.state, "done")

    def test_audit_confirms_and_receives_nothing(self):
        _request, order = self.ordered()
        auditor = self.users["auditor"]
        turn = self.institution.asset_turn
        with self.assertRaises(AccessError):
            order.with_user(auditor).button_confirm()
        order.button_confirm()
        with self.assertRaises(AccessError):
            order.picking_ids.with_user(auditor).button_validate()
        self.assertEqual(self.institution.asset_turn, turn + 1)

    def test_the_way_from_the_order_to_its_request(self):
        request, order = self.ordered()
        self.assertEqual(order.gaj_asset_request_count, 1)
        self.assertEqual(order.action_gaj_open_requests()["domain"], [("id", "in", request.ids)])
