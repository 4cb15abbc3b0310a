from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation, UniqueViolation

from .acquisition_case import AcquisitionCase


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-06-30 02:00:00")
class TestAcceptance(AcquisitionCase):
    def test_ten_desktops_from_order_to_cards(self):
        order = self.order((self.computer, 10, 4247.79, self.vat))
        batch = self.receive(order)
        self.assertEqual((batch.kind, batch.state, batch.quantity), ("purchase", "draft", 10))
        self.assertEqual(batch.partner_id, self.vendor)
        line = batch.line_ids
        self.assertEqual((line.price, line.tax, line.cost), (42477.90, 5522.13, 48000.03))
        cards = self.accept(batch)
        self.assertEqual(self.costs(cards), ["4800.01"] * 3 + ["4800.00"] * 7)
        self.assertEqual(set(cards.mapped("state")), {"in_store"})
        self.assertEqual(len(set(cards.mapped("tag_no"))), 10)
        self.assertEqual(cards.purchase_line_id, order.order_line)
        self.assertEqual(cards.mapped("acquisition_type"), ["purchase"] * 10)
        self.assertTrue(all(cards.mapped("is_in_books")))
        self.assertEqual(batch.state, "accepted")

    def test_a_total_that_lacks_a_cent(self):
        batch = self.get("purchase", {"price": 47999.99, "quantity": 10})
        self.assertEqual(self.costs(self.accept(batch)), ["4800.00"] * 9 + ["4799.99"])

    def test_freight_is_divided_by_value(self):
        order = self.order((self.computer, 10, 4800.00), (self.seat, 60, 400.00), (self.freight, 1, 100.00))
        batch = self.receive(order)
        self.assertEqual(batch.line_ids.mapped("freight"), [66.67, 33.33])
        cards = self.accept(batch)
        self.assertEqual(len(cards), 70)
        self.assertEqual(round(sum(cards.mapped("cost")), 2), 72100.00)

    def test_a_batch_is_numbered_by_the_year_in_which_it_came(self):
        batch = self.get("donation", {"price": 9000.00}, date="2025-12-30")
        self.assertTrue(batch.batch_no.startswith("YS2025-"), batch.batch_no)

    def test_partial_receipts_make_several_batches(self):
        order = self.order((self.computer, 10, 4800.00), (self.freight, 1, 100.00))
        first, second = self.receive(order, quantity=3), self.receive(order)
        self.assertEqual((first.quantity, second.quantity), (3, 7))
        self.assertNotEqual(first.batch_no, second.batch_no)
        self.assertEqual((first.line_ids.freight, second.line_ids.freight), (30.00, 70.00))
        self.assertEqual(len(self.accept(first)), 3)
        self.assertEqual(len(self.accept(second)), 7)

    def test_returns_leave_a_batch_that_is_not_accepted(self):
        batch = self.receive(self.order((self.computer, 10, 4800.00)))
        self.send_back(batch, 4)
        self.assertEqual((batch.quantity, batch.line_ids.price, batch.state), (6, 28800.00, "draft"))
        self.send_back(batch, 6)
        self.assertEqual(batch.state, "cancelled")

    def test_a_return_voids_signatures(self):
        batch = self.receive(self.order((self.computer, 10, 4800.00)))
        self.name_inspectors(batch)
        batch.with_user(self.users["manager"]).action_start()
        self.sign(batch)
        self.send_back(batch, 1)
        self.assertEqual(batch.signed_count, 0)
        with self.refused("is not signed yet by"):
            batch.with_user(self.users["manager"]).action_accept()

    def test_what_is_accepted_does_not_go_back_by_itself(self):
        batch = self.receive(self.order((self.computer, 2, 4800.00)))
        self.accept(batch)
        with self.refused("stands on asset cards"):
            self.send_back(batch, 1)

    def test_other_products_make_no_batch(self):
        paper = self.make_product("Paper")
        self.assertFalse(self.receive(self.order((paper, 10, 20.00))))

    def test_half_a_piece_is_no_asset(self):
        order = self.order((self.computer, 3, 4800.00))
        with self.refused("no whole number of pieces"):
            self.receive(order, quantity=2.5)

    def test_the_threshold_includes_its_number(self):
        consumable = self.get("purchase", {"price": 999.99})
        self.name_inspectors(consumable)
        with self.refused("costs 999.99 a piece: below 1000.00"):
            consumable.action_start()
        self.assertEqual(self.costs(self.accept(self.get("purchase", {"price": 1000.00}))), ["1000.00"])

    def test_special_equipment_has_its_own_threshold(self):
        special = self.env["gaj.asset.category"].search([("is_special_equipment", "=", True)])
        self.assertEqual(
            set(special.mapped("code")),
            {"A02240000", "A02320000", "A02340000", "A02360000", "A02440000", "A02450000", "A02460000"},
        )
        # what is marked holds below as well, the rest stays general equipment
        below = self.env["gaj.asset.category"].create({"code": "A02320100", "name": "Test bench of a clinic"})
        for category, refused, taken in [
            (self.desktop, 999.99, 1000.00),
            (special[0], 1499.99, 1500.00),
            (below, 1499.99, 1500.00),
        ]:
            batch = self.get("purchase", {"price": refused, "category_id": category.id})
            self.name_inspectors(batch)
            with self.subTest(category=category.code), self.refused(f"below {taken:.2f}"):
                batch.action_start()
            batch = self.get("purchase", {"price": taken, "category_id": category.id})
            self.assertEqual(self.costs(self.accept(batch)), [f"{taken:.2f}"])

    def test_a_local_threshold_of_a_heading_goes_first(self):
        self.env["gaj.asset.threshold"].create(
            {
                "category_id": self.env.ref("gaj_assets.category_a02000000").id,
                "amount": 2000,
                "batch_size": 0,
                "valid_from": "2026-01-01",
                "valid_to": "2026-06-09",
                "source": "Local rule",
            }
        )
        before = self.get("purchase", {"price": 1999.99, "quantity": 1}, date="2026-06-09")
        self.name_inspectors(before)
        with self.refused("below 2000.00"):
            before.action_start()
        self.accept(self.get("purchase", {"price": 1999.99}, date="2026-06-10"))

    def test_sixty_chairs_are_sixty_cards_or_one_group_card(self):
        chairs = {"category_id": self.chair.id, "price": 24000.00, "quantity": 60}
        cards = self.accept(self.get("purchase", chairs))
        self.assertEqual(self.costs(cards), ["400.00"] * 60)
        group = self.accept(self.get("purchase", {**chairs, "is_group": True}))
        self.assertEqual((len(group), group.quantity, group.is_group, group.cost), (1, 60, True, 24000.00))
        few = self.get("purchase", {**chairs, "price": 3600.00, "quantity": 9})
        self.name_inspectors(few)
        with self.refused("no fixed asset"):
            few.action_start()

    def test_serial_numbers_reach_their_cards(self):
        batch = self.get("purchase", {"price": 14400.00, "quantity": 3, "serials": "SN1\nSN2"})
        self.assertEqual(self.accept(batch).mapped("serial_no"), ["SN1", "SN2", False])
        with self.refused("serial numbers for 2 pieces", ValidationError):
            self.get("purchase", {"price": 14400.00, "quantity": 2, "serials": "A\nB\nC"})
        with self.refused("one of them twice", ValidationError):
            self.get("purchase", {"price": 14400.00, "quantity": 2, "serials": "A\nA"})

    def test_two_different_people_inspect(self):
        batch = self.get("purchase", {"price": 4800.00})
        manager = batch.with_user(self.users["manager"])
        self.name_inspectors(batch, self.inspectors[0])
        with self.refused("inspected by 2 different people, and 1 are named"):
            manager.action_start()
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.cr.savepoint():
            self.name_inspectors(batch, self.inspectors[0])
            self.env.flush_all()
        self.name_inspectors(batch, self.inspectors[1])
        manager.action_start()
        self.sign_as(batch, self.inspectors[0])
        with self.refused("is not signed yet by"):
            manager.action_accept()
        with self.refused("this stays as it is"):
            self.sign_as(batch, self.inspectors[0])
        with self.refused("cannot sign for somebody else"):
            batch.inspector_ids[1].with_user(self.inspectors[0])._sign("passed")
        with self.refused("You are not named as an inspector"):
            manager.action_sign()
        with self.refused("by signing it"):
            batch.inspector_ids[1].with_user(self.users["manager"]).verdict = "passed"

    def test_the_buyer_does_not_inspect(self):
        batch = self.receive(self.order((self.computer, 1, 4800.00)))
        with self.refused("so somebody else inspects it"):
            self.name_inspectors(batch, self.users["clerk"], self.inspectors[0])
        with self.refused("its buyer is that of the order"):
            batch.with_user(self.users["manager"]).requester_id = False
        batch.with_user(self.users["manager"]).write({"requester_id": self.users["clerk"].id, "note": "Same buyer"})

    def test_whoever_bought_or_asked_never_inspects_whatever_the_batch_says(self):
        buyer, maker = self.users["clerk"], self.inspectors[1]
        order = self.order((self.computer, 1, 4800.00))
        self.env.flush_all()
        self.env.cr.execute("UPDATE purchase_order SET create_uid = %s WHERE id = %s", [maker.id, order.id])
        order.invalidate_recordset()
        batch = self.receive(order)
        batch.sudo().requester_id = False
        for name in (buyer, maker):
            with self.subTest(name.login), self.refused("so somebody else inspects it"):
                self.name_inspectors(batch, name, self.inspectors[0])
        # named before it was known whose order it is: the acceptance itself asks again
        self.name_inspectors(batch, self.inspectors[0], self.users["user"])
        batch.with_user(self.users["manager"]).action_start()
        self.sign(batch)
        order.user_id = self.users["user"]
        with self.refused("so somebody else inspects it"):
            batch.with_user(self.users["manager"]).action_accept()

    def test_a_fault_stops_the_batch_until_it_is_inspected_again(self):
        order = self.order((self.computer, 2, 4800.00))
        batch = self.receive(order)
        self.name_inspectors(batch)
        manager = batch.with_user(self.users["manager"])
        manager.action_start()
        with self.refused("write what is wrong"):
            manager.action_fail()
        with self.refused("Write under “Remarks”"):
            self.sign_as(batch, self.inspectors[0], "fail")
        self.sign(batch, "fail")
        with self.refused("found a fault in batch"):
            manager.action_accept()
        manager.action_fail()
        self.assertIn("broken", batch.fail_reason)
        again = batch.browse(manager.action_inspect_again()["res_id"])
        self.assertEqual((again.state, again.purchase_id, again.picking_id), ("draft", order, batch.picking_id))
        self.assertEqual(len(self.accept(again)), 2)
        self.assertFalse(batch.asset_ids)

    def test_wrong_values_are_refused(self):
        future = self.get("purchase", {"price": 4800.00}, date="2026-07-01")
        self.name_inspectors(future)
        with self.refused("lies in the future", ValidationError):
            future.action_start()
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation), self.cr.savepoint():
            self.get("purchase", {"price": -0.01})
            self.env.flush_all()
        free = self.get("purchase", {"price": 0})
        self.name_inspectors(free)
        with self.refused("has no value yet"):
            free.action_start()
        with self.refused("has no item"):
            self.get("purchase").action_start()

    def test_steps_are_taken_by_their_roles_only(self):
        elsewhere = self.get("purchase", {"price": 4800.00}, department_id=self.other.id)
        batch = self.get("purchase", {"price": 4800.00})
        self.name_inspectors(batch)
        for name in ("finance", "leader", "auditor"):
            with self.subTest(name), self.assertRaises(AccessError):
                batch.with_user(self.users[name]).action_start()
        for name in ("user", "clerk", "nobody"):
            with self.subTest(name), self.assertRaises(AccessError):
                elsewhere.with_user(self.users[name]).read(["note"])
        batch.with_user(self.users["clerk"]).read(["note"])
        with self.assertRaises(UserError):
            batch.with_user(self.users["manager"]).state = "accepted"
        self.accept(batch)
        for name in ("manager", "leader", "auditor"):
            with self.subTest(name), self.assertRaises(AccessError):
                batch.with_user(self.users[name]).action_book()
        with self.refused("this step starts from: Being Inspected"):
            batch.with_user(self.users["manager"]).action_accept()
        with self.refused("cannot be changed like this"):
            batch.line_ids.with_user(self.users["manager"]).price = 1
        with self.refused("its card is kept"):
            batch.asset_ids.with_user(self.users["manager"]).unlink()

    def test_an_inspector_sees_the_batch_and_its_items_only_then(self):
        batch = self.get("purchase", {"price": 4800.00})
        own = batch.with_user(self.inspectors[0])
        with self.assertRaises(AccessError):
            own.read(["note"])
        self.name_inspectors(batch)
        self.assertEqual(own.read(["note"])[0]["id"], batch.id)
        self.assertEqual(own.line_ids.mapped("name"), ["Thing"])
        with self.assertRaises(AccessError):
            own.note = "x"

    def test_the_number_of_statements_does_not_grow_with_the_batch(self):
        counts = []
        for quantity in (20, 60):
            batch = self.get(
                "purchase", {"category_id": self.chair.id, "price": 400.0 * quantity, "quantity": quantity}
            )
            self.name_inspectors(batch)
            batch.action_start()
            self.sign(batch)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            batch.action_accept()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLess(counts[1] - counts[0], 60, counts)

    def test_the_form_shows_what_came_and_who_looked_at_it(self):
        order = self.order((self.computer, 10, 4247.79, self.vat))
        batch = self.receive(order)
        cards = self.accept(batch)
        paper = batch.with_user(self.inspectors[0])._gaj_papers("acceptance")[0]
        row = paper.tables[0].rows[0]
        self.assertEqual((row[5], str(row[7])), (10, "48000.03"))
        self.assertEqual(row[8], f"{cards[0].asset_no}–{cards[-1].asset_no}")
        self.assertEqual([place.name for place in paper.signatures[:2]], [user.name for user in self.inspectors])
        for file_format in ("pdf", "xlsx"):
            name, content = batch._gaj_paper_file("acceptance", file_format)
            self.assertIn(batch.batch_no, name)
            self.assertTrue(content)
        self.assertEqual(batch.action_print_form()["params"]["ids"], batch.ids)

    def test_order_receipt_and_card_lead_to_the_batch(self):
        order = self.order((self.computer, 2, 4800.00))
        batch = self.receive(order)
        cards = self.accept(batch)
        for record in (order, batch.picking_id):
            self.assertEqual(record.gaj_acceptance_count, 1)
            self.assertEqual(record.action_gaj_open_acceptances()["res_id"], batch.id)
        self.assertEqual(cards[0].with_user(self.users["manager"]).action_open_acceptance()["res_id"], batch.id)
        self.assertEqual(batch.action_open_assets()["domain"], [("acceptance_id", "in", batch.ids)])
