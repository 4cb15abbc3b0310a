import base64
import os
import re
from io import BytesIO
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, new_test_user, tagged
from odoo.tools.pdf import PdfFileReader

from ..rules.labels import LAYOUTS
from .common_tags import TagCase


class LabelCase(TagCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rooms = cls.make_rooms(3)
        cls.rooms._gaj_assign_tags()

    def wizard(self, records, user=None, **values):
        wizards = self.env["gaj.label.print"].with_user(user or self.clerk)
        wizards = wizards.with_context(active_model=records._name, active_ids=records.ids)
        return wizards.create({"layout": "a4_3x8", **values})

    def pages(self, wizard):
        document = PdfFileReader(BytesIO(base64.b64decode(wizard.file)))
        return [document.getPage(number).extract_text() for number in range(document.getNumPages())]

    def numbers(self, wizard):
        """The tag numbers printed, in their order."""
        text = " ".join(self.pages(wizard))
        return ["".join(groups) for groups in re.findall(r"(\d\d) (\d{4}) (\d{6}) (\d\d)", text)]


@tagged("post_install", "-at_install", "gaj")
class TestLabelPrint(LabelCase):
    def test_every_paper_prints_and_counts(self):
        for count, layout in enumerate(LAYOUTS, 1):
            with self.subTest(layout=layout):
                wizard = self.wizard(self.rooms, layout=layout)
                action = wizard.action_print()
                self.assertEqual(self.numbers(wizard), self.rooms.mapped("tag_no"))
                self.assertIn(f"/file/labels-{layout}-3.pdf?download=true", action["params"]["url"])
                tags = self.rooms._gaj_tags()
                self.assertEqual(set(tags.mapped("print_count")), {count})
                self.assertEqual(set(tags.mapped("layout")), {layout})
                self.assertTrue(all(tags.mapped("printed_on")))

    def test_label_names_unit_and_room(self):
        wizard = self.wizard(self.rooms[0])
        wizard.action_print()
        text = self.pages(wizard)[0]
        for shown in ("Bureau of Tags", "101", self.rooms[0].full_code):
            self.assertIn(shown, text)

    def test_zpl(self):
        wizard = self.wizard(self.rooms, layout="thermal_60x40", output="zpl")
        wizard.action_print()
        zpl = base64.b64decode(wizard.file).decode()
        self.assertEqual(re.findall(r"\^FD>;(\d+)\^FS", zpl), self.rooms.mapped("tag_no"))
        self.assertEqual(wizard.file_name, "labels-thermal_60x40-3.zpl")

    def test_zpl_on_a_sheet_is_refused(self):
        wizard = self.wizard(self.rooms)
        wizard.write({"output": "zpl"})
        with self.assertRaisesRegex(UserError, "take rolls, not sheets"):
            wizard.action_print()

    def test_order(self):
        rooms = self.rooms[2] + self.rooms[0] + self.rooms[1]
        for order, expected in {"chosen": rooms, "tag": self.rooms, "name": self.rooms, "place": self.rooms}.items():
            with self.subTest(order=order):
                wizard = self.wizard(rooms, order=order)
                wizard.action_print()
                self.assertEqual(self.numbers(wizard), expected.mapped("tag_no"))

    def test_start_position_moves_labels_to_the_next_sheet(self):
        wizard = self.wizard(self.rooms, start=23)
        self.assertEqual(wizard.pages, 2)
        wizard.action_print()
        self.assertEqual([page.count("Bureau of Tags") for page in self.pages(wizard)], [2, 1])

    def test_a_start_off_the_sheet_is_refused(self):
        for start in (0, 25):
            wizard = self.wizard(self.rooms, start=start)
            with self.assertRaisesRegex(UserError, f"1 to 24 on this paper, not at {start}"):
                wizard.action_print()

    def test_untagged_records_are_refused_by_name_until_tags_are_assigned(self):
        untagged = self.make_rooms(7, first=201)
        wizard = self.wizard(self.rooms + untagged, user=self.officer)
        self.assertEqual((wizard.count, wizard.untagged_count), (10, 7))
        with self.assertRaisesRegex(UserError, r"No tag number yet: .*201.*205 and 2 more\. Assign tags first"):
            wizard.action_print()
        self.assertFalse(wizard.file)
        self.assertEqual(set(self.rooms._gaj_tags().mapped("print_count")), {0})
        wizard.action_assign_tags()
        self.assertEqual(wizard.untagged_count, 0)
        wizard.action_print()
        self.assertEqual(len(self.numbers(wizard)), 10)

    def test_only_who_may_change_the_record_assigns_tags(self):
        wizard = self.wizard(self.make_rooms(1, first=201))
        with self.assertRaises(AccessError):
            wizard.action_assign_tags()

    def test_nothing_chosen(self):
        with self.assertRaisesRegex(UserError, "Choose records in the list first"):
            self.wizard(self.rooms.browse()).action_print()

    def test_deleted_records_are_left_out(self):
        wizard = self.wizard(self.rooms)
        self.rooms[1].unlink()
        wizard.action_print()
        self.assertEqual(self.numbers(wizard), (self.rooms[0] + self.rooms[2]).mapped("tag_no"))

    def test_records_without_tags_at_all_are_refused(self):
        for model in ("res.partner", "ir.attachment", "no.such.model"):
            with self.subTest(model=model), self.assertRaisesRegex(UserError, "records that carry a tag"):
                wizard = self.wizard(self.rooms)
                wizard.res_model = model
                wizard.action_print()

    def test_too_many_labels_are_refused(self):
        wizard = self.wizard(self.rooms)
        with patch("odoo.addons.gaj_base.wizards.gaj_label_print.MAX_LABELS", 2):
            with self.assertRaisesRegex(UserError, "3 labels are too many for one file. Print at most 2"):
                wizard.action_print()

    def test_a_server_address_that_is_too_long_is_explained(self):
        self.env["ir.config_parameter"].set_param("web.base.url", "https://" + "a" * 63 + ".example.gov.cn")
        with self.assertRaisesRegex(UserError, rf"Label {self.rooms[0].tag_no} .*shorter server address"):
            self.wizard(self.rooms, layout="thermal_50x30").action_print()
        self.wizard(self.rooms, layout="a4_2x7").action_print()

    def test_a_number_that_is_too_long_is_explained(self):
        def values(rooms):
            return [{"tag_no": room.tag_no, "name": "x", "asset_no": "9" * 500} for room in rooms]

        with patch.object(self.registry["gaj.space"], "_gaj_label_values", values):
            with self.assertRaisesRegex(UserError, "numbers are never cut"):
                self.wizard(self.rooms).action_print()

    def test_a_missing_font_is_explained(self):
        self.env["ir.config_parameter"].set_param("gaj_base.label_font", "/nowhere/font.ttc")
        with self.assertRaisesRegex(
            UserError, "The label font /nowhere/font.ttc cannot be used. Ask the administrator"
        ):
            self.wizard(self.rooms).action_print()

    def test_the_font_is_looked_for_in_the_parameter_then_the_environment_then_its_usual_place(self):
        wizards = self.env["gaj.label.print"]
        with patch.dict(os.environ, {"GAJ_FONT": "/environment.ttc"}):
            self.assertEqual(wizards._gaj_font_path(), "/environment.ttc")
            self.env["ir.config_parameter"].set_param("gaj_base.label_font", "/parameter.ttc")
            self.assertEqual(wizards._gaj_font_path(), "/parameter.ttc")
        self.env["ir.config_parameter"].set_param("gaj_base.label_font", False)
        with patch.dict(os.environ):
            os.environ.pop("GAJ_FONT", None)
            self.assertEqual(wizards._gaj_font_path(), "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc")

    def test_captions_are_in_the_language_of_the_user(self):
        wizard = self.wizard(self.rooms[0])
        wizard.action_print()
        self.assertIn("Place", self.pages(wizard)[0])

    def test_the_last_paper_is_offered_again_to_its_user_only(self):
        self.wizard(self.rooms, layout="a4_2x7")
        context = {"active_model": "gaj.space", "active_ids": self.rooms.ids}
        mine = Form(self.env["gaj.label.print"].with_user(self.clerk).with_context(**context))
        other = Form(self.env["gaj.label.print"].with_user(self.officer).with_context(**context))
        self.assertEqual((mine.layout, other.layout), ("a4_2x7", "thermal_70x40"))

    def test_form_follows_the_paper(self):
        context = {"active_model": "gaj.space", "active_ids": self.rooms.ids}
        form = Form(self.env["gaj.label.print"].with_user(self.clerk).with_context(**context))
        self.assertEqual((form.count, form.is_roll, form.pages), (3, True, 3))
        form.output = "zpl"
        form.layout = "a4_3x8"
        self.assertEqual((form.output, form.columns, form.rows, form.pages), ("pdf", 3, 8, 1))
        form.start = 24
        self.assertEqual(form.pages, 2)
        form.layout = "a4_2x7"
        self.assertEqual(form.start, 1)

    def test_printing_takes_as_many_queries_for_many_as_for_few(self):
        def queries(first, count):
            rooms = self.make_rooms(count, first=first)
            rooms._gaj_assign_tags()
            wizard = self.wizard(rooms)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wizard.action_print()
            return self.env.cr.sql_log_count - before

        queries(1001, 1)
        self.assertEqual(queries(2001, 3), queries(3001, 60))


@tagged("post_install", "-at_install", "gaj")
class TestLabelPrintTags(LabelCase):
    def test_a_blank_roll_is_created_and_printed(self):
        roll = self.env["gaj.tag.roll"].with_user(self.officer).create({"count": 5, "company_id": self.company.id})
        action = roll.action_create_and_print()
        self.assertEqual(action["res_model"], "gaj.label.print")
        tags = self.env["gaj.tag"].browse(action["context"]["active_ids"])
        self.assertEqual(set(tags.mapped("state")), {"blank"})
        wizard = self.wizard(tags, user=self.officer, layout="thermal_50x30")
        wizard.action_print()
        self.assertEqual(self.numbers(wizard), tags.mapped("tag_no"))
        self.assertEqual(len(self.pages(wizard)), 5)
        self.assertEqual(set(tags.mapped("print_count")), {1})

    def test_tags_of_records_print_what_the_record_prints(self):
        blank = self.env["gaj.tag"].with_user(self.officer)._gaj_create_blank(self.company, 1)
        tags = self.tag_of(self.rooms[1]) + blank + self.tag_of(self.rooms[0])
        with self.assertRaisesRegex(AccessError, "Only an officer"):
            self.wizard(tags).action_print()
        wizard = self.wizard(tags, user=self.officer)
        wizard.action_print()
        self.assertEqual(self.numbers(wizard), tags.mapped("tag_no"))
        self.assertIn(self.rooms[1].full_code, self.pages(wizard)[0])

    def test_void_tags_are_refused_by_name(self):
        tag = self.tag_of(self.rooms[0])
        tag.with_user(self.officer)._gaj_void("damaged")
        with self.assertRaisesRegex(UserError, f"Void and never printed again: {tag.tag_no}"):
            self.wizard(tag).action_print()


@tagged("post_install", "-at_install", "gaj")
class TestLabelPrintRights(LabelCase):
    def test_people_of_the_bureau_print(self):
        for group in ("user", "officer", "manager", "department_contact", "finance", "leader"):
            with self.subTest(group=group):
                user = self.make_user(f"label_{group}", f"gaj_base.group_gaj_{group}")
                wizard = self.wizard(self.rooms, user=user)
                wizard.action_print()
                self.assertTrue(wizard.file)

    def test_who_only_reads_or_is_a_stranger_does_not(self):
        for group in ("gaj_base.group_gaj_auditor", "gaj_base.group_gaj_discipline", "base.group_user"):
            with self.subTest(group=group), self.assertRaises(AccessError):
                self.wizard(self.rooms, user=self.make_user(f"no_{group}", group))

    def test_records_of_another_company_cannot_be_printed(self):
        other = self.env["res.company"].create({"name": "Other Bureau"})
        stranger = new_test_user(
            self.env, "label_stranger", groups="gaj_base.group_gaj_user", company_id=other.id, company_ids=other.ids
        )
        wizards = self.env["gaj.label.print"].with_user(stranger).with_context(allowed_company_ids=other.ids)
        wizard = wizards.create({"layout": "a4_3x8", "res_model": "gaj.space", "res_ids": self.rooms.ids})
        with self.assertRaises(AccessError):
            wizard.action_print()

    def test_another_users_wizard_is_closed(self):
        wizard = self.wizard(self.rooms)
        wizard.action_print()
        with self.assertRaises(AccessError):
            wizard.with_user(self.officer).read(["file"])


@tagged("post_install", "-at_install", "gaj")
class TestLabelDownload(LabelCase, HttpCase):
    def test_the_file_is_downloaded_by_who_made_it_only(self):
        wizard = self.wizard(self.rooms)
        url = wizard.action_print()["params"]["url"]
        self.authenticate("tag_clerk", "tag_clerk")
        answer = self.url_open(url)
        self.assertEqual(answer.content[:5], b"%PDF-")
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.authenticate("tag_officer", "tag_officer")
        self.assertNotEqual(self.url_open(url).content[:5], b"%PDF-")
