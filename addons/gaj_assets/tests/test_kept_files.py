import base64

from freezegun import freeze_time
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .acquisition_case import AcquisitionCase
from .common import SIGNATURE
from .common_transfer import TransferCase
from .disposal_case import DisposalCase

KEPT = "is kept as it is"
FORGED = {"raw": b"forged"}


@tagged("post_install", "-at_install", "gaj")
class TestKeptTransferFiles(TransferCase):
    """The signature below a hand-over is nobody's to change."""

    def received(self):
        transfer = self.make_transfer(
            self.make_assets(["a"], state="in_store"), kind="issue", custodian_to_id=self.people["user"].id
        )
        self.act(transfer, "clerk", "action_submit")
        self.act(transfer, "clerk", "action_release")
        self.act(transfer, "user", "sign", SIGNATURE)
        return transfer

    def signature(self, transfer):
        domain = [("res_model", "=", transfer._name), ("res_id", "=", transfer.id), ("res_field", "=", "signature")]
        return self.env["ir.attachment"].search(domain)

    def test_a_signature_is_neither_written_over_nor_removed(self):
        transfer = self.received()
        file = self.signature(transfer)
        before = transfer.signature
        for login in ("clerk", "manager"):
            own = file.with_user(self.users[login])
            for values in (FORGED, {"res_id": 0}, {"res_field": False}, {"name": "x"}):
                with self.subTest(login, values=values), self.assertRaisesRegex(UserError, f"{transfer.name}.*{KEPT}"):
                    own.write(values)
            with self.subTest(login), self.assertRaisesRegex(UserError, f"{transfer.name}.*{KEPT}"):
                own.unlink()
        transfer.invalidate_recordset()
        self.assertEqual(transfer.signature, before)

    def test_no_second_signature_slips_in(self):
        transfer = self.received()
        files = self.env["ir.attachment"].with_user(self.users["clerk"])
        home = {"res_model": transfer._name, "res_id": transfer.id}
        with self.assertRaisesRegex(UserError, KEPT):
            files.create({"name": "signature", "res_field": "signature", **home, **FORGED})
        beside = files.create({"name": "letter.pdf", **home, "raw": b"letter"})
        with self.assertRaisesRegex(UserError, KEPT):
            beside.res_field = "signature"

    def test_a_draft_lets_its_files_go(self):
        transfer = self.make_transfer(self.make_assets(["a"], state="in_store"), kind="issue")
        file = (
            self.env["ir.attachment"]
            .with_user(self.users["clerk"])
            .create({"name": "note.txt", "res_model": transfer._name, "res_id": transfer.id, "raw": b"note"})
        )
        file.raw = b"another"
        file.unlink()
        transfer.unlink()


@tagged("post_install", "-at_install", "gaj")
class TestKeptAcceptanceFiles(AcquisitionCase):
    """What inspectors signed stays theirs, from the moment they sign."""

    def test_signatures_of_inspectors_stay(self):
        batch = self.receive(self.order((self.computer, 2, 4000.0)))
        self.name_inspectors(batch)
        batch.with_user(self.users["manager"]).action_start()
        for user in self.inspectors:
            action = batch.with_user(user).action_sign()
            sheet = self.env[action["res_model"]].with_user(user).with_context(**action["context"])
            sheet.create({"signature": SIGNATURE}).action_pass()
        domain = [("res_model", "=", "gaj.asset.acceptance.inspector"), ("res_id", "in", batch.inspector_ids.ids)]
        files = self.env["ir.attachment"].search([*domain, ("res_field", "!=", False)])
        self.assertEqual(len(files), 2)
        manager = files[0].with_user(self.users["manager"])
        for state in ("inspecting", "accepted"):
            self.assertEqual(batch.state, state)
            with self.subTest(state), self.assertRaisesRegex(UserError, f"{batch.batch_no}.*{KEPT}"):
                manager.write(FORGED)
            with self.subTest(state), self.assertRaisesRegex(UserError, f"{batch.batch_no}.*{KEPT}"):
                manager.unlink()
            if state == "inspecting":
                batch.with_user(self.users["manager"]).action_accept()


