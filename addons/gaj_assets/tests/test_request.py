from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .request_case import RequestCase


@tagged("post_install", "-at_install", "gaj")
class TestRequest(RequestCase):
    def test_from_the_wish_to_the_received_thing(self):
        request, order = self.ordered(quantity=2)
        self.assertEqual((request.state, order.state, order.partner_id), ("ordered", "draft", self.vendor))
        self.assertEqual(order.order_line.mapped("product_qty"), [2])
        order.button_confirm()
        line = request.line_ids
        self.assertEqual((line.ordered_quantity, line.received_quantity, line.open_quantity), (2, 0, 0))
        self.receive(order)
        self.assertEqual(request.state, "done")
        batch = self.env["gaj.asset.acceptance"].search([("purchase_id", "=", order.id)])
        self.assertEqual(batch.line_ids.department_id, self.bureau)

    def test_what_is_received_stays_on_the_way_until_it_has_cards(self):
        _request, order = self.ordered(quantity=2)
        order.button_confirm()
        self.receive(order)

        def figures():
            again = self.make_request()
            return again.check_panel.partition("cap 47, ")[2].partition(", asked")[0]

        self.assertEqual(figures(), "have 0, on the way 2")
        card = self.make_assets("A", department_id=self.bureau.id)
        card.sudo().purchase_line_id = order.order_line
        self.assertEqual(figures(), "have 1, on the way 1")
        batch = self.env["gaj.asset.acceptance"].search([("purchase_id", "=", order.id)])
        batch.with_user(self.users["manager"]).action_cancel()
        self.assertEqual(figures(), "have 1")

    def test_the_panel_says_it_in_clear_words(self):
        self.make_assets([f"D{number}" for number in range(45)])
        request = self.make_request(quantity=3)
        self.assertTrue(request.is_over)
        self.assertIn("47 staff, cap 47, have 45, asked 3 → 1 over", request.check_panel)
        self.assertIn("text-danger", request.check_panel)
        request.line_ids.quantity = 2
        request.invalidate_recordset(["check_panel", "is_over"])
        self.assertFalse(request.is_over)
        self.assertNotIn("text-danger", request.check_panel)

    def test_beyond_the_cap_only_with_a_reason_and_the_leader(self):
        request = self.make_request(quantity=48)
        with self.assertRaisesRegex(UserError, "1 over"):
            request.action_submit()
        self.assertEqual(request.state, "draft")
        request.exception_reason = "A shift works at night"
        request.action_submit()
        self.approve(request)
        self.assertTrue(request.is_exception)
        self.assertEqual(request.approved_by_id, self.users["leader"])
        self.assertIn("1 over", request.check_note)
        self.assertIn("1 over", "".join(request.message_ids.mapped("body")))

    def test_furniture_without_a_rank_is_asked_for_whom_it_is(self):
        self.product.gaj_asset_category_id = self.category("A05010201")
        line = {"product_id": self.product.id, "quantity": 1, "price_unit": 4000.0}
        request = self.make_request(lines=[line], exception_reason="We like it")
        with self.assertRaisesRegex(UserError, "nobody said for whom.*choose “For Whom”"):
            request.action_submit()
        request.line_ids.rank_class = "bureau"
        request.action_submit()
        self.assertFalse(self.approve(request).is_exception)
        self.company.gaj_asset_check_request = "warn"
        warned = self.make_request(lines=[line])
        warned.action_submit()
        self.assertIn("nobody said for whom", "".join(warned.message_ids.mapped("body")))

    def test_at_the_cap_nothing_is_an_exception(self):
        request = self.approved(quantity=47)
        self.assertEqual((request.state, request.is_exception), ("approved", False))

    def test_a_warning_lets_pass_and_is_noted(self):
        self.company.gaj_asset_check_request = "warn"
        request = self.make_request(quantity=48)
        request.action_submit()
        self.assertIn("1 over", "".join(request.message_ids.mapped("body")))
        self.approve(request)
        self.assertTrue(request.is_exception)

    def test_a_cent_above_the_price(self):
        request = self.make_request(lines=[{"price_unit": 5000.01}])
        with self.assertRaisesRegex(UserError, "5,000.01"):
            request.action_submit()
        request.line_ids.price_unit = 5000.0
        request.action_submit()

    def test_what_others_have_asked_for_counts(self):
        self.approved(quantity=46)
        other = self.make_request(quantity=2)
        with self.assertRaisesRegex(UserError, "on the way 46, asked 2 → 1 over"):
            other.action_submit()

    def test_two_ask_for_the_last_place_and_one_gets_it(self):
        self.make_assets([f"D{number}" for number in range(46)])
        self.company.gaj_asset_check_request = "warn"
        first, second = self.make_request(), self.make_request()
        first.action_submit()
        second.action_submit()
        self.company.gaj_asset_check_request = "block"
        self.approve(first)
        with self.assertRaisesRegex(UserError, "1 over"):
            self.approve(second)
        self.assertEqual(second.state, "submitted")

    def test_an_approval_takes_the_turn_of_the_institution(self):
        before = self.institution.asset_turn
        self.approved()
        self.assertEqual(self.institution.asset_turn, before + 1)

    def test_a_replaced_card_makes_room(self):
        cards = self.make_assets(
            [f"D{number}" for number in range(47)], acquisition_date="2019-01-01", in_service_date="2019-01-01"
        )
        request = self.make_request(lines=[{"quantity": 1, "replaced_ids": [Command.set(cards[:1].ids)]}])
        request.action_submit()
        self.approve(request)
        self.assertEqual(cards[0].replacement_line_id, request.line_ids)
        again = self.make_request(lines=[{"quantity": 1, "replaced_ids": [Command.set(cards[:1].ids)]}])
        with self.assertRaisesRegex(UserError, "is to be replaced by request"):
            again.action_submit()
        request.with_user(self.users["clerk"]).action_cancel()
        self.assertFalse(cards[0].replacement_line_id)
        again.action_submit()

    @freeze_time("2026-06-01")
    def test_no_replacement_before_the_minimum_years_unless_destroyed(self):
        card = self.make_assets(["Young"], acquisition_date="2020-06-02", in_service_date="2020-06-02")
        request = self.make_request(lines=[{"quantity": 1, "replaced_ids": [Command.set(card.ids)]}])
        with self.assertRaisesRegex(UserError, "is to serve 6 years"):
            request.action_submit()
        with self.assertRaisesRegex(ValidationError, "who examined it"):
            request.line_ids.is_beyond_repair = True
        request.line_ids.write({"is_beyond_repair": True, "evidence": "Burnt; workshop report 12"})
        request.action_submit()
        self.assertEqual(request.state, "submitted")

    @freeze_time("2026-06-01")
    def test_replacement_on_the_day_the_years_are_served(self):
        card = self.make_assets(["Old"], acquisition_date="2020-06-01", in_service_date="2020-06-01")
        request = self.make_request(lines=[{"quantity": 1, "replaced_ids": [Command.set(card.ids)]}])
        self.assertIn("What can still be used is kept in use", request.check_panel)
        request.action_submit()
        self.assertEqual((request.state, request.is_over), ("submitted", False))
        self.assertIn("What can still be used is kept in use", request.check_note)

    def test_no_more_cards_than_pieces_are_replaced(self):
        cards = self.make_assets("AB")
        with self.assertRaisesRegex(ValidationError, "cannot replace"):
            self.make_request(lines=[{"quantity": 1, "replaced_ids": [Command.set(cards.ids)]}])

    def test_idle_things_are_offered_before_anything_is_bought(self):
        idle = self.make_assets(["Spare"], state="idle", department_id=self.other.id)
        request = self.make_request()
        self.assertEqual(request.idle_count, 1)
        self.assertIn(idle.asset_no, request.check_panel)
        with self.assertRaisesRegex(UserError, "stand idle"):
            request.action_submit()
        request.idle_reason = "Too slow for the archive system"
        request.action_submit()
        self.assertEqual(
            request.with_user(self.users["manager"]).action_open_idle()["domain"], [("id", "in", idle.ids)]
        )

    def test_idle_things_are_taken_over_by_a_transfer(self):
        idle = self.make_assets("XYZ", state="idle", department_id=self.other.id)
        self.make_assets(["Chair"], state="idle", category_id=self.chair.id)
        request = self.make_request(quantity=2)
        action = request.action_take_over()
        transfer = self.env["gaj.asset.transfer"].browse(action["res_id"])
        self.assertEqual(transfer.line_ids.asset_id, idle.sorted("id", reverse=True)[:2])
        self.assertEqual(
            (transfer.state, transfer.department_to_id, transfer.user_id),
            ("draft", self.bureau, self.users["clerk"]),
        )
        self.assertTrue(transfer.with_user(self.users["clerk"]).name, "the clerk reads what they asked for")
        transfer.with_user(self.users["clerk"]).action_submit()
        with self.assertRaisesRegex(UserError, "stands idle"):
            self.make_request(
                lines=[{"product_id": False, "category_id": self.category("A02020100").id}]
            ).action_take_over()

    def test_damaged_things_are_not_offered(self):
        self.make_assets(["Broken"], state="idle", use_state="damaged")
        self.assertEqual(self.make_request().idle_count, 0)

    def test_a_rejected_request_is_revised(self):
        request = self.make_request()
        request.action_submit()
        leader = request.with_user(self.users["leader"])
        action = leader.action_reject()
        self.env[action["res_model"]].with_user(self.users["leader"]).with_context(**action["context"]).create(
            {"reason": "Next year"}
        ).action_reject()
        self.assertEqual((request.state, request.rejection_reason), ("rejected", "Next year"))
        request.action_revise()
        request.reason = "Needed for the new archive"
        request.action_submit()
        self.approve(request)
        self.assertEqual(request.state, "approved")

    def test_an_ordered_request_orders_no_more_than_approved(self):
        request, order = self.ordered(quantity=2)
        order.order_line.product_qty = 3
        with self.assertRaisesRegex(UserError, "approves 2"), self.env.cr.savepoint():
            order.button_confirm()
        order.order_line.product_qty = 2
        order.button_confirm()
        with self.assertRaisesRegex(UserError, "on an order already"):
            request.with_user(self.users["manager"]).action_create_order()

    def test_a_second_order_takes_the_rest(self):
        request, order = self.ordered(quantity=3)
        order.order_line.product_qty = 2
        order.button_confirm()
        request.with_user(self.users["manager"]).action_create_order()
        second = request.sudo().line_ids.purchase_line_ids.order_id - order
        self.assertEqual(second.order_line.product_qty, 1)
        self.receive(order)
        self.assertEqual(request.state, "ordered")
        with self.assertRaisesRegex(UserError, "still waits"):
            second.button_confirm()
            request.with_user(self.users["manager"]).action_done()
        self.receive(second)
        self.assertEqual(request.state, "done")

    def test_what_will_not_come_is_given_up(self):
        request, order = self.ordered(quantity=2)
        order.button_cancel()
        request.with_user(self.users["manager"]).action_done()
        self.assertEqual(request.state, "done")

    def test_the_manager_fills_in_what_to_order(self):
        request = self.make_request(lines=[{"product_id": False, "category_id": self.desktop.id}])
        request.action_submit()
        self.approve(request)
        manager = request.with_user(self.users["manager"])
        with self.assertRaisesRegex(UserError, "choose the product"):
            manager.action_create_order()
        manager.write({"line_ids": [Command.update(request.line_ids.id, {"product_id": self.product.id})]})
        self.product.seller_ids.unlink()
        with self.assertRaisesRegex(UserError, "choose the vendor"):
            manager.action_create_order()
        manager.line_ids.vendor_id = self.vendor
        manager.action_create_order()
        self.assertEqual(request.state, "ordered")
        with self.assertRaises(UserError):
            manager.line_ids.quantity = 5

    def test_a_product_of_another_kind_is_refused(self):
        other = self.env["product.product"].create(
            {"name": "Laptop", "type": "consu", "gaj_asset_category_id": self.category("A02010108").id}
        )
        request = self.make_request(lines=[{"product_id": False, "category_id": self.desktop.id}])
        request.action_submit()
        self.approve(request)
        with self.assertRaisesRegex(UserError, "another kind of thing"):
            request.with_user(self.users["manager"]).line_ids.product_id = other

    def test_nonsense_is_refused_by_name(self):
        for values in ({"quantity": 0}, {"price_unit": -1.0}):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.make_request(lines=[values])
        with self.assertRaisesRegex(UserError, "asks for nothing"):
            self.make_request(lines=[{}], line_ids=False).action_submit()

    def test_what_was_submitted_stays(self):
        request = self.make_request()
        request.action_submit()
        for values in ({"reason": "Other"}, {"line_ids": [Command.update(request.line_ids.id, {"quantity": 9})]}):
            with self.subTest(values=values), self.assertRaises(UserError):
                request.write(values)
        with self.assertRaises(UserError):
            request.line_ids.quantity = 9
        with self.assertRaisesRegex(UserError, "is kept"):
            request.unlink()

    def test_the_state_is_not_written_by_hand(self):
        request = self.make_request()
        for values in ({"state": "approved"}, {"is_exception": True}, {"approved_by_id": self.users["leader"].id}):
            with self.subTest(values=values), self.assertRaises(UserError):
                request.with_user(self.users["manager"]).write(values)
        with self.assertRaises(UserError):
            self.make_request(state="approved")


