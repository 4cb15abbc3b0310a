from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from .common_transfer import TransferCase


@tagged("post_install", "-at_install", "gaj")
class TestMaintenance(TransferCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        stages = cls.env["maintenance.stage"].create(
            [
                {"name": "New", "sequence": -4},
                {"name": "At Work", "sequence": -3},
                {"name": "Repaired", "sequence": -2, "done": True},
            ]
        )
        cls.new, cls.at_work, cls.repaired = stages
        cls.asset = cls.make_assets(["Printer"], custodian_id=cls.people["user"].id)

    def request(self, asset=None, user="user", **values):
        values = {"name": "Paper jam", "gaj_asset_id": (asset or self.asset).id, **values}
        return self.env["maintenance.request"].with_user(self.users[user]).create(values)

    def test_the_card_is_under_repair_while_the_work_goes_on(self):
        for state in ("in_use", "idle"):
            self.asset.sudo().write({"state": state})
            request = self.request()
            self.assertEqual((request.stage_id, self.asset.state), (self.new, state))
            request.stage_id = self.at_work
            self.assertEqual(self.asset.state, "repair")
            request.stage_id = self.repaired
            self.assertEqual((self.asset.state, self.asset.use_state), (state, state))

    def test_two_repairs_at_once(self):
        first, second = self.request(), self.request()
        first.stage_id = self.at_work
        second.stage_id = self.at_work
        first.stage_id = self.repaired
        self.assertEqual(self.asset.state, "repair")
        second.stage_id = self.repaired
        self.assertEqual(self.asset.state, "in_use")

    def test_given_up_or_deleted_work_gives_the_card_back(self):
        request = self.request()
        request.stage_id = self.at_work
        request.archive_equipment_request()
        self.assertEqual(self.asset.state, "in_use")
        request.write({"archive": False, "stage_id": self.at_work.id})
        self.assertEqual(self.asset.state, "repair")
        request.sudo().unlink()
        self.assertEqual(self.asset.state, "in_use")

    def test_another_card_on_the_request(self):
        other = self.make_assets(["Copier"])
        request = self.request(user="clerk")
        request.stage_id = self.at_work
        request.gaj_asset_id = other
        self.assertEqual((self.asset.state, other.state), ("in_use", "repair"))

    def test_what_cannot_be_mended_is_to_be_scrapped(self):
        request = self.request()
        request.stage_id = self.at_work
        request.stage_id = self.env.ref("maintenance.stage_4")
        self.assertEqual((self.asset.state, self.asset.use_state), ("in_use", "to_scrap"))

    def test_a_thing_in_the_store_stays_there(self):
        asset = self.make_assets(["b"], state="in_store")
        request = self.request(asset, "clerk", stage_id=self.at_work.id)
        self.assertEqual(asset.state, "in_store")
        request.stage_id = self.repaired
        self.assertEqual(asset.state, "in_store")

    def test_a_repair_costs_and_adds_no_value(self):
        self.request(gaj_cost=120.5)
        self.request(gaj_cost=79.5)
        self.asset.invalidate_recordset()
        self.assertEqual((self.asset.maintenance_count, self.asset.repair_cost), (2, 200.0))
        self.assertEqual((self.asset.cost, self.asset.net_value), (4800.0, 4800.0))
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.request(gaj_cost=-0.01).flush_recordset()

    def test_a_request_names_only_what_its_author_sees(self):
        foreign = self.make_assets(["c"], department_id=self.other.id)
        for user in ("user", "clerk"):
            with self.assertRaises(AccessError, msg=user):
                self.request(foreign, user)
            own = self.request(user=user)
            with self.assertRaises(AccessError, msg=user):
                own.gaj_asset_id = foreign

    def test_scan_and_card_lead_to_the_same_form(self):
        answer = self.env["gaj.scan"].with_user(self.users["user"]).resolve(self.asset.tag_no)
        action = next(each["action"] for each in answer["actions"] if each["id"] == "report_fault")
        form = Form(self.env["maintenance.request"].with_user(self.users["user"]).with_context(**action["context"]))
        self.assertEqual((form.gaj_asset_id, form.name), (self.asset, "Printer: repair"))
        request = form.save()
        self.assertFalse(request.equipment_id)
        self.assertEqual(self.asset.maintenance_ids, request)

    def test_nothing_is_mended_that_is_gone(self):
        self.asset.sudo()._set_missing()
        with self.assertRaisesRegex(UserError, "nothing to repair"):
            self.asset.with_user(self.users["user"]).action_report_fault()

    def test_the_figures_of_many_cards_take_one_query(self):
        assets = self.make_assets([f"m{number}" for number in range(20)])
        self.env.flush_all()
        self.env.invalidate_all()
        assets[:1].mapped("repair_cost")
        with self.assertQueryCount(1):
            assets[1:].invalidate_recordset(["repair_cost", "maintenance_count"])
            assets[1:].mapped("repair_cost")