@tagged("post_install", "-at_install", "gaj")
class TestKeptDisposalFiles(DisposalCase):
    """Proofs of a disposal stay from its appraisal on; others may join them."""

    def early(self):
        """Return a draft about a computer that has served for no month yet."""
        return self.draft(self.booked("PC", 4800, 0, "2026-01-05", 72, day="2026-01-06"))

    def report(self, record, user="manager"):
        values = {"name": "report.pdf", "raw": b"x", "res_model": record._name, "res_id": record.id}
        return self.env["ir.attachment"].with_user(self.users[user]).create(values)

    @freeze_time("2026-01-20")
    def test_proofs_of_an_appraised_batch_are_not_taken_off(self):
        record = self.early()
        line = self.as_(record.line_ids, "clerk")
        line.evidence_ids = [Command.set(self.proof("clerk").ids)]
        self.to_executing(record)
        first = line.evidence_ids
        for command in (Command.clear(), Command.unlink(first.id), Command.set(self.proof("clerk").ids)):
            with self.subTest(command), self.assertRaisesRegex(UserError, f"{record.name}.*{KEPT}"):
                with self.env.cr.savepoint():
                    line.evidence_ids = [command]
        second = self.proof("clerk", "second.jpg")
        line.evidence_ids = [Command.link(second.id)]
        self.assertEqual(line.evidence_ids, first | second)

    @freeze_time("2026-01-20")
    def test_proofs_are_neither_changed_nor_deleted_after_the_appraisal(self):
        record = self.early()
        file = record.line_ids.evidence_ids
        before = self.report(record, "clerk")
        before.write({"name": "report of today.pdf"})
        self.to_executing(record)
        self.settled(record)
        self.as_(record, "manager").action_close()
        report = self.report(record)
        for each in (file, before, report):
            for login in ("clerk", "manager"):
                own = each.with_user(self.users[login])
                with self.subTest(each.name, login=login), self.assertRaisesRegex(UserError, f"{record.name}.*{KEPT}"):
                    own.unlink()
                with self.subTest(each.name, login=login), self.assertRaisesRegex(UserError, f"{record.name}.*{KEPT}"):
                    own.write(FORGED)
        self.assertEqual(base64.b64decode(file.datas), b"proof")

    @freeze_time("2026-01-20")
    def test_a_file_from_elsewhere_is_kept_by_the_line_that_names_it(self):
        record = self.early()
        other = self.report(self.early_draft_of_nobody(), "clerk")
        self.as_(record.line_ids, "clerk").evidence_ids = [Command.link(other.id)]
        self.to_executing(record)
        with self.assertRaisesRegex(UserError, f"{record.name}.*{KEPT}"):
            other.unlink()

    def early_draft_of_nobody(self):
        return self.env["gaj.asset.disposal"].with_user(self.users["clerk"]).create({"department_id": self.section.id})

    @freeze_time("2026-01-20")
    def test_editing_a_message_takes_no_file_away(self):
        record = self.early()
        self.to_executing(record)
        clerk = self.as_(record, "clerk")
        message = clerk.message_post(body="See", attachments=[("bill.pdf", b"bill")])
        file = message.attachment_ids
        self.assertEqual(file.res_id, record.id)
        with self.assertRaisesRegex(UserError, f"bill.pdf.*{KEPT}"):
            # as the server does when an author edits a message
            message.sudo().attachment_ids._delete_and_notify()

    @freeze_time("2026-01-20")
    def test_a_draft_takes_its_files_along(self):
        record = self.early()
        report = self.report(record, "clerk")
        self.as_(record, "clerk").unlink()
        self.assertFalse(report.exists())

    @freeze_time("2026-01-20")
    def test_a_card_keeps_its_files_once_it_is_disposed_of(self):
        record = self.early()
        asset = record.line_ids.asset_id.with_user(self.users["manager"])
        wrong, invoice = self.report(asset), self.report(asset)
        asset.image_1920 = SIGNATURE
        wrong.unlink()
        self.to_executing(record)
        self.settled(record)
        self.assertEqual(asset.state, "disposed")
        with self.assertRaisesRegex(UserError, f"{asset.asset_no}.*{KEPT}"):
            invoice.unlink()
