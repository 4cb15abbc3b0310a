from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .reception_case import AFTER, BEFORE, ReceptionCase


@tagged("post_install", "-at_install", "gaj")
@freeze_time(BEFORE)
class TestReceptionPapers(ReceptionCase):
    def words(self, record, kind):
        """Return all texts of the papers of ``kind``."""
        found = []
        for paper in record._gaj_papers(kind):
            found += [paper.title, *(str(value) for _label, value in paper.facts), *paper.notes]
            for table in paper.tables:
                found += [str(cell) for row in table.rows for cell in row]
        return found

    def test_the_set_is_printed(self):
        reception = self.listed()
        for kind in reception._gaj_paper_kinds():
            name, content = reception._gaj_paper_file(kind, "pdf")
            with self.subTest(kind=kind):
                self.assertTrue(content.startswith(b"%PDF"))
                self.assertTrue(name.endswith(".pdf"))
        self.assertIn("Guest 0", self.words(reception, "approval"))
        self.assertEqual(len(reception._gaj_papers("cards")), 16)
        self.assertIn("Visit", self.words(reception, "guide"))
        self.assertIn("1440.00", self.words(reception, "list"))

    def test_diets_are_in_the_guide_of_the_officer_only(self):
        reception = self.make()
        self.assertIn("Fish", self.words(reception, "guide"))
        for kind in reception._gaj_paper_kinds():
            self.assertNotIn("Fish", self.words(self.as_("auditor", reception), kind))

    def test_outsiders_print_nothing(self):
        reception = self.make()
        with self.assertRaises(AccessError):
            self.as_("stranger", reception)._gaj_paper_file("list", "pdf")

    def test_the_attendance_sheet(self):
        meeting = self.env["gaj.meeting"].create(
            {
                "subject": "Weekly",
                "department_id": self.office.id,
                "company_id": self.company.id,
                "attendee_ids": [Command.create({"name": "Chen", "unit_name": "City", "post": "Head"})],
            }
        )
        self.assertTrue(meeting._gaj_paper_file("attendance", "pdf")[1].startswith(b"%PDF"))
        self.assertIn("Chen", self.words(meeting, "attendance"))

    def opening(self, year, kind, batches, persons, amount=0):
        return self.env["gaj.reception.opening"].create(
            {
                "company_id": self.company.id,
                "year": year,
                "kind": kind,
                "batches": batches,
                "persons": persons,
                "amount": amount,
                "source": "Annual report",
            }
        )

    def report(self, year, kind):
        return self.env["gaj.reception.report"].search(
            [("company_id", "=", self.company.id), ("year", "=", str(year)), ("kind", "=", kind)]
        )

    def test_year_on_year(self):
        self.opening(2024, "domestic", 864, 10412)
        self.opening(2025, "domestic", 438, 5279)
        self.opening(2024, "event", 62, 5304)
        self.opening(2025, "event", 12, 1029)
        row = self.report(2025, "domestic")
        self.assertEqual((row.batches_change, row.persons_change, row.amount_change), ("−49.3 %", "−49.3 %", "—"))
        row = self.report(2025, "event")
        self.assertEqual((row.batches_change, row.persons_change), ("−80.6 %", "−80.6 %"))
        self.assertEqual(self.report(2024, "domestic").batches_change, "—")

    def test_a_reception_counts_when_it_has_ended_and_once(self):
        self.opening(2025, "domestic", 2, 24, 1000)
        reception = self.listed(amount=1500)
        self.assertFalse(self.report(2026, "domestic"))
        with freeze_time(AFTER):
            self.bill(reception, 1000)
            self.receipt(reception, 60)
            row = self.report(2026, "domestic")
            self.assertEqual((row.batches, row.persons, row.amount), (1, 12, 940))
            self.assertEqual((row.batches_change, row.persons_change), ("−50.0 %", "−50.0 %"))
            self.assertEqual(row.amount_change, "−6.0 %")

    def test_the_disclosure_sheet(self):
        self.opening(2025, "domestic", 3, 30, 900)
        self.opening(2026, "domestic", 2, 20, 600)
        self.opening(2026, "foreign", 1, 5, 100)
        self.opening(2026, "investment", 4, 8, 50)
        rows = self.report(2026, "domestic")
        [paper] = rows._gaj_papers("disclosure")
        public, apart, budget = paper.tables
        self.assertEqual(list(public.totals[1:4]), [3, 3, "0.0 %"])
        self.assertEqual([row[1] for row in apart.rows], [4])
        domestic = next(row for row in public.rows if row[1] == 2)
        self.assertEqual(domestic[1:4], [2, 3, "-33.3 %"])
        self.assertEqual([str(cell) for cell in budget.rows[0][1:]], ["200000.0", "700.0", "199300.0"])
        self.assertTrue(rows._gaj_paper_file("disclosure", "xlsx")[1].startswith(b"PK"))

    def test_rows_of_the_year_are_read_by_those_who_may(self):
        self.opening(2025, "domestic", 3, 30)
        for role, reads in {"auditor": True, "finance": True, "discipline": True, "employee": False}.items():
            report = self.as_(role, self.env["gaj.reception.report"])
            with self.subTest(role=role):
                self.assertEqual(report.has_access("read"), reads)
