from odoo.tests import HttpCase, new_test_user, tagged


class RegisterTour(HttpCase):
    def import_and_take_back(self):
        manager = new_test_user(
            self.env, "register_tour", password="register_tour", groups="gaj_assets.group_gaj_assets_manager"
        )
        self.env["hr.department"].create({"name": "Tour Section"})
        action = self.env.ref("gaj_assets.gaj_asset_import_action")
        self.start_tour(f"/odoo/action-{action.id}", "gaj_assets.register_import", login="register_tour")
        record = self.env["gaj.sheet.import"].search([("create_uid", "=", manager.id)])
        self.assertEqual((record.state, record.name, record.bad_count), ("undone", "tour.csv", 1))
        self.assertFalse(self.env["gaj.asset"].search([("legacy_no", "=like", "TOUR%")]))


@tagged("post_install", "-at_install", "gaj")
class TestRegisterTour(RegisterTour):
    def test_a_manager_imports_a_register_and_takes_it_back(self):
        self.import_and_take_back()


@tagged("post_install", "-at_install", "gaj")
class TestRegisterTourPhone(RegisterTour):
    browser_size = "375x667"
    touch_enabled = True

    def test_a_manager_imports_a_register_on_a_phone(self):
        self.import_and_take_back()
