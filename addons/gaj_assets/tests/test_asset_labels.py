import base64
from io import BytesIO

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools.pdf import PdfFileReader

from .common import AssetsCase


@tagged("post_install", "-at_install", "gaj")
class TestAssetLabels(AssetsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.assets = cls.make_assets(["办公椅", "台式计算机"], space_id=cls.room_301.id, model="启天M455")

    def print_room(self, user, **values):
        """Print what the list of the room shows to ``user``; return the pages' texts."""
        assets = self.env["gaj.asset"].with_user(user).search([("space_id", "=", self.room_301.id)])
        context = {"active_model": "gaj.asset", "active_ids": assets.ids}
        wizard = (
            self.env["gaj.label.print"].with_user(user).with_context(**context).create({"layout": "a4_3x8", **values})
        )
        wizard.action_print()
        pages = PdfFileReader(BytesIO(base64.b64decode(wizard.file)))
        return [pages.getPage(number).extract_text() for number in range(pages.getNumPages())]

    def test_labels_of_a_room_say_what_stands_there(self):
        for role in ("clerk", "manager"):
            with self.subTest(role=role):
                (text,) = self.print_room(self.users[role])
                self.assertEqual(text.count(self.company.name), 2)
                for asset in self.assets:
                    tag = asset.tag_no
                    for shown in (asset.name, asset.asset_no, f"{tag[:2]} {tag[2:6]} {tag[6:12]} {tag[12:]}"):
                        self.assertIn(shown, text)
                for shown in ("启天M455", "Test Section", self.room_301.full_code, "2024-03-15"):
                    self.assertIn(shown, text)
                self.assertNotIn("4800", text)
        self.assertEqual(set(self.assets._gaj_tags().mapped("print_count")), {2})

    def test_the_auditor_prints_nothing(self):
        with self.assertRaises(AccessError):
            self.print_room(self.users["auditor"])

    def test_a_card_without_tag_is_named(self):
        cabinet = self.make_assets(["文件柜"], space_id=self.room_301.id)
        cabinet._gaj_tags()._gaj_void("lost")
        with self.assertRaisesRegex(UserError, "No tag number yet: .*文件柜"):
            self.print_room(self.users["clerk"])

    def test_the_list_offers_labels(self):
        offered = self.env["ir.actions.actions"].with_user(self.users["clerk"]).get_bindings("gaj.asset")
        self.assertIn("Print Labels", [action["name"] for action in offered["action"]])
