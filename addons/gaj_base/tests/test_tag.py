from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from ..rules import tag_number
from .common_tags import TagCase


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-03-02")
class TestTag(TagCase):
    def test_numbers_are_consecutive_in_the_order_of_the_records(self):
        rooms = self.make_rooms(5)
        order = rooms[3] + rooms[0] + rooms[4] + rooms[1] + rooms[2]
        order._gaj_assign_tags()
        first = int(order[0].tag_no[6:12])
        self.assertEqual(self.serials(order), list(range(first, first + 5)))
        self.assertEqual({room.tag_no[:6] for room in rooms}, {"912026"})
        tags = self.env["gaj.tag"].search([("res_model", "=", "gaj.space"), ("res_id", "in", rooms.ids)])
        self.assertEqual({tag.res_id: tag.tag_no for tag in tags}, {room.id: room.tag_no for room in rooms})
        self.assertEqual(set(tags.mapped("state")), {"bound"})

    def test_worked_examples_of_the_number(self):
        self.env["gaj.tag.counter"]._gaj_take("01", 2026, 0)
        self.assertEqual(tag_number.make(1, 2026, 1), "01202600000163")
        self.assertEqual(tag_number.make(1, 2026, 123), "01202600012385")
        self.assertEqual(tag_number.make(99, 2026, 999999), "99202699999935")

    def test_next_call_goes_on_and_next_year_begins_anew(self):
        one, two, three = self.make_rooms(3)
        one._gaj_assign_tags()
        two._gaj_assign_tags()
        self.assertEqual(self.serials(two), [self.serials(one)[0] + 1])
        with freeze_time("2027-01-05"):
            three._gaj_assign_tags()
        self.assertEqual(three.tag_no[:12], "912027000001")

    def test_a_tagged_record_keeps_its_number(self):
        rooms = self.make_rooms(3)
        rooms[1]._gaj_assign_tags()
        kept = rooms[1].tag_no
        self.assertEqual(rooms._gaj_assign_tags(), rooms[0] + rooms[2])
        self.assertEqual(rooms[1].tag_no, kept)
        self.assertEqual(len(set(rooms.mapped("tag_no"))), 3)
        with self.assertRaisesRegex(UserError, "carries a tag already"):
            rooms.action_assign_tags()

    def test_statements_do_not_grow_with_the_records(self):
        def statements(count, first):
            rooms = self.make_rooms(count, first)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rooms._gaj_assign_tags()
            return self.env.cr.sql_log_count - before

        statements(2, 100)
        few, many = statements(3, 200), statements(300, 1000)
        self.assertEqual(few, many)
        self.assertLessEqual(many, 12)

    def test_a_year_that_is_used_up_is_refused_with_the_way_out(self):
        self.env["gaj.tag.counter"]._gaj_take("91", 2026, 1)
        self.env.cr.execute("UPDATE gaj_tag_counter SET last_serial = 999998 WHERE unit = '91' AND year = 2026")
        rooms = self.make_rooms(2)
        with self.assertRaisesRegex(UserError, "Unit 91 has fewer than 2 tag numbers left in 2026.*settings"):
            rooms._gaj_assign_tags()
        rooms[0]._gaj_assign_tags()
        self.assertEqual(rooms[0].tag_no[6:12], "999999")

    def test_a_number_cannot_be_typed_in(self):
        room = self.make_rooms(1)
        with self.assertRaisesRegex(UserError, "cannot be typed in"):
            room.write({"tag_no": "01202600000163"})
        with self.assertRaisesRegex(UserError, "cannot be typed in"):
            self.env["gaj.space"].create({"code": "X", "kind": "site", "tag_no": "01202600000163"})
        room._gaj_assign_tags()
        self.assertFalse(room.copy({"code": "copy"}).tag_no)

    def test_only_who_may_change_a_record_tags_it(self):
        room = self.make_rooms(1)
        with self.assertRaises(AccessError):
            room.with_user(self.clerk)._gaj_assign_tags()
        room.with_user(self.officer)._gaj_assign_tags()
        self.assertTrue(room.tag_no)
        tag = self.tag_of(room)
        for user in (self.clerk, self.officer):
            with self.assertRaises(AccessError):
                tag.with_user(user).write({"state": "blank"})
            with self.assertRaises(AccessError):
                tag.with_user(user).unlink()
        with self.assertRaises(AccessError):
            tag.with_user(self.clerk)._gaj_void("lost")

    def test_void_needs_a_reason_and_keeps_the_history(self):
        room = self.make_rooms(1)
        room._gaj_assign_tags()
        tag = self.tag_of(room)
        with self.assertRaisesRegex(UserError, "Say why"):
            tag._gaj_void("  ")
        wizard = self.env["gaj.tag.void"].with_user(self.officer).create({"tag_ids": tag.ids, "reason": "damaged"})
        wizard.action_void()
        self.assertEqual((tag.state, tag.void_reason, tag.res_id), ("void", "damaged", room.id))
        self.assertFalse(room.tag_no)
        old = tag.tag_no
        room._gaj_assign_tags()
        self.assertNotEqual(room.tag_no, old)
        tag._gaj_void("again")
        self.assertEqual(tag.void_reason, "damaged")
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            tag.unlink()

    def test_reprint_keeps_the_number_and_counts(self):
        room = self.make_rooms(1)
        room._gaj_assign_tags()
        tag = self.tag_of(room)
        number = tag.tag_no
        tag._gaj_mark_printed("70x40")
        tag._gaj_mark_printed("a4_3x8")
        self.assertEqual((tag.print_count, tag.layout, tag.tag_no, tag.state), (2, "a4_3x8", number, "bound"))
        self.assertTrue(tag.printed_on)

    def test_a_roll_of_blank_tags_is_bound_one_by_one(self):
        roll = self.env["gaj.tag.roll"].with_user(self.officer).create({"count": 4, "company_id": self.company.id})
        tags = self.env["gaj.tag"].search(roll.action_create()["domain"])
        self.assertEqual(len(tags), 4)
        self.assertEqual(set(tags.mapped("state")), {"blank"})
        room, other = self.make_rooms(2)
        bind = self.env["gaj.tag.bind"].with_user(self.officer)
        bind.create({"tag_id": tags[1].id, "record_ref": f"gaj.space,{room.id}"}).action_bind()
        self.assertEqual((tags[1].state, tags[1].res_id, room.tag_no), ("bound", room.id, tags[1].tag_no))
        with self.assertRaisesRegex(UserError, "is not blank"):
            tags[1]._gaj_bind(other)
        with self.assertRaisesRegex(UserError, "already carries tag"):
            tags[2]._gaj_bind(room)
        with self.assertRaises(AccessError):
            tags[2].with_user(self.clerk)._gaj_bind(other)
        with self.assertRaises(AccessError):
            tags[2].with_user(self.clerk)._gaj_void("torn")
        for count in (0, -1, 10_001):
            with self.assertRaisesRegex(UserError, "between 1 and 10,000"):
                self.env["gaj.tag"]._gaj_create_blank(self.company, count)
        with self.assertRaises(AccessError):
            self.env["gaj.tag"].with_user(self.clerk)._gaj_create_blank(self.company, 1)

    def test_a_label_of_a_roll_replaces_a_number_that_was_never_printed(self):
        room, other = self.make_rooms(2)
        (room + other)._gaj_assign_tags()
        self.tag_of(other)._gaj_mark_printed("a4_3x8")
        never, blank = self.tag_of(room), self.env["gaj.tag"]._gaj_create_blank(self.company, 2)
        with self.assertRaisesRegex(UserError, "already carries tag"):
            blank[0]._gaj_bind(other)
        blank[0]._gaj_bind(room)
        self.assertEqual((room.tag_no, never.state), (blank[0].tag_no, "void"))
        self.assertIn(blank[0].tag_no, never.void_reason)
        with self.assertRaisesRegex(UserError, "already carries tag"):
            blank[1]._gaj_bind(room)

    def test_the_item_is_scanned_after_the_tag(self):
        room = self.make_rooms(1, first=777)
        tag = self.env["gaj.tag"]._gaj_create_blank(self.company, 1)
        with Form(self.env["gaj.tag.bind"].with_user(self.officer).with_context(default_tag_id=tag.id)) as form:
            form.scanned = "9号楼777"
            self.assertEqual(form.record_ref, f"gaj.space,{room.id}")
        form.record.action_bind()
        self.assertEqual(room.tag_no, tag.tag_no)
        with self.assertLogs("odoo.tests.form.onchange", "WARNING") as log, Form(self.env["gaj.tag.bind"]) as form:
            form.tag_id = self.env["gaj.tag"]._gaj_create_blank(self.company, 1)
            form.scanned = "nothing like that"
            form.record_ref = f"gaj.space,{room.id}"
        self.assertIn("No record that you may see", log.output[0])

    def test_a_giai_is_the_tag_behind_the_prefix(self):
        self.company.gaj_gs1_prefix = "6901234"
        room = self.make_rooms(1)
        room._gaj_assign_tags()
        self.assertEqual(self.tag_of(room).giai, "6901234" + room.tag_no)
        scan = self.env["gaj.scan"].with_user(self.officer)
        for raw in (f"(8004)6901234{room.tag_no}", f"]C180046901234{room.tag_no}"):
            answer = scan.resolve(raw)
            self.assertEqual((answer["outcome"], answer["model"], answer["id"]), ("record", "gaj.space", room.id))
        self.assertEqual(scan.resolve(f"(8004)6901235{room.tag_no}")["outcome"], "unknown")
        with self.assertRaisesRegex(IntegrityError, "gs1_prefix"), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.company.gaj_gs1_prefix = "123"
            self.company.flush_recordset()

    def test_a_blank_tag_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Other Bureau", "gaj_tag_unit": "92"})
        tag = self.env["gaj.tag"]._gaj_create_blank(other, 1)
        room = self.make_rooms(1)
        with self.assertRaisesRegex(UserError, "belongs to Other Bureau"):
            tag._gaj_bind(room)
        self.assertFalse(self.env["gaj.tag"].with_user(self.officer).search([("id", "=", tag.id)]))

    def test_companies_with_one_unit_share_one_row_of_numbers(self):
        other = self.env["res.company"].create({"name": "Other Bureau", "gaj_tag_unit": "91"})
        tags = self.env["gaj.tag"]._gaj_create_blank(self.company, 2)
        tags += self.env["gaj.tag"]._gaj_create_blank(other, 2)
        first = int(tags[0].tag_no[6:12])
        self.assertEqual([int(tag.tag_no[6:12]) for tag in tags], list(range(first, first + 4)))

    def test_deleting_a_record_retires_its_tag(self):
        printed, never = self.make_rooms(2)
        (printed + never)._gaj_assign_tags()
        tags = self.tag_of(printed), self.tag_of(never)
        tags[0]._gaj_mark_printed("70x40")
        self.env["gaj.tag.alias"].create(
            {"value": "OLD-1", "res_model": "gaj.space", "res_id": never.id, "company_id": self.company.id}
        )
        (printed + never).unlink()
        self.assertEqual((tags[0].state, tags[0].void_reason), ("void", "The record was deleted."))
        self.assertFalse(tags[1].exists())
        self.assertFalse(self.env["gaj.tag.alias"].search([("value", "=", "OLD-1")]))

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_what_must_never_be(self):
        room = self.make_rooms(1)
        room._gaj_assign_tags()
        tag = self.tag_of(room)
        blank = self.env["gaj.tag"]._gaj_create_blank(self.company, 1)
        for statement in (
            "UPDATE gaj_tag SET tag_no = '01202600012358' WHERE id = %(tag)s",
            "UPDATE gaj_tag SET tag_no = 'short' WHERE id = %(tag)s",
            "UPDATE gaj_tag SET res_id = NULL WHERE id = %(tag)s",
            "UPDATE gaj_tag SET state = 'void' WHERE id = %(tag)s",
            "UPDATE gaj_tag SET state = 'bound', res_model = 'gaj.space', res_id = %(room)s WHERE id = %(blank)s",
            "UPDATE gaj_tag SET tag_no = (SELECT tag_no FROM gaj_tag WHERE id = %(tag)s) WHERE id = %(blank)s",
            "UPDATE res_company SET gaj_tag_unit = '00' WHERE id = %(company)s",
            "UPDATE res_company SET gaj_tag_unit = '1' WHERE id = %(company)s",
        ):
            with self.assertRaises(IntegrityError, msg=statement), self.env.cr.savepoint():
                self.env.cr.execute(
                    statement, {"tag": tag.id, "room": room.id, "blank": blank.id, "company": self.company.id}
                )

    def test_the_unit_is_a_setting(self):
        settings = self.env["res.config.settings"].with_company(self.company).create({})
        settings.gaj_tag_unit = "37"
        self.assertEqual(self.company.gaj_tag_unit, "37")
        room = self.make_rooms(1)
        room._gaj_assign_tags()
        self.assertEqual(room.tag_no[:2], "37")
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.company.gaj_tag_unit = "3A"
            self.env.flush_all()

    def test_the_link_carries_the_number(self):
        self.env["ir.config_parameter"].set_param("web.base.url", "https://assets.example.gov.cn")
        room = self.make_rooms(1)
        self.assertFalse(room.tag_url)
        room._gaj_assign_tags()
        self.assertEqual(room.tag_url, f"https://assets.example.gov.cn/gaj/a/{room.tag_no}")

    def test_lists_and_names(self):
        room = self.make_rooms(1)
        room._gaj_assign_tags()
        tag = self.tag_of(room)
        self.assertEqual(tag.record_name, room.display_name)
        self.assertEqual(tag.action_open_record()["res_id"], room.id)
        blank = self.env["gaj.tag"]._gaj_create_blank(self.company, 1)
        self.assertFalse(blank.record_name)
        with self.assertRaisesRegex(UserError, "bound to no record"):
            blank.action_open_record()
        self.assertEqual(blank._gaj_label_values()[0]["tag_no"], blank.tag_no)
