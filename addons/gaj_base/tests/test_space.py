from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, freeze_time, new_test_user, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError


@tagged("post_install", "-at_install", "gaj")
class TestSpace(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Test County"})
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.spaces = cls.env["gaj.space"]
        cls.site = cls.spaces.create({"code": "S", "kind": "site", "name": "Test Compound"})
        cls.building = cls.spaces.create({"code": "1号楼", "kind": "building", "parent_id": cls.site.id})
        cls.floor = cls.spaces.create({"code": "6层", "kind": "floor", "parent_id": cls.building.id})
        cls.room = cls.spaces.create(
            {"code": "612", "kind": "room", "parent_id": cls.floor.id, "use": "office", "usable_area": 20}
        )
        cls.department = cls.env["hr.department"].create({"name": "Office"})
        cls.person = cls.env["hr.employee"].create({"name": "Zhou", "department_id": cls.department.id})

    def test_names_and_codes_follow_the_tree(self):
        self.assertEqual(self.room.complete_name, "S Test Compound / 1号楼 / 6层 / 612")
        self.assertEqual(self.room.full_code, "1号楼612")
        self.assertEqual(self.room.building_id, self.building)
        self.building.code = "9号楼"
        self.assertEqual(self.room.full_code, "9号楼612")
        self.assertEqual(self.spaces._gaj_resolve_codes(["9号楼612"])["9号楼612"], self.room)

    def test_what_may_lie_in_what(self):
        for kind, parent in (
            ("site", self.site),
            ("building", self.building),
            ("floor", self.site),
            ("floor", self.room),
            ("building", self.floor),
        ):
            with (
                self.subTest(kind=kind, parent=parent.kind),
                self.assertRaisesRegex(ValidationError, "cannot lie in"),
                self.env.cr.savepoint(),
            ):
                self.spaces.create({"code": "X", "kind": kind, "parent_id": parent.id})
        for kind, parent in (
            ("room", self.site),
            ("room", self.building),
            ("room", self.room),
            ("building", self.site),
        ):
            with self.subTest(kind=kind, parent=parent.kind):
                self.spaces.create({"code": f"OK {kind}", "kind": kind, "parent_id": parent.id})

    def test_a_space_that_contains_others_keeps_its_kind(self):
        with self.assertRaisesRegex(ValidationError, "6层 is a Floor and cannot lie in"):
            self.building.write({"kind": "room"})

    @mute_logger("odoo.sql_db")
    def test_a_room_lies_in_something(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.spaces.create({"code": "X", "kind": "room"})

    @mute_logger("odoo.sql_db")
    def test_a_code_is_unique_in_the_space_above(self):
        self.spaces.create({"code": "612", "kind": "room", "parent_id": self.building.id})
        for vals in ({"kind": "room", "parent_id": self.floor.id, "code": "612"}, {"kind": "site", "code": "S"}):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.spaces.create(vals)

    def test_tree_has_no_cycle(self):
        part = self.spaces.create({"code": "A", "kind": "room", "parent_id": self.room.id})
        with self.assertRaisesRegex(ValidationError, "1号楼612 cannot lie in itself"):
            self.room.parent_id = part

    def test_rooms_are_counted_without_their_parts(self):
        self.spaces.create({"code": "A", "kind": "room", "parent_id": self.room.id, "usable_area": 8})
        self.spaces.create({"code": "613", "kind": "room", "parent_id": self.floor.id, "usable_area": 30})
        self.env.invalidate_all()
        self.assertEqual((self.site.room_count, self.site.usable_area_below), (2, 50))
        self.assertEqual(self.room.room_count, 0)

    def test_rooms_as_people_write_them(self):
        written = ["1号楼612", "１号楼６１２", "1号楼-612室", "1 号楼 612", "2号楼612", ""]
        found = self.spaces._gaj_resolve_codes(written)
        self.assertEqual([found[text] for text in written], [self.room] * 4 + [self.spaces] * 2)

    def test_an_ambiguous_code_gives_all(self):
        other = self.spaces.create({"code": "S2", "kind": "site"})
        building = self.spaces.create({"code": "1号楼", "kind": "building", "parent_id": other.id})
        twin = self.spaces.create({"code": "612", "kind": "room", "parent_id": building.id})
        self.assertEqual(self.spaces._gaj_resolve_codes(["1号楼612"])["1号楼612"], self.room | twin)

    def test_missing_rooms_are_made_with_building_and_floor(self):
        made = self.spaces._gaj_create_rooms(["1号楼612", "1号楼 601", "2号楼1207室", "大门口", ""])
        self.assertEqual(made["1号楼612"], self.room)
        self.assertEqual(made["1号楼 601"].parent_id, self.floor)
        new = made["2号楼1207室"]
        self.assertEqual(
            (new.full_code, new.parent_id.code, new.building_id.parent_id), ("2号楼1207", "12层", self.site)
        )
        self.assertEqual((made["大门口"].parent_id, made["大门口"].kind), (self.site, "room"))
        self.assertFalse(made[""])
        again = self.spaces._gaj_create_rooms(["1号楼 601", "2号楼1207室", "大门口"])
        self.assertEqual(again, {text: made[text] for text in again})

    def test_making_rooms_does_not_grow_with_the_list(self):
        self._statements_for(1, 7)
        self.assertEqual(self._statements_for(3, 8), self._statements_for(60, 9))

    def _statements_for(self, size, building):
        texts = [f"{building}号楼3{number:02}" for number in range(size)]
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.spaces._gaj_create_rooms(texts)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_occupants_of_today(self):
        with freeze_time("2026-03-10"):
            self.room.occupant_ids = [
                Command.create(
                    {"department_id": self.department.id, "date_from": "2026-01-01", "date_to": "2026-03-09"}
                ),
                Command.create({"employee_id": self.person.id, "date_from": "2026-03-10"}),
            ]
            self.assertEqual(
                (self.room.department_ids, self.room.employee_ids), (self.env["hr.department"], self.person)
            )
            for domain, found in (
                ([("employee_ids", "=", self.person.id)], self.room),
                ([("employee_ids", "ilike", "Zhou")], self.room),
                ([("department_ids", "=", self.department.id)], self.spaces),
            ):
                with self.subTest(domain=domain):
                    self.assertEqual(self.spaces.search(domain), found)
            without = self.spaces.search([("employee_ids", "=", False), ("company_id", "=", self.company.id)])
            self.assertEqual(without, self.site | self.building | self.floor)
        with freeze_time("2026-03-09"):
            self.env.invalidate_all()
            self.assertEqual(self.room.department_ids, self.department)

    @mute_logger("odoo.sql_db")
    def test_one_occupant_has_a_room_once(self):
        line = {"space_id": self.room.id, "department_id": self.department.id, "date_from": "2026-01-01"}
        occupants = self.env["gaj.space.occupant"]
        occupants.create({**line, "date_to": "2026-01-31"})
        for vals in (
            line | {"date_from": "2026-01-31"},
            line | {"employee_id": self.person.id, "date_from": "2027-01-01"},
            {"space_id": self.room.id, "date_from": "2026-01-01"},
            line | {"date_from": "2026-05-01", "date_to": "2026-04-30"},
        ):
            with self.subTest(vals=vals), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                occupants.create(vals)
        occupants.create(line | {"date_from": "2026-02-01"})
        occupants.create({"space_id": self.room.id, "employee_id": self.person.id, "date_from": "2026-01-01"})

    def test_constraints_of_occupants_really_exist(self):
        self.env.cr.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'gaj_space_occupant'::regclass AND contype = 'x'"
        )
        self.assertEqual(
            {name for (name,) in self.env.cr.fetchall()},
            {"gaj_space_occupant_department_once", "gaj_space_occupant_person_once"},
        )

    def test_archiving_takes_along_what_lies_inside(self):
        self.building.action_archive()
        self.assertFalse(self.floor.active or self.room.active)
        with self.assertRaisesRegex(ValidationError, "Restore that one first"):
            self.room.active = True

    def test_a_space_with_something_in_it_is_not_deleted(self):
        with self.assertRaisesRegex(UserError, "still contains other spaces"):
            self.building.unlink()
        (self.building | self.floor | self.room).unlink()

    def test_roles(self):
        own = {"company_id": self.company.id, "company_ids": [Command.set(self.company.ids)]}
        for role, may_write in (("user", False), ("officer", True), ("auditor", False), ("discipline", False)):
            user = new_test_user(self.env, f"space_{role}", groups=f"gaj_base.group_gaj_{role}", **own)
            room = self.room.with_user(user)
            with self.subTest(role=role):
                self.assertEqual(room.full_code, "1号楼612")
                if may_write:
                    room.note = role
                else:
                    with self.assertRaises(AccessError):
                        room.note = role
        plain = new_test_user(self.env, "space_plain", groups="base.group_user", **own)
        with self.assertRaises(AccessError):
            self.room.with_user(plain).read(["code"])

    def test_photo_is_kept_in_the_sizes_of_cards(self):
        pixel = b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        self.room.image_1920 = pixel
        self.assertTrue(self.room.image_128)

    def test_today_is_the_users_day(self):
        with freeze_time("2026-03-09 20:00:00"):
            self.room.occupant_ids = [Command.create({"department_id": self.department.id, "date_from": "2026-03-10"})]
            shanghai = self.room.with_context(tz="Asia/Shanghai")
            self.assertEqual(fields.Date.to_string(fields.Date.context_today(shanghai)), "2026-03-10")
            self.assertEqual(shanghai.department_ids, self.department)
