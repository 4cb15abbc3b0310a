from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation, UniqueViolation

from .common import SIGNATURE, AssetsCase


@tagged("post_install", "-at_install", "gaj")
class TestAsset(AssetsCase):
    def test_cards_get_consecutive_numbers_in_their_order(self):
        assets = self.make_assets(["a", "b", "c"])
        serials = [int(asset.tag_no[6:12]) for asset in assets]
        self.assertEqual(serials, list(range(serials[0], serials[0] + 3)))
        self.assertEqual(assets.mapped("asset_no"), assets.mapped("tag_no"))

    def test_the_number_of_the_card_stays_when_the_label_is_replaced(self):
        asset = self.make_assets(["a"])
        first = asset.asset_no
        asset._gaj_tags()._gaj_void("damaged")
        self.env.flush_all()
        asset._gaj_assign_tags()
        self.assertEqual(asset.asset_no, first)
        self.assertNotEqual(asset.tag_no, first)

    def test_net_value_and_life_follow(self):
        asset = self.make_assets(["a"], accumulated=1733.33)
        self.assertEqual(asset.net_value, 3066.67)
        self.assertEqual(asset.life_months, 72)
        chair = self.make_assets(["b"], category_id=self.chair.id)
        self.assertEqual(chair.life_months, 180)
        imported = self.make_assets(["c"], life_months=60)
        self.assertEqual(imported.life_months, 60)

    def test_values_that_cannot_be_are_refused_with_a_sentence(self):
        tomorrow = fields.Date.context_today(self.env.user) + timedelta(days=1)
        for values, sentence in [
            ({"cost": -1.0}, "is negative"),
            ({"accumulated": -0.01}, "must lie between"),
            ({"accumulated": 4800.01}, "must lie between"),
            ({"acquisition_date": tomorrow}, "lies in the future"),
            ({"in_service_date": tomorrow}, "lies in the future"),
            ({"in_service_date": "2024-03-14"}, "acquired only on"),
            ({"life_months": -1}, "cannot be negative"),
        ]:
            with self.subTest(values=values), self.assertRaisesRegex(ValidationError, "Asset a: .*" + sentence):
                self.make_assets(["a"], **values)
            asset = self.make_assets(["b"])
            with self.subTest(written=values), self.assertRaisesRegex(ValidationError, asset.asset_no):
                asset.write(values)

    def test_the_database_refuses_them_too(self):
        asset = self.make_assets(["a"])
        for change in ("cost = -1", "accumulated = 4800.01", "in_service_date = '2024-03-14'", "life_months = -1"):
            with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self.env.cr.execute(f"UPDATE gaj_asset SET {change} WHERE id = %s", [asset.id])
        other = self.make_assets(["b"])
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.env.cr.execute("UPDATE gaj_asset SET asset_no = %s WHERE id = %s", [asset.asset_no, other.id])

    def test_the_steps_of_a_card(self):
        asset = self.make_assets(["a"], state="draft", custodian_id=self.people["user"].id)
        manager = asset.with_user(self.users["manager"])
        clerk = asset.with_user(self.users["clerk"])
        with self.assertRaises(AccessError):
            clerk.action_accept()
        manager.action_accept()
        clerk.action_issue()
        self.assertEqual(asset.state, "in_store")
        asset.open_transfer_id.with_user(self.users["user"]).sign(SIGNATURE)
        clerk.action_set_idle()
        self.assertEqual((asset.state, asset.use_state), ("idle", "idle"))
        clerk.action_repair()
        clerk.action_back_to_use()
        self.assertEqual((asset.state, asset.use_state), ("in_use", "in_use"))
        clerk.action_return()
        self.assertEqual(asset.state, "in_store")
        self.assertFalse(asset.custodian_id)
        with self.assertRaisesRegex(UserError, "this step starts from"):
            clerk.action_repair()

    def test_an_item_without_department_is_not_issued(self):
        asset = self.make_assets(["a"], state="in_store", department_id=False)
        with self.assertRaisesRegex(UserError, "no department yet"):
            asset.with_user(self.users["manager"]).action_issue()

    def test_a_clerk_takes_no_step_with_things_of_others(self):
        asset = self.make_assets(["a"], department_id=self.other.id)
        with self.assertRaises(AccessError):
            asset.with_user(self.users["clerk"]).action_set_idle()
        mine = self.make_assets(["b"], custodian_id=self.people["user"].id)
        with self.assertRaises(AccessError):
            mine.with_user(self.users["user"]).action_set_idle()

    def test_states_that_need_a_document_cannot_be_written(self):
        asset = self.make_assets(["a"]).with_user(self.users["manager"])
        for state in ("lent", "leased", "pending_disposal", "disposed", "draft"):
            with self.assertRaisesRegex(UserError, "cannot become"):
                asset.state = state
        with self.assertRaisesRegex(UserError, "a new card starts as"):
            self.make_assets(["b"], state="disposed")

    def test_a_used_card_is_not_deleted(self):
        fresh, printed = self.make_assets(["a", "b"])
        printed._gaj_tags()._gaj_mark_printed("test")
        with self.assertRaisesRegex(UserError, "has been printed"):
            (fresh | printed).with_user(self.users["manager"]).unlink()
        fresh.with_user(self.users["manager"]).unlink()
        self.assertFalse(fresh.exists())
        gone = self.make_assets(["c"])
        self.env.cr.execute("UPDATE gaj_asset SET state = 'disposed' WHERE id = %s", [gone.id])
        gone.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "its card is kept"):
            gone.with_user(self.users["manager"]).unlink()

    def test_who_sees_which_cards(self):
        own = self.make_assets(["own"], custodian_id=self.people["user"].id)
        section = self.make_assets(["section"])
        other = self.make_assets(["other"], department_id=self.other.id)
        everything = own | section | other
        for role, visible in [
            ("user", own),
            ("clerk", own | section),
            ("manager", everything),
            ("finance", everything),
            ("leader", everything),
            ("auditor", everything),
        ]:
            found = self.env["gaj.asset"].with_user(self.users[role]).search([("id", "in", everything.ids)])
            self.assertEqual(set(found.ids), set(visible.ids), role)
        with self.assertRaises(AccessError):
            self.env["gaj.asset"].with_user(self.users["nobody"]).search([])

    def test_only_managers_write_cards(self):
        asset = self.make_assets(["a"], custodian_id=self.people["user"].id)
        for role in ("user", "clerk", "finance", "leader", "auditor"):
            with self.assertRaises(AccessError, msg=role):
                asset.with_user(self.users[role]).write({"note": "x"})
            with self.assertRaises(AccessError, msg=role):
                asset.with_user(self.users[role]).unlink()
        asset.with_user(self.users["manager"]).write({"note": "x"})

    def test_cards_of_another_company_stay_hidden(self):
        company = self.env["res.company"].create({"name": "Other bureau"})
        foreign = self.make_assets(["a"], company_id=company.id, department_id=False)
        for role in ("manager", "auditor"):
            found = self.env["gaj.asset"].with_user(self.users[role]).search([("id", "=", foreign.id)])
            self.assertFalse(found, role)

    def test_several_cards_can_be_edited_at_once(self):
        assets = self.make_assets(["a", "b"]).with_user(self.users["manager"])
        assets.write({"brand": "Lenovo", "use_state": "damaged"})
        self.assertEqual((assets.mapped("brand"), assets[0].use_state), (["Lenovo", "Lenovo"], "damaged"))

    def test_what_a_label_and_a_scan_offer(self):
        asset = self.make_assets(["Desktop"], space_id=self.room_301.id, model="M428")
        values = asset._gaj_label_values()[0]
        self.assertEqual((values["tag_no"], values["name"], values["model"]), (asset.tag_no, "Desktop", "M428"))
        self.assertNotIn("4800", str(values))
        answer = self.env["gaj.scan"].with_user(self.users["clerk"]).resolve(asset.tag_no)
        self.assertEqual([a["id"] for a in answer["actions"]], ["open", "set_idle", "repair", "report_fault"])
        action = answer["actions"][1]["action"]
        server_action = self.env["ir.actions.server"].with_user(self.users["clerk"]).browse(action["id"])
        server_action.with_context(**action["context"]).run()
        self.assertEqual(asset.state, "idle")
        asset.custodian_id = self.people["user"]
        answer = self.env["gaj.scan"].with_user(self.users["user"]).resolve(asset.tag_no)
        self.assertEqual([a["id"] for a in answer["actions"]], ["open", "report_fault"])

    def test_the_form_makes_a_card(self):
        with Form(self.env["gaj.asset"].with_user(self.users["manager"])) as form:
            form.name = "Desktop"
            form.category_id = self.desktop
            form.cost = 4800
        asset = form.record
        self.assertEqual((asset.state, asset.life_months, len(asset.asset_no)), ("draft", 72, 14))


