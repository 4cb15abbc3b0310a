from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from .common_tags import TagCase


@tagged("post_install", "-at_install", "gaj")
class TestScanResolve(TagCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("web.base.url", "https://assets.example.gov.cn:8443")
        cls.env["ir.config_parameter"].set_param("gaj_base.scan_hosts", "10.0.0.8, http://intra.example")
        cls.room, cls.other_room = cls.make_rooms(2, 612)
        (cls.room + cls.other_room)._gaj_assign_tags()

    def resolve(self, raw, user=None):
        return self.env["gaj.scan"].with_user(user or self.clerk).resolve(raw)

    def check_found(self, raw, record, user=None):
        answer = self.resolve(raw, user)
        self.assertEqual((answer["outcome"], answer["model"], answer["id"]), ("record", record._name, record.id), raw)
        return answer

    def check_refused(self, raw, outcome, pattern, user=None):
        answer = self.resolve(raw, user)
        self.assertEqual((answer["outcome"], answer["id"], answer["actions"]), (outcome, False, []))
        self.assertRegex(answer["message"], pattern)
        return answer

    def test_every_spelling_of_the_number_finds_the_record(self):
        number = self.room.tag_no
        full_width = "".join(chr(ord(digit) + 0xFEE0) for digit in number)
        for raw in (number, f" {number[:2]} {number[2:6]} {number[6:12]}-{number[12:]} ", full_width, f"{number}\r\n"):
            self.check_found(raw, self.room)

    def test_links_of_our_hosts_find_the_record_and_others_are_refused(self):
        number = self.room.tag_no
        for host in ("https://assets.example.gov.cn", "http://10.0.0.8:8069", "HTTPS://INTRA.EXAMPLE"):
            self.check_found(f"{host}/gaj/a/{number}", self.room)
        self.check_found(f"HTTPS://ASSETS.EXAMPLE.GOV.CN/GAJ/A/{number}", self.room)
        self.check_refused(f"https://evil.example/gaj/a/{number}", "invalid", "leads to evil.example.*not this system")
        self.check_refused(f"https://assets.example.gov.cn.evil.example/gaj/a/{number}", "invalid", "not this system")

    def test_signs_that_no_label_carries_do_no_harm(self):
        self.check_found(f"\x00{self.room.tag_no}\ud800", self.room)
        self.check_refused("T\x00\ud8001", "unknown", "No record")
        answer = self.check_refused("９" * 1_000_000, "unknown", "…")
        self.assertLess(len(answer["message"]), 200)

    def test_wrong_check_digits_are_an_error_never_a_guess(self):
        self.check_refused("01202600012358", "invalid", "check digits are wrong")
        number = self.room.tag_no
        for place in range(14):
            wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
            self.check_refused(wrong, "invalid", "check digits are wrong")

    def test_nothing_and_nonsense(self):
        for raw in ("", "   ", "\n", None, 5, ["x"], {}):
            self.check_refused(raw, "invalid", "Nothing was scanned")
        self.check_refused("no such thing", "unknown", "No record that you may see has the number no such thing")
        self.check_refused("' OR 1=1 --", "unknown", "No record")
        self.check_refused("x" * 5000, "unknown", "No record")

    def test_what_is_written_on_the_door_finds_the_room(self):
        for raw in ("9号楼612", "９号楼-612室", "9 号楼 612"):
            self.check_found(raw, self.room)

    def test_other_numbers_count_only_if_one_record_has_them(self):
        alias = {"company_id": self.company.id, "res_model": "gaj.space"}
        self.env["gaj.tag.alias"].create(
            [
                {**alias, "value": "ＯＬＤ-77", "res_id": self.room.id},
                {**alias, "value": "TWICE-1", "res_id": self.room.id},
                {**alias, "value": "TWICE-1", "res_id": self.other_room.id},
                {**alias, "value": "69250001234", "kind": "giai", "res_id": self.room.id},
            ]
        )
        self.check_found("OLD-77", self.room)
        self.check_found("old-77", self.room)
        self.check_found("(8004)69250001234", self.room)
        answer = self.check_refused("TWICE-1", "several", "number of several records. Choose one")
        self.assertEqual([each["id"] for each in answer["candidates"]], (self.room + self.other_room).ids)
        self.assertTrue(all(each["url"] and each["description"] for each in answer["candidates"]))

    def test_a_badge_is_found_only_by_who_may_read_badges(self):
        holder = self.env["hr.employee"].create(
            {"name": "Li Ming", "barcode": "BADGE0042", "company_id": self.company.id}
        )
        personnel = self.make_user("tag_personnel", "gaj_base.group_gaj_user,hr.group_hr_user")
        self.check_found("BADGE0042", holder, personnel)
        self.check_refused("BADGE0042", "unknown", "No record")

    def test_records_of_another_company_stay_unknown(self):
        other = self.env["res.company"].create({"name": "Other Bureau"})
        outsider = new_test_user(
            self.env,
            "tag_outsider",
            groups="gaj_base.group_gaj_officer",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        for raw in (self.room.tag_no, "9号楼612"):
            self.check_refused(raw, "unknown", "No record", outsider)
        blank = self.env["gaj.tag"]._gaj_create_blank(self.company, 1)
        self.check_refused(blank.tag_no, "unknown", "No record", outsider)

    def test_blank_and_void_tags_say_so(self):
        blank = self.env["gaj.tag"]._gaj_create_blank(self.company, 1)
        answer = self.check_found(blank.tag_no, blank)
        self.assertRegex(answer["message"], "is blank")
        self.assertEqual([action["id"] for action in answer["actions"]], ["bind"])
        old = self.tag_of(self.room)
        old._gaj_void("damaged")
        answer = self.check_refused(old.tag_no, "unknown", "is void: damaged")
        self.assertEqual([each["id"] for each in answer["candidates"]], [self.room.id])

    def test_a_deleted_record_leaves_no_trace_to_open(self):
        tag = self.tag_of(self.other_room)
        tag._gaj_mark_printed("70x40")
        number = tag.tag_no
        self.other_room.unlink()
        self.check_refused(number, "unknown", "No record")

    def test_the_answer_carries_summary_and_actions(self):
        answer = self.check_found(self.room.tag_no, self.room)
        self.assertEqual(answer["url"], f"/odoo/gaj.space/{self.room.id}")
        self.assertEqual(answer["tag_no"], self.room.tag_no)
        self.assertEqual(answer["actions"][0]["id"], "open")
        self.assertEqual(answer["actions"][0]["action"]["res_id"], self.room.id)
        self.assertIn({"label": "Kind", "value": "Room"}, answer["summary"])

    def test_scanning_is_for_the_staff(self):
        portal = new_test_user(self.env, "tag_portal", groups="base.group_portal")
        with self.assertRaisesRegex(AccessError, "for the staff"):
            self.resolve(self.room.tag_no, portal)

    def test_scan_hosts_are_checked(self):
        with self.assertRaisesRegex(ValidationError, "without a path"):
            self.env["res.config.settings"].create({"gaj_scan_hosts": "https://x.example/gaj/a/1"})
