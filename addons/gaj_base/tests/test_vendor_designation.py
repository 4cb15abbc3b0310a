from datetime import date
from decimal import Decimal

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-06-01")
class TestVendorDesignation(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor, cls.rival = cls.env["res.partner"].create(
            [{"name": name, "is_company": True} for name in ("Garage", "Rival")]
        )
        cls.product = cls.env["product.product"].create({"name": "Oil"})
        cls.repair = cls.make(
            price_ids=[
                (0, 0, {"name": "Small Service", "price": 380}),
                (0, 0, {"product_id": cls.product.id, "price": 45.5}),
            ]
        )
        cls.model = cls.env["gaj.vendor.designation"]

    @classmethod
    def make(cls, **vals):
        defaults = {"partner_id": cls.vendor.id, "kind": "repair", "date_from": FIRST, "date_to": LAST}
        return cls.env["gaj.vendor.designation"].create(defaults | vals)

    def refused(self, name, **vals):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError) as caught, self.cr.savepoint():
            self.make(**vals)
            self.env.flush_all()
        self.env.invalidate_all(flush=False)
        self.assertEqual(caught.exception.diag.constraint_name, name)

    def test_database_has_the_constraint(self):
        self.env.cr.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE convalidated AND contype = 'x'"
            " AND conname = 'gaj_vendor_designation_no_overlap'"
        )
        definition = self.env.cr.fetchone()[0]
        for part in ("EXCLUDE USING gist", "partner_id", "company_id", "hashtext", "daterange(date_from", "(active)"):
            self.assertIn(part, definition)

    def test_one_designation_of_a_kind_on_a_day(self):
        self.refused("gaj_vendor_designation_no_overlap", date_from=LAST, date_to=date(2027, 12, 31))
        self.refused("gaj_vendor_designation_no_overlap", date_from=date(2025, 1, 1), date_to=FIRST)
        self.make(date_from=date(2027, 1, 1), date_to=date(2027, 1, 1))
        for kind in ("insurance", "fuel", "food", "venue"):
            self.make(kind=kind)
        self.make(partner_id=self.rival.id)
        self.repair.active = False
        self.env.flush_all()
        self.make()

    def test_dates_in_order(self):
        self.refused("gaj_vendor_designation_dates_in_order", kind="fuel", date_to=date(2025, 12, 31))
        self.make(kind="fuel", date_to=FIRST)

    def test_designated_on_first_and_last_day_only(self):
        for day, expected in [
            (date(2025, 12, 31), False),
            (FIRST, True),
            (LAST, True),
            (date(2027, 1, 1), False),
        ]:
            found = self.model._gaj_designated("repair", day, self.vendor)
            self.assertEqual(found, self.repair if expected else self.model)
        self.assertFalse(self.model._gaj_designated("fuel", FIRST, self.vendor))
        self.assertFalse(self.model._gaj_designated("repair", FIRST, self.rival))
        self.assertIn(self.repair, self.model._gaj_designated("repair", FIRST))
        other = self.env["res.company"].create({"name": "Other Bureau"})
        self.assertFalse(self.model._gaj_designated("repair", FIRST, self.vendor, other))

    def test_a_contact_counts_as_its_company(self):
        contact = self.env["res.partner"].create({"name": "Foreman", "parent_id": self.vendor.id})
        self.assertEqual(self.model._gaj_designated("repair", FIRST, contact), self.repair)

    def test_agreed_prices(self):
        self.assertEqual(self.repair._gaj_price("Small Service", FIRST), Decimal("380.00"))
        self.assertEqual(self.repair._gaj_price(self.product, LAST), Decimal("45.50"))
        self.assertIsNone(self.repair._gaj_price(self.product, date(2027, 1, 1)))
        self.assertIsNone(self.repair._gaj_price("Paint", FIRST))

    def test_the_contract_stays_from_the_first_day(self):
        officer = new_test_user(self.env, "designation_officer", groups="gaj_base.group_gaj_officer")
        coming = self.make(kind="fuel", date_from=date(2026, 6, 2))
        for designation, kept in [(self.repair, True), (coming, False)]:
            vals = {"name": "contract.pdf", "raw": b"x", "res_model": designation._name, "res_id": designation.id}
            file = self.env["ir.attachment"].with_user(officer).create(vals)
            if kept:
                with self.assertRaisesRegex(UserError, "contract.pdf"):
                    file.unlink()
            else:
                file.unlink()

    def test_roles(self):
        for role, may in [("user", False), ("auditor", False), ("discipline", False), ("officer", True)]:
            user = new_test_user(self.env, f"designation_role_{role}", groups=f"gaj_base.group_gaj_{role}")
            mine = self.repair.with_user(user)
            self.assertEqual(mine.kind, "repair")
            if may:
                mine.note = role
            else:
                with self.assertRaises(AccessError):
                    mine.note = role
            with self.assertRaises(AccessError):
                mine.unlink()
