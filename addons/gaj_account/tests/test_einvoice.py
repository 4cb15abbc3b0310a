from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import GovCase

NUMBER = "26112000000123456789"


@tagged("post_install", "-at_install", "gaj")
class TestEinvoice(GovCase):
    """The number of an e-invoice counts once, stays on what is posted and is free after a red entry in full."""

    def invoice(self, **values):
        values.setdefault("gaj_einvoice_no", NUMBER)
        return self.bill("2026-03-01", [("5001", 100, {"economic": "30201"})], **values)

    def take_back(self, bill, post=True, **values):
        note = bill._reverse_moves([{"date": "2026-03-10", "invoice_date": "2026-03-10", **values}])
        if post:
            note.action_post()
        return note

    def test_a_posted_number_stays(self):
        bill = self.invoice().with_user(self.accountant)
        for number in ("26112000000123456780", "12345678", False):
            with self.assertRaisesRegex(UserError, f"{NUMBER}, which stays.*Reset .* to draft"):
                bill.write({"gaj_einvoice_no": number})
        bill.write({"gaj_einvoice_no": f" {NUMBER[:10]} {NUMBER[10:]} "})
        bill.button_draft()
        bill.gaj_einvoice_no = "26112000000123456780"
        bill.action_post()
        self.assertEqual(bill.gaj_einvoice_no, "26112000000123456780")

    def test_an_invoice_that_comes_later_is_entered_once(self):
        self.invoice()
        late = self.invoice(gaj_einvoice_no=False).with_user(self.accountant)
        with self.assertRaisesRegex(UserError, "booked already as"):
            late.write({"gaj_einvoice_no": NUMBER})
        late.invalidate_recordset()
        late.write({"gaj_einvoice_no": "00000000000000000001"})
        self.assertEqual(late.gaj_einvoice_no, "00000000000000000001")
        with self.assertRaisesRegex(UserError, "stays as it is"):
            late.write({"gaj_einvoice_no": NUMBER})

    def test_a_red_entry_in_full_frees_the_number(self):
        bill = self.invoice()
        note = self.take_back(bill)
        self.assertTrue(bill.gaj_einvoice_freed)
        again = self.invoice()
        self.assertEqual(again.state, "posted")
        with self.assertRaisesRegex(UserError, f"booked already as {again.name}"), self.env.cr.savepoint():
            note.button_draft()
        with self.assertRaisesRegex(UserError, f"booked already as {again.name}"):
            self.invoice()
        self.assertEqual((note.state, bill.gaj_einvoice_freed), ("posted", True))
        again.button_draft()
        note.button_draft()
        self.assertFalse(bill.gaj_einvoice_freed)
        with self.assertRaisesRegex(UserError, f"booked already as .*{bill.name}.*reverse .* in full"):
            again.action_post()

    def test_a_part_taken_back_frees_nothing(self):
        bill = self.invoice()
        note = self.take_back(bill, post=False)
        note.invoice_line_ids.price_unit = 99.99
        note.action_post()
        self.assertFalse(bill.gaj_einvoice_freed)
        with self.assertRaisesRegex(UserError, "booked already"):
            self.invoice()
        rest = self.take_back(bill, post=False)
        rest.invoice_line_ids.price_unit = 0.01
        rest.action_post()
        self.assertTrue(bill.gaj_einvoice_freed)

    def test_a_red_e_invoice_of_the_supplier_voids_the_number(self):
        bill = self.invoice()
        self.take_back(bill, gaj_einvoice_no="26112000000999999999")
        with self.assertRaisesRegex(UserError, "booked already"):
            self.invoice()

    def test_nobody_frees_a_number_by_hand(self):
        bill = self.invoice()
        with self.assertRaisesRegex(UserError, "not changed by hand"):
            bill.with_user(self.accountant).write({"gaj_einvoice_freed": True})

    def test_twenty_digits_stay_text(self):
        bill = self.invoice(gaj_einvoice_no="00000000000000000012")
        self.env.flush_all()
        bill.invalidate_recordset()
        self.assertEqual(bill.gaj_einvoice_no, "00000000000000000012")
        self.assertEqual(bill.export_data(["gaj_einvoice_no"])["datas"], [["00000000000000000012"]])
