from odoo.tests import freeze_time, tagged

from .acquisition_case import AcquisitionCase
from .disposal_case import DisposalCase


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-06-30 02:00:00")
class TestAcceptanceLeft(AcquisitionCase, DisposalCase):
    """Things accepted at a provisional value leave the books before their bill comes, at another price."""

    def received(self, pieces=2, price=4000.00):
        """Return order, batch (booked provisionally) and cards in use of the section."""
        order = self.order((self.computer, pieces, price))
        batch = self.receive(order)
        batch.line_ids.department_id = self.section
        cards = self.accept(batch)
        self.book(batch)
        cards.action_issue()
        return order, batch, cards

    def leave(self, card, kind="scrap", **values):
        record = self.draft(card, kind=kind, **values)
        self.to_executing(record)
        self.settled(record)
        self.assertTrue(card.out_of_books_on)
        return record

    def texts(self, document):
        return " ".join(document.sudo().message_ids.mapped("body"))

    def test_a_dearer_bill_is_expense_of_the_disposal(self):
        order, batch, cards = self.received()
        self.leave(cards[0])
        self.assertEqual([self.balance(code) for code in ("160102", "5301")], [4000.00, 4000.00])
        bill = self.bill(order, price_unit=4100.00)
        # one card at 4,100.00 is left, and nothing of the other one
        self.assertEqual(self.balance("160102"), cards[1].cost)
        self.assertEqual((cards[1].cost, cards[0].cost), (4100.00, 4000.00))
        self.assertEqual([self.balance(code) for code in ("5301", "2302")], [4100.00, -8200.00])
        entry = batch._gaj_entry("billed_after_leaving")
        self.assertEntry(entry, "Dr 5301 100.00", "Cr 160102 100.00")
        self.assertIn(bill.name, entry.ref)
        said = self.texts(bill)
        for part in (cards[0].asset_no, "4,000.00", "4,100.00", "100.00 is expense of the disposal", entry.name):
            self.assertIn(part, said)
        self.assertNotIn(cards[1].asset_no, said)

    def test_a_cheaper_bill_lowers_that_expense(self):
        order, batch, cards = self.received(1)
        self.leave(cards)
        self.bill(order, price_unit=3999.99)
        self.assertEntry(batch._gaj_entry("billed_after_leaving"), "Dr 160102 0.01", "Cr 5301 0.01")
        self.assertEqual([self.balance(code) for code in ("160102", "5301")], [0, 3999.99])

    def test_a_bill_of_the_same_price_leaves_no_entry(self):
        order, batch, cards = self.received(1)
        self.leave(cards)
        bill = self.bill(order)
        self.assertFalse(batch._gaj_entry("billed_after_leaving"))
        self.assertNotIn("left the books", self.texts(bill))
        self.assertEqual([self.balance(code) for code in ("160102", "5301")], [0, 4000.00])

    def test_what_was_given_to_another_unit_ends_the_same_way(self):
        order, batch, cards = self.received(1)
        self.leave(cards, "transfer_out", receiver_id=self.school.id)
        self.bill(order, price_unit=4100.00)
        self.assertEntry(batch._gaj_entry("billed_after_leaving"), "Dr 5301 100.00", "Cr 160102 100.00")
        self.assertEqual([self.balance(code) for code in ("160102", "5301", "3401")], [0, 100.00, 4000.00])

    def test_bills_in_parts_and_taken_back_keep_it_in_line(self):
        order, batch, cards = self.received(3)
        self.leave(cards[0])
        first = self.bill(order, quantity=1, price_unit=4100.00)
        # the other two are still at their provisional value
        self.assertEqual(self.balance("160102"), 8000.00)
        self.bill(order, price_unit=4200.00)
        self.assertEqual(self.costs(cards), ["4000.00", "4200.00", "4200.00"])
        self.assertEqual([self.balance(code) for code in ("160102", "5301")], [8400.00, 4100.00])
        first.with_user(self.users["finance"]).button_draft()
        # the second bill now pays for the one that has left and for one that is there
        self.assertEntry(batch._gaj_entry("billed_after_leaving"), "Dr 5301 200.00", "Cr 160102 200.00")
        self.assertEqual(self.balance("160102"), 4200.00)

    def test_a_credit_note_after_all_is_followed(self):
        order, batch, cards = self.received(1)
        self.leave(cards)
        bill = self.bill(order, price_unit=4100.00)
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=bill.ids)
            .create({"journal_id": bill.journal_id.id, "date": "2026-06-25", "reason": "discount"})
        )
        credit = self.env["account.move"].browse(wizard.refund_moves()["res_id"])
        credit.invoice_line_ids.price_unit = 300.00
        credit.action_post()
        self.assertEntry(batch._gaj_entry("billed_after_leaving"), "Dr 160102 200.00", "Cr 5301 200.00")
        self.assertEqual([self.balance(code) for code in ("160102", "5301")], [0, 3800.00])
