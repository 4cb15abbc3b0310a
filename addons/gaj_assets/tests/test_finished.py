from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .acquisition_case import AcquisitionCase


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-06-30 02:00:00")
class TestFinished(AcquisitionCase):
    """What is finished tells what was: no manager rewrites it, by no client."""

    def test_a_booked_batch_keeps_its_words(self):
        order = self.order((self.computer, 1, 4800.00))
        batch = self.receive(order)
        self.accept(batch)
        mine = batch.with_user(self.users["manager"])
        mine.write({"contract_no": "HT-1", "note": "Two boxes", "warranty_until": "2029-06-30"})
        with self.refused("“Fail Reason” stays as it is. Write a message below"):
            mine.fail_reason = "Broken"
        self.bill(order)
        self.assertEqual(batch.state, "booked")
        for name, value in [
            ("contract_no", "HT-2"),
            ("note", "Three boxes"),
            ("warranty_until", "2030-06-30"),
            ("fail_reason", "Broken"),
        ]:
            with self.refused(f"{batch.batch_no} is “Booked”, so its"):
                mine.write({name: value})
        # what a client only sends back changes nothing
        mine.write({"contract_no": "HT-1", "note": "Two boxes"})

    def test_a_failed_batch_keeps_its_reason(self):
        batch = self.receive(self.order((self.computer, 1, 4800.00)))
        self.name_inspectors(batch)
        mine = batch.with_user(self.users["manager"])
        mine.action_start()
        self.sign(batch, "fail")
        mine.fail_reason = "The screen is broken"
        mine.action_fail()
        with self.refused("is “Failed”, so its “Fail Reason” stays as it is"):
            mine.fail_reason = "All well"
        with self.refused("“Note” stays as it is"):
            mine.note = "All well"

    def test_a_disposed_card_keeps_its_words(self):
        (card,) = self.make_assets(["Old desk"], model="M1")
        card.sudo().state = "pending_disposal"
        card.sudo().state = "disposed"
        mine = card.with_user(self.users["manager"])
        for values in (
            {"name": "New desk"},
            {"model": "M2"},
            {"note": "Was never here"},
            {"legacy_no": "77"},
            {"serial_no": "S1"},
            {"invoice_no": "R1"},
            {"use_state": "idle"},
            {"supplier_id": self.vendor.id},
            {"units_name": "km"},
        ):
            with self.subTest(values=values), self.refused("Old desk is “Disposed”"):
                mine.write(values)
        mine.write({"name": "Old desk", "model": "M1"})
        mine.message_post(body="Looked at it again")
        with self.assertRaises(UserError):
            mine.unlink()
