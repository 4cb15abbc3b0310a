from odoo import fields
from odoo.tests import HttpCase, tagged

from .common_transfer import TransferCase


class OwnAssetsTour(TransferCase, HttpCase):
    def look_at_the_own_page(self):
        self.users["user"].password = "gaj_assets_user"
        mine = {"custodian_id": self.people["user"].id}
        desktop = self.make_assets(["Tour Desktop"], **mine)
        monitors = self.make_assets(["Tour Monitor", "Tour Keyboard"], state="in_store")
        transfer = self.env["gaj.asset.transfer"].with_user(self.users["clerk"])
        transfer = transfer._gaj_hand_out(
            monitors.with_user(self.users["clerk"]), "issue", custodian_to_id=self.people["user"].id
        )
        today = fields.Date.context_today(transfer)
        self.env["gaj.asset.selfcheck.campaign"].create({"name": "Tour", "date_from": today, "date_until": today})
        self.start_tour("/odoo/my-assets", "gaj_assets_own", login="gaj_assets_user")
        self.assertEqual((transfer.state, set(monitors.mapped("state"))), ("done", {"in_use"}))
        self.assertTrue(transfer.signature)
        said = self.env["gaj.asset.selfcheck"].search([("asset_id", "=", desktop.id)])
        self.assertEqual(said.mapped("answer"), ["damaged", "here"])
        self.assertEqual(desktop.maintenance_ids.name, "Tour Desktop: No power")
        self.assertEqual(desktop.transfer_line_ids.transfer_id.asked_for, "scrap")


@tagged("post_install", "-at_install", "gaj")
class TestOwnAssetsTour(OwnAssetsTour):
    def test_the_own_page(self):
        self.look_at_the_own_page()


@tagged("post_install", "-at_install", "gaj")
class TestOwnAssetsTourPhone(OwnAssetsTour):
    browser_size = "390x844"
    touch_enabled = True

    def test_the_own_page_on_a_phone(self):
        self.look_at_the_own_page()
