import base64

from freezegun import freeze_time
from odoo.exceptions import UserError
from odoo.tests import tagged

from .register_case import RegisterCase, workbook


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-07-01 02:00:00")
class TestRegisterUndo(RegisterCase):
    """An import is taken back as a whole, unless something of it is in use since; then that is named."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.record = cls.start_rows({"person": "甲", "place": "T1号楼301", "supplier": "某店", "quantity": 2})
        cls.record.action_import()
        cls.assets = cls.env["gaj.asset"].search([("legacy_no", "=", "T001")])
        cls.person, cls.place, cls.supplier = (
            cls.assets.custodian_id.sudo(),
            cls.assets.space_id,
            cls.assets.supplier_id,
        )

    def refused(self, pattern):
        with self.assertRaisesRegex(UserError, pattern):
            self.record.action_undo()
        self.assertEqual(self.assets.exists(), self.assets)
        self.assertEqual(self.record.state, "done")

    def foreign_card(self, **values):
        category = self.assets.category_id
        return self.env["gaj.asset"].create({"name": "T foreign", "category_id": category.id, "cost": 1, **values})

    def test_nothing_in_use_goes_without_trace(self):
        made = [self.assets, self.person, self.place, self.supplier]
        self.record.action_undo()
        for records in made:
            self.assertFalse(records.exists())
        self.assertFalse(self.record.record_ids)
        with self.assertRaisesRegex(UserError, "does not fit"):
            self.record.action_undo()

    def test_a_person_used_since(self):
        card = self.foreign_card(custodian_id=self.person.id)
        self.refused("“Employee” of the import are used by 1 of “Asset Card”, “.*T foreign”")
        card.unlink()
        self.record.action_undo()

    def test_a_place_used_since(self):
        self.foreign_card(space_id=self.place.id)
        self.refused("“Space” of the import are used by 1 of “Asset Card”")

    def test_a_place_below_made_since(self):
        self.env["gaj.space"].create({"code": "302", "parent_id": self.place.parent_id.id})
        self.refused("“Space” of the import are used by 1 of “Space”, “.*302”")

    def test_a_supplier_used_since(self):
        self.foreign_card(supplier_id=self.supplier.id)
        self.refused("“Contact” of the import are used by 1 of “Asset Card”")

    def test_an_account_given_to_a_person_since(self):
        self.env["hr.employee"].sudo().create({"name": "T below", "parent_id": self.person.id})
        self.refused("“Employee” of the import are used by")

    def test_a_card_changed_since(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE gaj_asset SET write_date = write_date + interval '1 hour' WHERE id = %s", [self.assets[0].id]
        )
        self.refused("1 of “Asset Card” were changed since, “.*办公桌” among them")

    def test_a_label_printed_since(self):
        self.assets[0].sudo()._gaj_tags()._gaj_mark_printed("a4")
        self.refused("label of asset .* has been printed")

    def test_a_card_deleted_by_hand_does_not_matter(self):
        self.assets[0].unlink()
        self.record.action_undo()
        self.assertFalse(self.assets.exists())

    def test_an_import_that_made_records_cannot_be_deleted(self):
        with self.assertRaisesRegex(UserError, "has made records"):
            self.record.unlink()
        self.record.action_undo()
        self.record.unlink()

    def test_what_follows_from_the_file_cannot_be_set(self):
        for vals in ({"state": "draft"}, {"sha256": "x"}, {"report": {}}, {"created_count": 0}):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "cannot be set"):
                self.record.write(vals)
        with self.assertRaisesRegex(UserError, "cannot be set"):
            self.env["gaj.sheet.import"].create({"importer": "gaj.asset.importer", "file": b"eA==", "state": "done"})
        with self.assertRaisesRegex(UserError, "keeps its file"):
            self.record.file = base64.b64encode(workbook([{}]))

    def test_another_file_starts_anew(self):
        record = self.start_rows({"number": "T9", "name": ""})
        self.assertEqual((record.state, record.bad_count), ("previewed", 1))
        record.file = base64.b64encode(workbook([{"number": "T9"}]))
        self.assertEqual((record.state, len(record.error_ids)), ("draft", 0))
        record.action_preview()
        self.assertEqual((record.state, record.bad_count), ("previewed", 0))

    def test_offers_are_ticked_and_nothing_else(self):
        record = self.start_rows({"number": "T9", "person": "乙"})
        record.offer_ids.is_wanted = False
        with self.assertRaisesRegex(UserError, "ticked or unticked"):
            record.offer_ids.count = 0
        record.offer_ids.is_wanted = True
        record.action_import()
        with self.assertRaisesRegex(UserError, "ticked or unticked"):
            record.offer_ids.is_wanted = False
