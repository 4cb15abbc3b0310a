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
        (text,) = self.print_room(self.users["manager"])
        self.assertEqual(text.count(self.company.name), 2)
        for asset in self.assets:
            tag = asset.tag_no
            for shown in (asset.name, asset.asset_no, f"{tag[:2]} {tag[2:6]} {tag[6:12]} {tag[12:]}"):
                self.assertIn(shown, text)
        for shown in ("启天M455", "Test Section", self.room_301.full_code, "2024-03-15"):
            self.assertIn(shown, text)
        self.assertNotIn("4800", text)
        self.assertEqual(set(self.assets._gaj_tags().mapped("print_count")), {1})
        self.print_room(self.users["manager"])
        self.assertEqual(set(self.assets._gaj_tags().mapped("print_count")), {2})

    def test_only_the_manager_prints(self):
        for role in ("user", "clerk", "finance", "leader", "auditor"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.print_room(self.users[role])

    def test_the_list_of_tags_is_no_way_round(self):
        tags = self.assets._gaj_tags()
        wizards = self.env["gaj.label.print"].with_context(active_model="gaj.tag", active_ids=tags.ids)
        for role in ("clerk", "finance"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                wizards.with_user(self.users[role]).create({"layout": "a4_3x8"}).action_print()
        wizards.with_user(self.users["manager"]).create({"layout": "a4_3x8"}).action_print()
        self.assertEqual(set(tags.mapped("print_count")), {1})

    def test_what_carries_no_label_is_left_out(self):
        exempt = self.env["gaj.asset.category"].search([("is_tag_required", "=", False)], limit=1)
        self.assets[0].category_id = exempt
        (text,) = self.print_room(self.users["manager"])
        self.assertIn(self.assets[1].asset_no, text)
        self.assertNotIn(self.assets[0].asset_no, text)
        self.assets[1].category_id = exempt
        with self.assertRaisesRegex(UserError, "carry no label: .*on the card of their room"):
            self.print_room(self.users["manager"])

    def test_bars_with_a_giai_where_there_is_room(self):
        with self.assertRaisesRegex(UserError, "no GS1 company prefix"):
            self.print_room(self.users["manager"], layout="a4_2x7", bars="giai")
        self.company.gaj_gs1_prefix = "6901234"
        self.assertTrue(self.print_room(self.users["manager"], layout="a4_2x7", bars="giai"))
        with self.assertRaisesRegex(UserError, "the code needs .* mm, this paper has"):
            self.print_room(self.users["manager"], layout="thermal_50x30", bars="giai")

    def test_core_reads_a_giai(self):
        nomenclature = self.env.ref("barcodes_gs1_nomenclature.default_gs1_nomenclature")
        [found] = nomenclature.gs1_decompose_extended("8004690123401202600000163")
        self.assertEqual((found["ai"], found["type"], found["value"]), ("8004", "gaj_asset", "690123401202600000163"))
        giai, lot = nomenclature.gs1_decompose_extended("8004690123401202600000163\x1d10LOT7")
        self.assertEqual((giai["value"], lot["type"]), ("690123401202600000163", "lot"))

    def bind_room(self, **values):
        wizard = self.env["gaj.asset.tag.room"].with_user(self.users["manager"])
        return wizard.create({"space_id": self.room_301.id, **values})

    def test_labels_of_a_roll_are_bound_by_the_list_of_the_room(self):
        blank = self.env["gaj.tag"]._gaj_create_blank(self.company, 2)
        self.assets[0]._gaj_tags()._gaj_mark_printed("a4_3x8")
        self.assertEqual(self.bind_room().line_ids.asset_id, self.assets[1])
        wizard = self.bind_room(with_labelled=True)
        self.assertEqual(wizard.line_ids.asset_id, self.assets)
        by_asset = wizard.line_ids.grouped("asset_id")
        number = self.assets[1].asset_no
        by_asset[self.assets[1]].scanned = blank[0].tag_url
        wizard.action_bind()
        self.assertEqual((self.assets[1].tag_no, self.assets[1].asset_no), (blank[0].tag_no, number))
        by_asset[self.assets[1]].scanned = False
        by_asset[self.assets[0]].scanned = blank[1].tag_no
        with self.assertRaisesRegex(UserError, "already carries tag"):
            wizard.action_bind()
        by_asset[self.assets[0]].scanned = blank[0].tag_no
        with self.assertRaisesRegex(UserError, "is not blank"):
            wizard.action_bind()

    def test_what_cannot_be_bound_in_a_room(self):
        wizard = self.bind_room()
        first, second = wizard.line_ids
        blank = self.env["gaj.tag"]._gaj_create_blank(self.company, 1)
        with self.assertRaisesRegex(UserError, "No label has been read"):
            wizard.action_bind()
        for raw, sentence in (
            ("01202600012358", "check digits"),
            ("https://elsewhere.example/gaj/a/01202600000163", "elsewhere.example"),
            ("SN-1", "not the number of a label"),
            ("99202699999935", "none of ours"),
        ):
            with self.subTest(raw=raw):
                first.scanned = raw
                with self.assertRaisesRegex(UserError, sentence):
                    wizard.action_bind()
        first.scanned = second.scanned = blank.tag_no
        with self.assertRaisesRegex(UserError, f"{blank.tag_no} was read for"), self.env.cr.savepoint():
            wizard.action_bind()
        self.assertEqual(blank.state, "blank")

    def test_a_card_without_tag_is_named(self):
        cabinet = self.make_assets(["文件柜"], space_id=self.room_301.id)
        cabinet._gaj_tags()._gaj_void("lost")
        with self.assertRaisesRegex(UserError, "No tag number yet: .*文件柜"):
            self.print_room(self.users["manager"])

    def test_the_list_offers_labels(self):
        offered = self.env["ir.actions.actions"].with_user(self.users["manager"]).get_bindings("gaj.asset")
        self.assertIn("Print Labels", [action["name"] for action in offered["action"]])
        offered = self.env["ir.actions.actions"].with_user(self.users["clerk"]).get_bindings("gaj.asset")
        self.assertNotIn("Print Labels", [action["name"] for action in offered["action"]])
