from lxml import etree
from odoo.exceptions import RedirectWarning
from odoo.tests import TransactionCase, new_test_user, tagged

PICKER = [(False, "kanban"), (False, "search")]


@tagged("post_install", "-at_install", "gaj")
class TestEmployeePicker(TransactionCase):
    """A phone opens a list to choose an employee from; everybody who fills in a form needs it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employee = cls.env["hr.employee"].create({"name": "Chosen Colleague", "private_email": "at@home.example"})
        cls.user = new_test_user(cls.env, "picks", groups="gaj_base.group_gaj_user")
        cls.employees = cls.env["hr.employee"].with_user(cls.user)

    def test_whoever_reads_no_personnel_files_chooses_from_the_public_list(self):
        found = self.employees.get_views(PICKER, {})
        arch = etree.fromstring(found["views"]["kanban"]["arch"])
        names = {node.get("name") for node in arch.iter("field")} & set(found["models"]["hr.employee"]["fields"])
        self.assertTrue(names)
        read = self.employees.web_search_read(
            [("name", "=", "Chosen Colleague")], {name: {} for name in ("display_name", *names)}
        )
        self.assertEqual([record["id"] for record in read["records"]], self.employee.ids)
        self.assertNotIn("at@home.example", str(read))

    def test_a_personnel_file_stays_closed(self):
        with self.assertRaises(RedirectWarning):
            self.employees.get_views([(False, "form")], {})
        with self.assertRaises(RedirectWarning):
            self.employees.get_views([*PICKER, (False, "form")], {})

    def test_the_personnel_office_has_its_own_views(self):
        office = new_test_user(self.env, "personnel", groups="hr.group_hr_user")
        found = self.env["hr.employee"].with_user(office).get_views(PICKER, {})
        self.assertIn("private_email", found["models"]["hr.employee"]["fields"])
