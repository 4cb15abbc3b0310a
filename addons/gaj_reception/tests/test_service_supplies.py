from freezegun import freeze_time
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation, ExclusionViolation

from .common_service import ServiceCase

NOW = "2026-10-07 01:00:00"


@freeze_time(NOW)
@tagged("post_install", "-at_install", "gaj")
class TestServiceSupplies(ServiceCase):
    """What is used leaves the stock, what is reusable is disinfected, the department is charged."""

    def cleared(self, **values):
        order = self.order(**values)
        self.assign(order)
        self.serve(order)
        order.with_user(self.anna).action_clear()
        return order

    def rate(self, **values):
        return self.env["gaj.meeting.rate"].create(
            {
                "room_id": self.room_a.id,
                "room_hour": 120,
                "video_amount": 100,
                "attendant_hour": 30,
                "valid_from": "2026-01-01",
                "source": "Decision of the bureau",
                **values,
            }
        )

    def accounts(self):
        plan = self.env["account.analytic.plan"].create({"name": "Test plan"})
        own, centre = self.env["account.analytic.account"].create(
            [{"name": name, "plan_id": plan.id, "company_id": self.company.id} for name in ("Office", "Centre")]
        )
        self.office.sudo().gaj_analytic_account_id = own
        self.company.gaj_service_analytic_id = centre
        return own, centre

    def balance(self, account):
        column = account.plan_id._column_name()
        lines = self.env["account.analytic.line"].search([(column, "=", account.id)])
        return sum(lines.mapped("amount"))

    def test_clearing_moves_what_was_used_and_nothing_reusable(self):
        order = self.order()
        self.assign(order)
        self.serve(order)
        water = order.supply_ids.filtered(lambda each: each.product_id == self.water)
        water.with_user(self.anna).returned_qty = 5
        order.with_user(self.anna).action_clear()
        picking = order.sudo().picking_ids
        self.assertEqual((len(picking), picking.state), (1, "done"))
        self.assertEqual(picking.location_dest_id, self.company.gaj_service_location_id)
        self.assertEqual(
            dict(picking.move_ids.mapped(lambda move: (move.product_id, move.quantity))),
            {self.water: 40, self.tea: 126},
        )
        self.assertTrue(order.task_ids.filtered(lambda task: task.kind == "disinfect" and task.state == "todo"))

    def test_what_comes_back_later_is_returned_on_the_transfer(self):
        order = self.cleared()
        picking = order.sudo().picking_ids
        asking = {"active_ids": picking.ids, "active_id": picking.id, "active_model": "stock.picking"}
        wizard = Form(self.env["stock.return.picking"].with_context(**asking)).save()
        wizard.product_return_moves.filtered(lambda line: line.product_id == self.water).quantity = 3
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        for move in back.move_ids:
            move.quantity = move.product_uom_qty
            move.picked = True
        back._action_done()
        water = order.supply_ids.filtered(lambda each: each.product_id == self.water)
        water.invalidate_recordset()
        self.assertEqual(water.used_qty, 42)

    def test_more_cannot_come_back_than_was_brought(self):
        water = self.order().supply_ids.filtered(lambda each: each.product_id == self.water)
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation), self.env.cr.savepoint():
            water.returned_qty = 46
            water.flush_recordset()

    def test_supplies_stay_once_the_room_is_cleared(self):
        order = self.cleared()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            order.supply_ids[:1].taken_qty = 1

    def test_forbidden_goods_are_refused(self):
        order = self.order()
        wine = self.env["product.product"].create({"name": "Wine", "gaj_forbidden": "alcohol"})
        with self.assertRaisesRegex(UserError, "forbidden goods"):
            order.supply_ids.create({"order_id": order.id, "product_id": wine.id})

    def test_transfers_of_an_earlier_installation_go_on(self):
        kind = self.company._gaj_service_picking_type()
        place = self.company.gaj_service_location_id
        self.company.write({"gaj_service_type_id": False, "gaj_service_location_id": False})
        self.assertEqual(self.company._gaj_service_picking_type(), kind)
        self.assertEqual(self.company.gaj_service_location_id, place)

    # ------------------------------------------------------------------ disinfection

    def test_weak_or_short_disinfection_is_refused(self):
        order = self.order()
        self.assign(order)
        for values in (
            {"value": 200},
            {"minutes": 4},
            {"value": 249.9},
            {"method": "steam", "value": 99.9, "minutes": 10},
            {"method": "boiling", "value": 100, "minutes": 9},
            {"method": "infrared", "value": 119, "minutes": 10},
        ):
            with (
                self.subTest(values),
                self.assertRaisesRegex(ValidationError, "needs at least"),
                self.env.cr.savepoint(),
            ):
                self.disinfect(order, **values)
        for values in (
            {},
            {"method": "steam", "value": 100, "minutes": 10},
            {"method": "infrared", "value": 120, "minutes": 10},
        ):
            self.assertTrue(self.disinfect(order, **values))

    def test_an_order_with_cups_closes_only_with_a_passed_log(self):
        order = self.cleared()
        with self.assertRaisesRegex(UserError, "not done yet"):
            order.action_close()
        order.task_ids.filtered(lambda task: task.state == "todo").action_done()
        with self.assertRaisesRegex(UserError, "no passed disinfection"):
            order.action_close()
        self.disinfect(order, quantity=41)
        with self.assertRaisesRegex(UserError, "41 of 42"):
            order.action_close()
        self.disinfect(order, quantity=1)
        order.action_close()
        self.assertEqual(order.state, "closed")

    # ------------------------------------------------------------------ charge

    def test_the_department_pays_552_70(self):
        own, centre = self.accounts()
        self.rate()
        order = self.cleared()
        self.finish(order)
        entries = self.env["account.move"].search_count([])
        order.action_close()
        self.assertEqual(order.charge_ids.mapped("amount"), [240.0, 100.0, 120.0, 67.5, 25.2])
        self.assertAlmostEqual(order.charge_amount, 552.70, 2)
        self.assertEqual((self.balance(own), self.balance(centre)), (-552.70, 552.70))
        self.assertEqual(self.env["account.move"].search_count([]), entries)

    def test_no_rate_no_charge(self):
        own, _centre = self.accounts()
        self.rate(valid_from="2026-10-09")
        self.rate(valid_from="2026-01-01", valid_to="2026-10-07")
        order = self.cleared()
        self.finish(order)
        order.action_close()
        self.assertFalse(order.charge_ids)
        self.assertFalse(self.balance(own))

    def test_a_missing_account_is_named(self):
        self.rate()
        order = self.cleared()
        self.finish(order)
        with self.assertRaisesRegex(UserError, "Office has no analytic account"):
            order.action_close()

    def test_a_no_show_pays_the_room_only(self):
        own, centre = self.accounts()
        self.rate()
        order = self.order()
        with freeze_time(self.at(9, 15)):
            self.env["gaj.meeting.booking"]._gaj_release_overdue()
        self.assertEqual((order.booking_id.state, order.state), ("no_show", "stopped"))
        self.assertEqual(order.charge_ids.mapped("kind"), ["room"])
        self.assertEqual((self.balance(own), self.balance(centre)), (-240.0, 240.0))

    def test_a_no_show_without_accounts_still_frees_the_room(self):
        self.rate()
        order = self.order()
        with freeze_time(self.at(9, 15)):
            self.env["gaj.meeting.booking"]._gaj_release_overdue()
        self.assertEqual(order.state, "stopped")
        self.accounts()
        order.action_charge()
        self.assertEqual(order.charge_amount, 240.0)

    def test_rates_of_a_room_do_not_overlap(self):
        self.rate()
        with mute_logger("odoo.sql_db"), self.assertRaises(ExclusionViolation), self.env.cr.savepoint():
            self.rate(valid_from="2026-06-01")

    # ------------------------------------------------------------------ care of rooms

    def test_a_fault_is_named(self):
        inspections = self.env["gaj.room.inspection"].with_user(self.anna)
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation), self.env.cr.savepoint():
            inspections.create({"room_id": self.room_a.id, "is_av_ok": True, "is_sound_ok": False, "is_light_ok": True})
        self.assertTrue(self.room_a.is_inspection_due)
        inspections.create(
            {"room_id": self.room_a.id, "is_av_ok": True, "is_sound_ok": False, "is_light_ok": True, "note": "Hum"}
        )
        self.room_a.invalidate_recordset()
        self.assertFalse(self.room_a.is_inspection_due)

    def test_incidents_are_solved_with_a_remedy(self):
        incident = (
            self.env["gaj.service.incident"]
            .with_user(self.anna)
            .create({"name": "Microphone failed", "room_id": self.room_a.id, "kind": "equipment"})
        )
        incident = incident.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "say what was done"):
            incident.action_solve()
        incident.remedy = "Exchanged"
        incident.action_solve()
        self.assertEqual(incident.state, "solved")

    def test_a_pest_round_names_its_pest(self):
        with Form(self.env["gaj.pest.control"].with_user(self.anna)) as form:
            form.room_id = self.room_a
            form.agent = "Bait"
            form.is_rodent = True
        self.assertEqual(self.room_a.last_pest_control, form.record.date)
