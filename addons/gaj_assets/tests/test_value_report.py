from datetime import date
from decimal import Decimal
from io import BytesIO

from freezegun import freeze_time
from odoo.exceptions import AccessError
from odoo.tests import tagged
from openpyxl import load_workbook

from .depreciation_case import DepreciationCase


@tagged("post_install", "-at_install", "gaj")
class TestValueReport(DepreciationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report_user = cls.users["finance"]

    def report(self, day, user="finance", domain=()):
        """Return ``{asset: (cost, accumulated, net, of the month, of the year)}`` of the report of a day."""
        rows = self.env["gaj.asset.value.report"].with_user(self.users[user]).with_context(gaj_as_of=day)
        rows.invalidate_model()  # a request is of one day
        return {
            row.asset_id: tuple(
                f"{row[name]:.2f}" for name in ("cost", "accumulated", "net_value", "month_amount", "year_amount")
            )
            for row in rows.search(list(domain))
        }

    def test_any_day(self):
        asset = self.in_books("2026-03-20")
        self.run_months((2026, 3), (2027, 1))
        self.assertEqual(self.report("2026-03-19"), {})
        self.assertEqual(self.report("2026-03-20")[asset], ("4800.00", "0.00", "4800.00", "0.00", "0.00"))
        self.assertEqual(self.report("2026-12-31")[asset], ("4800.00", "666.67", "4133.33", "66.67", "666.67"))
        self.assertEqual(self.report("2027-01-31")[asset][1:], ("733.33", "4066.67", "66.66", "66.66"))
        with freeze_time("2027-02-10"):
            asset._gaj_take_out_of_books("2027-02-10")
        self.assertEqual(list(self.report("2027-02-09")), [asset])
        self.assertEqual(self.report("2027-02-10"), {})

    def test_it_agrees_with_the_general_ledger(self):
        self.in_books("2026-03-20")
        self.in_books("2026-04-20", name="Chair", category_id=self.chair.id, cost=999.99, acquisition_date="2026-03-01")
        self.run_months((2026, 3), (2026, 5))
        for day in ("2026-03-31", "2026-04-30", "2026-05-30", "2026-05-31"):
            ledger = -sum(
                self.env["account.move.line"]
                .search(
                    [
                        ("account_id.code", "=like", "1602%"),
                        ("date", "<=", day),
                        ("parent_state", "=", "posted"),
                        ("move_id.gaj_source_model", "=", "gaj.asset.depreciation.run"),
                        ("company_id", "=", self.company.id),
                    ]
                )
                .mapped("balance")
            )
            reported = sum(Decimal(values[1]) for values in self.report(day).values())
            self.assertEqual(reported, Decimal(str(round(ledger, 2))), day)

    def test_the_department_is_that_of_the_day(self):
        asset = self.in_books("2026-03-20")
        with freeze_time("2026-04-10"):
            self.env["gaj.asset.transfer"]._gaj_confirmed_move(asset, "Test", department=self.other)
        rows = self.env["gaj.asset.value.report"]
        for day, department in [("2026-04-09", self.section), ("2026-04-10", self.other)]:
            rows.invalidate_model()
            self.assertEqual(rows.with_context(gaj_as_of=day).search([]).department_id, department)

    def test_who_sees_what(self):
        mine = self.in_books("2026-03-20")
        elsewhere = self.in_books("2026-03-20", name="Elsewhere", department_id=self.other.id)
        for role in ("finance", "leader", "auditor", "manager"):
            self.assertEqual(set(self.report("2026-04-01", role)), {mine, elsewhere})
        self.assertEqual(set(self.report("2026-04-01", "clerk")), {mine})
        for role in ("user", "nobody"):
            with self.assertRaises(AccessError):
                self.report("2026-04-01", role)
            with self.assertRaises(AccessError):
                self.env["gaj.asset.value.asof"].with_user(self.users[role]).create({})

    def choice(self, **values):
        return self.env["gaj.asset.value.asof"].with_user(self.users["finance"]).create(values)

    def test_the_choice_opens_the_list_of_the_day(self):
        asset = self.in_books("2026-03-20")
        self.in_books("2026-03-20", name="Elsewhere", department_id=self.other.id)
        with freeze_time("2026-04-15"):
            choice = self.choice(department_ids=[(6, 0, self.bureau.ids)])
            self.assertEqual(choice.day, date(2026, 3, 31))
            action = choice.action_show()
            rows = self.env[action["res_model"]].with_context(**action["context"]).search(action["domain"])
            self.assertEqual(rows.asset_id, asset)
            opened = rows.action_open_asset()
            self.assertEqual((opened["res_model"], opened["res_id"]), ("gaj.asset", asset.id))
            with self.refused("lies in the future"):
                self.choice(day="2026-05-01").action_show()

    def test_the_depreciation_table_as_workbook_and_pdf(self):
        self.in_books("2026-03-20")
        self.in_books("2026-03-20", name="办公椅", category_id=self.chair.id, cost=1800, life_months=180)
        self.run_month(2026, 3)
        with freeze_time("2026-04-15"):
            choice = self.choice()
            name, content = choice._gaj_paper_file("values", "xlsx")
            self.assertTrue(name.endswith(".xlsx"))
            cells = [cell for row in load_workbook(BytesIO(content)).active.values for cell in row]
            for expected in ("办公椅", 6600, 76.67, 6523.33):
                self.assertIn(expected, cells)
            _name, content = choice._gaj_paper_file("summary", "pdf")
            self.assertTrue(content.startswith(b"%PDF"))
            self.assertIn("params", choice.action_print_table())

    def test_the_papers_of_a_run(self):
        self.in_books("2026-03-20")
        run = self.run_month(2026, 3)
        _name, content = run._gaj_paper_file("depreciation_table", "xlsx")
        cells = [cell for row in load_workbook(BytesIO(content)).active.values for cell in row]
        self.assertIn(66.67, cells)
        for kind in ("depreciation_table", "depreciation_summary"):
            _name, content = run._gaj_paper_file(kind, "pdf")
            self.assertTrue(content.startswith(b"%PDF"))

    def test_the_number_of_queries_does_not_grow(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            choice._gaj_papers("values")
            choice._gaj_papers("summary")
            run._gaj_papers("depreciation_table")
            return self.env.cr.sql_log_count - before

        self.in_books("2026-03-20")
        run = self.run_month(2026, 3)
        choice = self.choice(day="2026-03-31")
        queries()
        few = queries()
        with freeze_time("2026-04-20"):
            self.make_assets([f"M{n}" for n in range(60)], acquisition_date="2026-04-01")._gaj_put_in_books(
                "2026-04-20"
            )
        run, choice = self.run_month(2026, 4), self.choice(day="2026-04-30")
        queries()
        self.assertEqual(queries(), few)

    def test_the_schedule_on_the_card(self):
        asset = self.in_books("2026-03-20")
        self.run_months((2026, 3), (2026, 4))
        rows = asset._gaj_schedule()
        self.assertEqual((rows[0][0], rows[-1][0]), (date(2026, 5, 1), date(2032, 2, 1)))
        self.assertEqual(rows[-1][1].accumulated, 4800)
        self.assertEqual(len(rows), 70)
        self.assertIn("2026-05", asset.depreciation_schedule)
        self.assertIn("2032", asset.depreciation_schedule)
        asset._gaj_take_out_of_books("2026-05-10")
        self.assertFalse(asset.depreciation_schedule)
