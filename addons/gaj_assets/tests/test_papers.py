import re
from decimal import Decimal
from io import BytesIO

import openpyxl
from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools.pdf import PdfFileReader

from odoo.addons.gaj_base.rules.paper import PaperTooLong

from ..wizards import gaj_asset_paper
from .common import AssetsCase

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
KINDS = ("register", "unit", "ledger", "changes", "card", "idle", "expiry")


class PapersCase(AssetsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-06-15"))
        cls.pcs = cls.make_assets(["台式计算机", "打印机"], space_id=cls.room_301.id, model="启天M455", cost=4800.01)
        cls.chairs = cls.make_assets(
            ["办公椅"], category_id=cls.chair.id, space_id=cls.room_302.id, cost=400, acquisition_date="2026-03-15"
        )
        cls.assets = cls.pcs + cls.chairs

    def wizard(self, kind, user="manager", **values):
        values.setdefault("res_ids", self.assets.ids)
        return self.env["gaj.asset.paper"].with_user(self.users[user]).create({"kind": kind, **values})

    def text(self, wizard):
        _name, content = wizard._gaj_paper_file(wizard.kind, "pdf")
        return [re.sub(r"\s", "", page.extract_text()) for page in PdfFileReader(BytesIO(content)).pages]

    def rows(self, wizard):
        _name, content = wizard._gaj_paper_file(wizard.kind, "xlsx")
        book = openpyxl.load_workbook(BytesIO(content))
        return [tuple(cell.value for cell in row) for sheet in book for row in sheet.iter_rows()]


@tagged("post_install", "-at_install", "gaj")
class TestPapers(PapersCase):
    def test_every_paper_as_pdf_and_as_workbook(self):
        for kind in KINDS:
            with self.subTest(kind=kind):
                wizard = self.wizard(kind, until="2040-01-01")
                self.assertTrue(any(self.company.name.replace(" ", "") in page for page in self.text(wizard)))
                self.assertTrue(any(self.company.name in str(cell) for row in self.rows(wizard) for cell in row))

    def test_the_register_lists_every_card_with_totals(self):
        wizard = self.wizard("register")
        [page] = self.text(wizard)
        for asset in self.assets:
            self.assertIn(asset.asset_no, page)
        self.assertIn("10,000.02", page)
        total = next(row for row in self.rows(wizard) if "Total" in row)
        self.assertIn(10000.02, total)
        self.assertIn(3, total)

    def test_what_is_chosen_in_the_list_is_printed_and_nothing_else(self):
        action = self.pcs.with_user(self.users["manager"]).action_print_papers()
        wizard = (
            self.env["gaj.asset.paper"].with_user(self.users["manager"]).with_context(**action["context"]).create({})
        )
        self.assertEqual(wizard.asset_count, 2)
        self.assertNotIn(self.chairs.asset_no, self.text(wizard)[0])

    def test_without_a_choice_the_filter_of_the_list_counts(self):
        context = {"active_domain": [("id", "in", self.chairs.ids)]}
        action = self.env["gaj.asset"].with_user(self.users["manager"]).with_context(**context).action_print_papers()
        wizard = (
            self.env["gaj.asset.paper"].with_user(self.users["manager"]).with_context(**action["context"]).create({})
        )
        self.assertEqual(wizard.asset_count, 1)

    def test_narrowed_by_department_place_and_category(self):
        self.assertEqual(self.wizard("register", department_ids=[(6, 0, self.bureau.ids)]).asset_count, 3)
        self.assertEqual(self.wizard("register", department_ids=[(6, 0, self.other.ids)]).asset_count, 0)
        self.assertEqual(self.wizard("register", space_ids=[(6, 0, self.room_302.ids)]).asset_count, 1)
        self.assertEqual(self.wizard("register", category_ids=[(6, 0, self.desktop.ids)]).asset_count, 2)

    def test_one_unit_one_card_has_a_page_for_each_room(self):
        shown = self.text(self.wizard("unit"))
        self.assertEqual(len(shown), 2)
        self.assertIn("T1/301", shown[0])
        for said in (self.pcs[0].asset_no, self.pcs[1].asset_no, "台式计算机", "启天M455", "4,800.01", "03/15/2024"):
            self.assertIn(said, shown[0])
        self.assertNotIn(self.chairs.asset_no, shown[0])
        self.assertIn("T1/302", shown[1])

    def test_units_may_be_departments_or_people_and_what_belongs_to_none_comes_last(self):
        self.assertIn("TestSection", self.text(self.wizard("unit", divided_by="department"))[0])
        self.chairs.custodian_id = self.people["user"]
        shown = self.text(self.wizard("unit", divided_by="custodian"))
        self.assertIn(self.chairs.asset_no, shown[0])
        self.assertIn(self.pcs[0].asset_no, shown[1])

    def test_things_without_a_label_have_their_code_on_the_card_of_the_room(self):
        papers = self.wizard("unit")._gaj_papers("unit")
        self.assertEqual([len(paper.pictures) for paper in papers], [0, 0])
        self.room_301._gaj_assign_tags()
        self.pcs[0].category_id = self.env["gaj.asset.category"].search([("is_tag_required", "=", False)], limit=1)
        papers = self.wizard("unit")._gaj_papers("unit")
        door, virtual = papers[0].pictures
        self.assertIn(self.room_301.tag_no, door.qr)
        self.assertTrue(virtual.qr.endswith(f"/GAJ/A/{self.pcs[0].tag_no}"))
        self.assertTrue(papers[0].notes)
        self.assertFalse(papers[1].notes)

    def test_the_card_shows_facts_code_photo_and_history(self):
        self.pcs[0].image_1920 = PIXEL
        [paper] = self.pcs[0]._gaj_papers("card")
        self.assertEqual([bool(picture.image) for picture in paper.pictures], [False, True])
        facts = dict(paper.facts)
        self.assertEqual(facts["Original Cost"], Decimal("4800.01"))
        self.assertEqual(facts["Model and Specification"], "启天M455")
        self.assertIn("Acquired", [row[1] for row in paper.tables[0].rows])
        _name, content = self.pcs[0]._gaj_paper_file("card", "pdf")
        self.assertIn(self.pcs[0].tag_no, PdfFileReader(BytesIO(content)).pages[0].extract_text())

    def test_the_history_names_what_changed(self):
        self.env.cr.precommit.run()  # the log of the making
        self.pcs[0].action_set_idle()
        self.env.cr.flush()
        self.env.cr.precommit.run()
        [paper] = self.pcs[0]._gaj_papers("card")
        self.assertIn("In Use → Idle", [row[2] for row in paper.tables[0].rows])

    def test_idle_things_with_their_days(self):
        self.env.cr.precommit.run()
        with freeze_time("2026-05-16"):
            self.pcs[0].action_set_idle()
            self.env.cr.flush()
            self.env.cr.precommit.run()
            message = self.pcs[0].message_ids[:1]
        self.env.cr.execute(
            "UPDATE mail_tracking_value SET create_date = '2026-05-16' WHERE mail_message_id = %s", [message.id]
        )
        rows = self.rows(self.wizard("idle"))
        idle = [row for row in rows if self.pcs[0].asset_no in row]
        self.assertEqual(len(idle), 1)
        self.assertIn(30, idle[0])
        self.assertFalse([row for row in rows if self.pcs[1].asset_no in row])

    def test_end_of_useful_life_from_the_day_on_which_it_is_over(self):
        self.pcs[0].write({"in_service_date": "2024-03-20", "life_months": 24})
        for until, listed in (("2026-03-19", False), ("2026-03-20", True)):
            with self.subTest(until=until):
                rows = self.rows(self.wizard("expiry", until=until))
                self.assertEqual(bool([row for row in rows if self.pcs[0].asset_no in row]), listed)

    def test_refusals(self):
        with self.assertRaisesRegex(UserError, "ends on 2026-01-01, before it begins on 2026-02-01"):
            self.wizard("ledger", date_from="2026-02-01", date_to="2026-01-01").action_print_pdf()
        with self.assertRaisesRegex(UserError, "no paper secrets"):
            self.pcs.action_gaj_paper("secrets", "pdf")
        with self.assertRaisesRegex(UserError, "no paper card in the format exe"):
            self.pcs.action_gaj_paper("card", "exe")
        with self.assertRaisesRegex(UserError, "nothing to print"):
            self.env["gaj.asset"].action_gaj_paper("card", "pdf")
        with self.assertRaisesRegex(UserError, "no record matches"):
            self.wizard("unit", department_ids=[(6, 0, self.other.ids)])._gaj_paper_file("unit", "pdf")

    def test_too_many_cards_for_one_file(self):
        self.patch(gaj_asset_paper, "MAX_CARDS", 2)
        with self.assertRaisesRegex(UserError, "3 cards are too many for one file. Print at most 2"):
            self.wizard("card")._gaj_paper_file("card", "pdf")

    def test_a_paper_too_long_says_what_else_to_do(self):
        refusal = self.wizard("register")._gaj_paper_refusal(PaperTooLong(20_001, 20_000), "pdf")
        self.assertIn("20001 rows are too many for one PDF, which holds 20000", refusal)
        self.assertIn("xlsx", refusal)

    def test_each_role_prints_what_it_sees(self):
        self.chairs.custodian_id = self.people["user"]
        for role, count in (("user", 1), ("clerk", 3), ("manager", 3), ("finance", 3), ("leader", 3), ("auditor", 3)):
            with self.subTest(role=role):
                wizard = self.wizard("register", role)
                self.assertEqual(wizard.asset_count, count)
                [page] = self.text(wizard)
                self.assertIn(self.chairs.asset_no, page)
                self.assertEqual(self.pcs[0].asset_no in page, count == 3)
        with self.assertRaises(AccessError):
            self.wizard("register", "nobody")
        with self.assertRaises(AccessError):
            self.pcs.with_user(self.users["user"])._gaj_paper_file("card", "pdf")

    def test_the_register_costs_no_more_queries_when_it_grows(self):
        def queries(count):
            assets = self.make_assets([f"n{number}" for number in range(count)], space_id=self.room_301.id)
            wizard = self.wizard("register", res_ids=assets.ids)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wizard._gaj_papers("register")
            return self.env.cr.sql_log_count - before

        queries(1)
        self.assertEqual(queries(3), queries(60))


@tagged("post_install", "-at_install", "gaj")
class TestPaperRoute(PapersCase, HttpCase):
    def get(self, path, user="manager"):
        self.authenticate(self.users[user].login, self.users[user].login)
        return self.url_open(path, timeout=60)

    def test_the_file_comes_with_the_rights_of_the_user(self):
        ids = ",".join(map(str, self.pcs.ids))
        answer = self.get(f"/gaj/paper/gaj.asset/card.pdf?ids={ids}")
        self.assertEqual((answer.status_code, answer.headers["Content-Type"]), (200, "application/pdf"))
        self.assertTrue(answer.content.startswith(b"%PDF"))
        self.assertIn("Asset%20Card.pdf", answer.headers["Content-Disposition"])
        answer = self.get(f"/gaj/paper/gaj.asset/card.xlsx?ids={self.pcs[0].id}")
        self.assertIn(self.pcs[0].asset_no, answer.headers["Content-Disposition"])
        self.assertEqual(answer.status_code, 200)

    def test_what_one_may_not_see_is_not_printed(self):
        answer = self.get(f"/gaj/paper/gaj.asset/card.pdf?ids={self.pcs[0].id}", "user")
        self.assertEqual(answer.status_code, 422)
        self.assertNotIn(b"%PDF", answer.content)

    def test_nonsense_is_refused(self):
        for path in (
            "/gaj/paper/res.users/card.pdf?ids=1",
            "/gaj/paper/gaj.paper.mixin/card.pdf?ids=1",
            "/gaj/paper/gaj.asset/card.exe?ids=1",
        ):
            with self.subTest(path=path):
                self.assertEqual(self.get(path).status_code, 404)
        for path in (
            "/gaj/paper/gaj.asset/other.pdf?ids=1",
            "/gaj/paper/gaj.asset/card.pdf",
            "/gaj/paper/gaj.asset/card.pdf?ids=x",
        ):
            with self.subTest(path=path):
                self.assertEqual(self.get(path).status_code, 422)
        for context in ("nonsense", "[1]"):
            with self.subTest(context=context):
                path = f"/gaj/paper/gaj.asset/card.pdf?ids={self.pcs[0].id}&context={context}"
                self.assertEqual(self.get(path).status_code, 400)


@tagged("post_install", "-at_install", "gaj")
class TestLedger(PapersCase):
    def turnover(self, date_from, date_to, assets=None):
        wizard = self.wizard("ledger", date_from=date_from, date_to=date_to, res_ids=(assets or self.assets).ids)
        return wizard._gaj_turnovers()

    def test_opening_additions_closing(self):
        lines = self.turnover("2026-01-01", "2026-12-31")
        desktop, chair = lines[self.desktop.id], lines[self.chair.id]
        self.assertEqual((desktop.count0, desktop.cost0), (2, Decimal("9600.02")))
        self.assertEqual((desktop.count_in, desktop.cost_in), (0, 0))
        self.assertEqual((chair.count0, chair.count_in, chair.cost_in, chair.count), (0, 1, 400, 1))
        self.assertNotIn(self.chair.id, self.turnover("2025-01-01", "2025-12-31"))

    def test_what_left_is_removed_with_its_depreciation(self):
        pc = self.pcs[0]
        pc.accumulated = 1500
        pc._gaj_put_in_books("2024-03-20")
        self.env.cr.execute(
            "UPDATE gaj_asset SET state = 'disposed', out_of_books_on = '2026-05-20' WHERE id = %s", pc.ids
        )
        pc.invalidate_recordset()
        line = self.turnover("2026-01-01", "2026-12-31")[self.desktop.id]
        self.assertEqual((line.count0, line.count_out, line.count), (2, 1, 1))
        self.assertEqual((line.cost_out, line.cost), (Decimal("4800.01"), Decimal("4800.01")))
        self.assertEqual((line.depreciation0, line.depreciation_out, line.depreciation), (1500, 1500, 0))
        later = self.turnover("2026-06-01", "2026-12-31")[self.desktop.id]
        self.assertEqual((later.count0, later.count_out, later.count), (1, 0, 1))
        rows = self.rows(self.wizard("changes", date_from="2026-05-20", date_to="2026-05-20"))
        self.assertTrue([row for row in rows if pc.asset_no in row])

    def test_what_moved_and_what_changed_its_value(self):
        self.env["gaj.asset.transfer"]._gaj_confirmed_move(
            self.pcs[1], "Moved next door", department=self.other, custodian=self.people["user"], space=self.room_302
        )
        self.pcs[0]._gaj_put_in_books("2026-06-01")
        change = (
            self.env["gaj.asset.value.change"]
            .with_user(self.users["manager"])
            .create({"asset_id": self.pcs[0].id, "kind": "improvement", "works": 1000, "reason": "More memory"})
        )
        self.env.cr.execute(
            "UPDATE gaj_asset_value_change SET state = 'booked', date = '2026-06-15', old_cost = 4800.01,"
            " new_cost = 5800.01, segment_id = %s WHERE id = %s",
            [self.pcs[0].segment_ids.id, change.id],
        )
        self.env.invalidate_all()
        rows = self.rows(self.wizard("changes", date_from="2026-06-15", date_to="2026-06-15"))
        [moved] = [row for row in rows if self.pcs[1].display_name in row]
        for said in ("Test Section", "Other Department", "T1301", "T1302", "Moved next door"):
            self.assertIn(said, moved)
        [revalued] = [row for row in rows if self.pcs[0].display_name in row]
        for said in (change.name, 4800.01, 5800.01, 1000, "More memory"):
            self.assertIn(said, revalued)
        earlier = self.rows(self.wizard("changes", date_from="2026-06-01", date_to="2026-06-14"))
        self.assertFalse([row for row in earlier if self.pcs[1].display_name in row or change.name in row])

    def test_every_line_adds_up(self):
        for asset, day in zip(self.assets, ("2024-03-20", "2024-04-01", "2026-03-20"), strict=True):
            asset.accumulated = 100
            asset._gaj_put_in_books(day)
        for begin, end in (("2024-01-01", "2024-03-31"), ("2024-04-01", "2026-03-19"), ("2026-03-20", "2026-12-31")):
            for line in self.turnover(begin, end).values():
                with self.subTest(begin=begin, line=line):
                    self.assertEqual(line.count0 + line.count_in - line.count_out, line.count)
                    self.assertEqual(line.cost0 + line.cost_in - line.cost_out, line.cost)
                    self.assertEqual(
                        line.depreciation0 + line.depreciation_in - line.depreciation_out, line.depreciation
                    )
