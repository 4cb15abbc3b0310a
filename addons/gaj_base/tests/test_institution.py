from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

RIGHT_CODE = "11330102MB0A1B2C3M"
SAME_WITH_WRONG_CHECK = "11330102MB0A1B2C3J"


@tagged("post_install", "-at_install", "gaj")
class TestInstitution(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Test County"})
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.institutions = cls.env["gaj.institution"]
        cls.own = cls.company.gaj_institution_id
        cls.education = cls.institutions.create({"name": "Education Bureau"})
        cls.school = cls.institutions.create({"name": "School", "parent_id": cls.education.id})
        cls.departments = cls.env["hr.department"]

    def test_every_company_has_its_own_institution(self):
        self.assertEqual(self.own.name, "Test County")
        self.assertEqual(self.own.company_id, self.company)
        self.assertFalse(self.env["res.company"].sudo().search([("gaj_institution_id", "=", False)]))

    def test_credit_code_is_stored_in_its_form(self):
        self.education.credit_code = " 1133 0102-ＭＢ0a1b2c3m "
        self.assertEqual(self.education.credit_code, RIGHT_CODE)

    def test_wrong_credit_code_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "11330102MB0A1B2C3J of Education Bureau is not right"):
            self.education.credit_code = SAME_WITH_WRONG_CHECK

    @mute_logger("odoo.sql_db")
    def test_credit_code_is_unique_in_the_company_only(self):
        self.education.credit_code = RIGHT_CODE
        other = self.env["res.company"].create({"name": "Next County"})
        other.gaj_institution_id.sudo().credit_code = RIGHT_CODE
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.school.credit_code = RIGHT_CODE
            self.school.flush_recordset()

    def test_empty_codes_do_not_collide(self):
        self.education.write({"credit_code": "", "code": " "})
        self.school.write({"credit_code": False, "code": ""})
        self.assertEqual((self.education.code, self.school.credit_code), (False, False))

    def test_tree_has_no_cycle(self):
        with self.assertRaisesRegex(ValidationError, "Education Bureau cannot stand below itself"):
            self.education.parent_id = self.school

    def test_names_follow_the_tree(self):
        self.education.name = "Bureau of Education"
        self.assertEqual(self.school.complete_name, "Bureau of Education / School")

    def test_a_successor_makes_closing_a_merger(self):
        self.school.successor_id = self.education
        (self.school | self.own).action_close()
        self.assertEqual((self.school.state, self.own.state), ("merged", "closed"))
        self.school.action_activate()
        self.assertEqual(self.school.state, "active")

    def test_what_is_in_use_is_not_deleted(self):
        self.departments.create({"name": "Teaching", "gaj_institution_id": self.school.id})
        with self.assertRaisesRegex(UserError, "still has departments, Teaching among them"):
            self.school.unlink()
        with self.assertRaisesRegex(UserError, "is the institution of the company Test County"):
            self.own.unlink()

    def test_departments_belong_to_the_company_unless_told_otherwise(self):
        self.assertEqual(self.departments.create({"name": "Office"}).gaj_institution_id, self.own)
        teaching = self.departments.create({"name": "Teaching", "gaj_institution_id": self.school.id})
        self.assertEqual(teaching.gaj_institution_id, self.school)

    def test_departments_below_follow_the_top(self):
        top = self.departments.create({"name": "Top", "gaj_institution_id": self.education.id})
        middle = self.departments.create({"name": "Middle", "parent_id": top.id})
        leaf = self.departments.create({"name": "Leaf", "parent_id": middle.id})
        self.assertEqual(leaf.gaj_institution_id, self.education)
        top.gaj_institution_id = self.school
        self.assertEqual((middle | leaf).gaj_institution_id, self.school)
        leaf.parent_id = self.departments.create({"name": "Office"})
        self.assertEqual(leaf.gaj_institution_id, self.own)
        leaf.parent_id = False
        self.assertEqual(leaf.gaj_institution_id, self.own)

    def test_a_department_below_cannot_leave_its_institution(self):
        top = self.departments.create({"name": "Top", "gaj_institution_id": self.education.id})
        leaf = self.departments.create({"name": "Leaf", "parent_id": top.id})
        with self.assertRaisesRegex(ValidationError, "Leaf stands below Top and so belongs to Education Bureau"):
            leaf.gaj_institution_id = self.school
        with self.assertRaisesRegex(ValidationError, "Choose the institution to which the department Top belongs"):
            top.gaj_institution_id = False

    def test_department_and_institution_share_the_company(self):
        other = self.env["res.company"].create({"name": "Next County"})
        with self.assertRaisesRegex(ValidationError, "Choose an institution of the same company"):
            self.departments.create({"name": "Office", "gaj_institution_id": other.gaj_institution_id.id})

    def test_department_form_asks_at_the_top_only(self):
        officer = new_test_user(
            self.env,
            "inst_dep_officer",
            groups="gaj_base.group_gaj_manager",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        top = self.departments.create({"name": "Top", "gaj_institution_id": self.education.id})
        form = Form(self.departments.with_user(officer), "hr.view_department_form")
        form.name = "Leaf"
        form.parent_id = top
        self.assertEqual(form.gaj_institution_id, self.education)
        self.assertEqual(form.save().gaj_institution_id, self.education)

    def test_size_on_a_day(self):
        for date_from, people in (("2024-01-01", 10), ("2026-03-01", 14)):
            self.school.size_ids = [Command.create({"date_from": date_from, "people": people})]
        sizes = {
            day: (self.school | self.education)._gaj_sizes_on(day)[self.school].people
            for day in ("2023-12-31", "2024-01-01", "2026-02-28", "2026-03-01", "2030-01-01")
        }
        self.assertEqual(list(sizes.values()), [0, 10, 10, 14, 14])

    @mute_logger("odoo.sql_db")
    def test_sizes_make_sense(self):
        for vals in (
            {"date_from": "2024-01-01", "people": -1},
            {"date_from": "2024-01-01", "building_area": 10, "heated_area": 11},
        ):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.school.size_ids = [Command.create(vals)]
                self.env.flush_all()
        self.school.size_ids = [Command.create({"date_from": "2024-01-01"})]
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.school.size_ids = [Command.create({"date_from": "2024-01-01"})]
            self.env.flush_all()

    def test_list_reads_sizes_and_departments_in_a_bounded_number_of_statements(self):
        self._statements_for(1)
        self.assertEqual(self._statements_for(3), self._statements_for(60))

    def _statements_for(self, size):
        institutions = self.institutions.create(
            [{"name": f"Q{size}-{number}", "size_ids": [Command.create({"people": 1})]} for number in range(size)]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        institutions.mapped(lambda each: (each.people, each.department_count))
        return self.env.cr.sql_log_count - before


@tagged("post_install", "-at_install", "gaj")
class TestInstitutionRoles(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.education = cls.env["gaj.institution"].create({"name": "Education Bureau"})
        cls.school = cls.env["gaj.institution"].create({"name": "School", "parent_id": cls.education.id})
        cls.court = cls.env["gaj.institution"].create({"name": "Court"})
        cls.roles = {
            role: new_test_user(cls.env, f"inst_{role}", groups=f"gaj_base.group_gaj_{role}")
            for role in (
                "user",
                "officer",
                "manager",
                "department_contact",
                "finance",
                "leader",
                "auditor",
                "discipline",
            )
        }
        cls.contact = cls.roles["department_contact"]
        cls.contact.gaj_institution_ids = cls.education

    def seen_by(self, user):
        three = (self.education | self.school | self.court).ids
        return self.env["gaj.institution"].with_user(user).search([("id", "in", three)])

    def test_a_contact_sees_the_own_institutions_and_those_below(self):
        self.assertEqual(self.seen_by(self.contact), self.education | self.school)
        with self.assertRaises(AccessError):
            self.court.with_user(self.contact).read(["name"])

    def test_a_change_of_contacts_counts_at_once(self):
        self.assertEqual(len(self.seen_by(self.contact)), 2)
        self.court.contact_user_ids = [Command.link(self.contact.id)]
        self.assertEqual(len(self.seen_by(self.contact)), 3)
        self.contact.gaj_institution_ids = self.school
        self.assertEqual(self.seen_by(self.contact), self.school)
        self.env["gaj.institution"].create({"name": "Above", "contact_user_ids": [Command.link(self.contact.id)]})
        self.assertEqual(len(self.contact.gaj_institution_ids), 2)

    def test_a_contact_with_a_role_in_the_bureau_sees_all(self):
        self.contact.group_ids = [Command.link(self.env.ref("gaj_base.group_gaj_officer").id)]
        self.assertFalse(self.contact.gaj_is_limited)
        self.assertEqual(len(self.seen_by(self.contact)), 3)

    def test_everybody_else_sees_all_and_the_right_ones_write(self):
        writers = {"officer", "manager"}
        for role, user in self.roles.items():
            with self.subTest(role=role):
                if role != "department_contact":
                    self.assertEqual(len(self.seen_by(user)), 3)
                school = self.school.with_user(user)
                if role in writers:
                    school.short_name = role
                else:
                    with self.assertRaises(AccessError):
                        school.short_name = role

    def test_only_managers_delete(self):
        with self.assertRaises(AccessError):
            self.court.with_user(self.roles["officer"]).unlink()
        self.court.with_user(self.roles["manager"]).unlink()

    def test_nobody_sees_another_company(self):
        other = self.env["res.company"].create({"name": "Next County"}).gaj_institution_id
        for role, user in self.roles.items():
            with self.subTest(role=role), self.assertRaises(AccessError):
                other.with_user(user).read(["name"])