@tagged("post_install", "-at_install", "gaj")
class TestCategory(AssetsCase):
    def test_the_list_is_a_tree_by_code(self):
        self.assertEqual(self.desktop.parent_id.code, "A02010100")
        self.assertEqual(
            self.env["gaj.asset.category"].search([("id", "parent_of", self.desktop.id)]).mapped("code"),
            ["A02000000", "A02010000", "A02010100", "A02010105"],
        )

    def test_only_codes_of_the_published_list_are_marked_verified(self):
        verified = self.env["gaj.asset.category"].search([("is_verified", "=", True)]).mapped("code")
        self.assertIn("A02010105", verified)
        self.assertNotIn("A02021003", verified)

    def test_wrong_codes_are_refused(self):
        for code, error in [
            ("A0201010", CheckViolation),
            ("B02010105", CheckViolation),
            ("A00010000", ValidationError),
        ]:
            with self.assertRaises(error), mute_logger("odoo.sql_db"):
                self.env["gaj.asset.category"].create({"code": code, "name": "x"})

    def test_a_category_cannot_stand_below_itself(self):
        with self.assertRaises(UserError):
            self.desktop.parent_id.parent_id = self.desktop

    def test_the_nearest_life_of_the_day_counts(self):
        life = self.env["gaj.asset.category.life"]
        life.create({"category_id": self.desktop.id, "years": 4, "valid_from": "2030-01-01", "source": "test"})
        day = fields.Date.to_date
        self.assertEqual(self.desktop._life_months(day("2029-12-31")), {self.desktop: 72})
        self.assertEqual(self.desktop._life_months(day("2030-01-01")), {self.desktop: 48})
        books = self.env.ref("gaj_assets.category_a04000000")
        self.assertEqual(books._life_months(day("2026-01-01")), {books: 0})

    def test_managers_keep_the_list_and_everybody_reads_it(self):
        self.desktop.with_user(self.users["nobody"]).read(["name"])
        for role in ("user", "clerk", "finance", "auditor"):
            with self.assertRaises(AccessError, msg=role):
                self.desktop.with_user(self.users[role]).write({"name": "x"})
        self.desktop.with_user(self.users["manager"]).write({"name": "台式机"})
