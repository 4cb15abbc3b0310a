import io
from datetime import date
from decimal import Decimal

from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.tests import tagged
from openpyxl import load_workbook

from .disposal_case import DisposalCase


@tagged("post_install", "-at_install", "gaj")
class TestYearlyReport(DisposalCase):
    """What came, what left and what was remitted in a year: the figures of the records, and nothing else."""

    def insert(self, received, disposed, remitted, year=2025):
        """Insert as many finished batches as a year has, without their story."""
        day = date(year, 3, 15)
        self.env["gaj.asset.acceptance"].flush_model()
        for number in range(received):
            self.env.cr.execute(
                "INSERT INTO gaj_asset_acceptance (batch_no, company_id, kind, date, accepted_on, state)"
                " VALUES (%s, %s, 'donation', %s, %s, 'accepted')",
                [f"Y{number}", self.company.id, day, day.replace(month=number % 12 + 1)],
            )
        records = self.env["gaj.asset.disposal"].create(
            [{"kind": "scrap", "department_id": self.section.id} for _number in range(disposed)]
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE gaj_asset_disposal SET state = 'closed', settled_on = %s WHERE id = ANY(%s)", [day, records.ids]
        )
        records.invalidate_recordset()
        self.env["gaj.asset.remittance"].create(
            [{"disposal_id": records[0].id, "name": "V", "amount": amount, "date": day} for amount in remitted]
        ).sudo().write({"state": "posted"})
        self.env.flush_all()

    def paper(self, year=2025):
        sheet = self.env["gaj.asset.yearly.paper"].with_user(self.users["finance"]).create({"year": year})
        return sheet._gaj_papers("yearly")[0], sheet

    def test_the_figures_of_a_year(self):
        self.insert(42, 39, [300000, 35400])
        paper, sheet = self.paper()
        self.assertEqual([value for _label, value in paper.facts], [42, 39, 0, Decimal("335400.00")])
        months, batches = paper.tables
        self.assertEqual(months.totals, ("Year", 42, 39, 0, 0, Decimal("335400.00")))
        self.assertEqual(months.rows[2], ("2025-03", 4, 39, 0, 0, Decimal("335400.00")))
        self.assertEqual((len(months.rows), len(batches.rows)), (12, 39))
        for file_format in ("pdf", "xlsx"):
            name, content = sheet._gaj_paper_file("yearly", file_format)
            self.assertTrue(content)
            self.assertIn(file_format, name)
        cells = [cell for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True) for cell in row]
        self.assertIn(335400, cells)

    def test_another_year_and_another_company_do_not_count(self):
        self.insert(2, 1, [10])
        self.assertEqual([value for _label, value in self.paper(2024)[0].facts], [0, 0, 0, 0])
        other = self.env["res.company"].create({"name": "Other company"})
        self.users["finance"].company_ids = [(4, other.id)]
        sheet = (
            self.env["gaj.asset.yearly.paper"]
            .with_user(self.users["finance"])
            .create({"year": 2025, "company_id": other.id})
        )
        self.assertEqual([value for _label, value in sheet._gaj_papers("yearly")[0].facts], [0, 0, 0, 0])

    def test_a_batch_that_went_the_whole_way_is_in_it(self):
        with freeze_time("2026-09-25"):
            asset = self.booked("Thing", 900, 900, "2010-01-16", 72, "2026-09-25")
            record = self.draft(asset)
            self.to_executing(record)
            self.settled(record, proceeds=150, costs=50)
        report = self.env["gaj.asset.yearly.report"].with_user(self.users["manager"])
        mine = [("company_id", "=", self.company.id), ("date", "=", "2026-09-01")]
        before = report.search(mine)
        self.assertEqual((before.disposed_count, before.disposed_cost, before.remitted_amount), (1, 900, 0))
        with freeze_time("2026-10-08"):
            self.remit(record)
        october = report.search([("company_id", "=", self.company.id), ("date", "=", "2026-10-01")])
        self.assertEqual((october.disposed_count, october.remitted_amount), (0, 100))

    def test_things_of_others_are_none_of_the_bureaus_figures(self):
        with freeze_time("2026-09-25"):
            record = (
                self.env["gaj.asset.disposal"]
                .with_user(self.users["manager"])
                .create(
                    {
                        "kind": "sale",
                        "is_custody": True,
                        "owner_id": self.school.id,
                        "department_id": self.section.id,
                        "line_ids": [(0, 0, {"description": "Car of a court case", "custody_value": 50000})],
                    }
                )
            )
            self.to_executing(record, 4000)
            self.bid(record, 4500).action_award()
            self.as_(record, "manager").action_hand_over()
            self.as_(record, "finance").action_settle()
        self.assertEqual(record.state, "settled")
        self.assertNotIn(record.name, str(self.paper(2026)[0]))
        self.assertFalse(
            self.env["gaj.asset.yearly.report"].search(
                [("company_id", "=", self.company.id), ("date", "=", "2026-09-01")]
            )
        )

    def test_who_reads_the_report(self):
        self.insert(1, 1, [1])
        report = self.env["gaj.asset.yearly.report"]
        for role in ("manager", "finance", "leader", "discipline", "auditor"):
            with self.subTest(role=role):
                self.assertTrue(report.with_user(self.users[role]).search([]))
        for role in ("user", "clerk", "nobody"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                report.with_user(self.users[role]).search([])
