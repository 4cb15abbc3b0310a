import io

from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.tests import tagged
from openpyxl import load_workbook

from .disposal_case import DisposalCase


@tagged("post_install", "-at_install", "gaj")
class TestDisposalPapers(DisposalCase):
    """The disposal file holds everything from the application to the remittance."""

    @freeze_time("2026-06-15")
    def finished(self):
        asset = self.booked("Copier", 35000, 35000, "2019-06-10", 72, "2026-06-01")
        record = self.draft(asset, kind="sale", reason="Worn out")
        self.to_executing(record, 5600)
        self.bid(record, 6120).action_award()
        self.sign(record, "Attended the auction")
        self.settled(record, costs=320)
        self.sign(record)
        self.remit(record, name="Bank receipt 77")
        return record

    def test_the_file_tells_the_whole_story(self):
        record = self.finished()
        for role in ("manager", "clerk", "finance", "leader", "discipline", "auditor"):
            with self.subTest(role=role):
                paper = self.as_(record, role)._gaj_papers("file")[0]
                self.assertEqual(
                    [table.title for table in paper.tables],
                    [
                        "Things to Be Disposed Of",
                        "Approvals",
                        "Supervision by Discipline Inspection",
                        "Bids",
                        "Money",
                        "Remittances to the Treasury",
                    ],
                )
        things, approvals, signatures, bids, settlement, remittances = paper.tables
        self.assertEqual(things.rows[0][1:3], ("Copier", 35000))
        self.assertIn("CZ-2026-7", [row[1] for row in approvals.rows])
        self.assertEqual(signatures.rows[0][0], "Appraisal")
        self.assertEqual(signatures.rows[1][4], "Attended the auction")
        self.assertEqual(bids.rows[0][2:], ("Second-Hand Dealer", 6120, "Won"))
        self.assertIn(("Due to the Treasury", 5800), settlement.rows)
        self.assertEqual(remittances.rows[0][1:3], ("Bank receipt 77", 5800))

    def test_the_file_as_pdf_and_workbook(self):
        record = self.finished()
        name, content = self.as_(record, "auditor")._gaj_paper_file("file", "pdf")
        self.assertEqual((name, content[:5]), (f"Disposal File {record.name}.pdf", b"%PDF-"))
        _name, content = self.as_(record, "auditor")._gaj_paper_file("file", "xlsx")
        cells = [cell for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True) for cell in row]
        self.assertIn("Second-Hand Dealer", cells)
        with self.assertRaises(AccessError):
            self.as_(record, "user")._gaj_paper_file("file", "pdf")

    @freeze_time("2026-06-15")
    def test_a_file_just_begun_has_what_it_has(self):
        asset = self.booked("Chair", 10, 10, "2010-01-16", 72, "2026-06-01")
        record = self.draft(asset)
        record.action_apply()
        paper = record._gaj_papers("file")[0]
        self.assertEqual([table.title for table in paper.tables], ["Things to Be Disposed Of"])
