from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.gaj_base.rules.sheet_reader import Row, Sheet
from odoo.addons.gaj_base.rules.sheet_table import Finding, error_workbook

from .register_case import RegisterCase, cells


@tagged("post_install", "-at_install", "gaj")
class TestRegisterRights(RegisterCase):
    """An import is seen by those who may use it, stays in its company, and survives absurd cells."""

    def test_files_and_reports_are_closed_to_officers_of_other_matters(self):
        record = self.start_rows({"quantity": 0}, {"number": "T002", "person": "甲"})
        officer = new_test_user(self.env(su=True), "register_officer", groups="gaj_base.group_gaj_officer")
        auditor = new_test_user(self.env(su=True), "register_auditor", groups="gaj_base.group_gaj_auditor")
        for each in (record, record.error_ids, record.offer_ids):
            self.assertTrue(each)
            self.assertFalse(each.with_user(officer).search([("id", "in", each.ids)]))
            with self.assertRaises(AccessError):
                each.with_user(officer).read()
            self.assertTrue(each.with_user(auditor).read())
        attachment = self.env(su=True)["ir.attachment"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id), ("res_field", "=", "file")]
        )
        with self.assertRaises(AccessError):
            attachment.with_user(officer).read(["datas"])

    def test_an_import_is_not_pushed_into_a_company_of_others(self):
        record = self.start_rows({})
        other = self.env(user=SUPERUSER_ID)["res.company"].create({"name": "Other Company"})
        with self.assertRaises(AccessError):
            record.write({"company_id": other.id})

    def test_what_was_made_and_changed_since_is_not_taken_back(self):
        record = self.start_rows({"person": "甲"})
        record.action_import()
        person = self.env(su=True)["hr.employee"].search([("name", "=", "甲")])
        self.env.cr.execute(
            "UPDATE hr_employee SET create_date = create_date - interval '1 hour' WHERE id = %s", [person.id]
        )
        with self.assertRaisesRegex(UserError, "1 of “Employee” were changed since, “甲”"):
            record.action_undo()
        self.assertTrue(person.exists())

    def test_files_put_there_since_are_not_deleted_with_the_cards(self):
        record = self.start_rows({})
        record.action_import()
        card = self.env["gaj.asset"].search([("legacy_no", "=", "T001")])
        contract = self.env["ir.attachment"].create(
            {"name": "contract", "raw": b"x", "res_model": card._name, "res_id": card.id}
        )
        with self.assertRaisesRegex(UserError, "used by 1 of “Attachment”, “contract”"):
            record.action_undo()
        contract.unlink()
        record.action_undo()
        self.assertFalse(card.exists())

    def test_a_life_of_centuries_is_refused(self):
        self.assert_refused("bad_life", life=999_999_999_999)

    def test_numbers_that_no_spreadsheet_holds_go_back_as_text(self):
        values = (float("inf"), float("-inf"), float("nan"), 10**400)
        sheet = Sheet("", None, 1, ("a", "b", "c", "d"), {"a": 0}, [Row(2, values)])
        rows = cells(error_workbook(sheet, [Finding(2, "a", "bad_money", "No amount.")], "Row", "Wrong"))
        self.assertEqual(rows[1][2:], tuple(str(value) for value in values))