@tagged("post_install", "-at_install", "gaj")
class TestRequestRoles(RequestCase):
    def roles(self, call, record, allowed):
        """``call`` succeeds for the roles ``allowed``; every other role is denied."""
        for role, user in self.users.items():
            with self.subTest(role=role):
                if role in allowed:
                    with self.env.cr.savepoint() as savepoint:
                        call(record.with_user(user))
                        savepoint.rollback()
                    self.env.invalidate_all()
                else:
                    with self.assertRaises(AccessError), self.env.cr.savepoint():
                        call(record.with_user(user))

    def test_who_asks(self):
        for role in ("clerk", "manager"):
            self.assertTrue(self.make_request(user=role))
        for role in ("user", "finance", "leader", "auditor", "nobody"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.make_request(user=role)

    def test_a_clerk_asks_for_no_other_department(self):
        with self.assertRaises(AccessError):
            self.make_request(department_id=self.other.id)
        request = self.make_request(user="manager", department_id=self.other.id)
        self.assertFalse(self.env["gaj.asset.request"].with_user(self.users["clerk"]).search([("id", "=", request.id)]))

    def test_who_submits(self):
        self.roles(lambda each: each.action_submit(), self.make_request(), {"clerk", "manager"})

    def test_who_decides(self):
        request = self.make_request()
        request.action_submit()
        self.roles(lambda each: each.action_approve(), request, {"leader"})
        self.roles(lambda each: each._gaj_reject("No"), request, {"leader"})

    def test_who_orders(self):
        self.roles(lambda each: each.action_create_order(), self.approved(), {"manager"})

    def test_who_reads(self):
        request = self.make_request()
        self.roles(lambda each: each.read(["name"]), request, {"clerk", "manager", "finance", "leader", "auditor"})

    def test_who_asks_does_not_approve(self):
        both = self.users["leader"]
        both.group_ids = [Command.link(self.env.ref("gaj_assets.group_gaj_assets_manager").id)]
        request = self.make_request(user="leader")
        request.action_submit()
        self.assertFalse(request.can_approve)
        with self.assertRaisesRegex(UserError, "somebody else"):
            request.action_approve()
        with self.assertRaisesRegex(UserError, "somebody else"):
            request._gaj_reject("No")
        with self.assertRaises(UserError):
            request.validate_tier()

    def test_who_submits_for_another_does_not_approve_either(self):
        both = self.users["leader"]
        both.group_ids = [Command.link(self.env.ref("gaj_assets.group_gaj_assets_manager").id)]
        request = self.make_request()
        request.with_user(both).action_submit()
        with self.assertRaisesRegex(UserError, "somebody else"):
            request.with_user(both).action_approve()
