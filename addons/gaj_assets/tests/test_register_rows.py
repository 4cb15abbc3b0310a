import base64
import json

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.gaj_base.models import gaj_sheet_importer

from .register_case import ROW, TITLES, RegisterCase, workbook


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-07-01 02:00:00")
class TestRegisterRows(RegisterCase):
    """Each single check of a row, what is offered, and who may import."""

    def card(self, **values):
        """Return the cards of one row that was imported."""
        record = self.start_rows(values)
        self.assertEqual(record.error_ids.mapped("message"), [])
        record.action_import()
        return self.env["gaj.asset"].browse(record._made()["gaj.asset"])

    def test_a_good_row_is_good(self):
        self.assertEqual(self.start_rows({}).good_count, 1)

    def test_what_must_be_filled(self):
        for key, kind in [
            ("number", "missing_number"),
            ("name", "missing_name"),
            ("category", "missing_category"),
            ("quantity", "missing_quantity"),
            ("cost", "missing_cost"),
            ("acquired", "missing_acquired"),
            ("department", "missing_department"),
        ]:
            with self.subTest(key):
                self.assert_refused(kind, **{key: "　 " if key == "name" else None, "net": None, "price": None})

    def test_what_cannot_be_read(self):
        for values, kind in [
            ({"quantity": "两"}, "quantity_not_integer"),
            ({"quantity": 1.5}, "quantity_not_integer"),
            ({"quantity": 0}, "quantity_not_integer"),
            ({"quantity": -1}, "quantity_not_integer"),
            ({"quantity": 10001, "cost": 1, "net": 1, "accumulated": 0}, "quantity_too_large"),
            ({"cost": "约八百"}, "bad_money"),
            ({"price": "八百"}, "bad_money"),
            ({"accumulated": "#REF!"}, "bad_money"),
            ({"acquired": "18.5.8"}, "bad_date"),
            ({"in_service": "2020-02-30"}, "bad_date"),
            ({"life": "六年"}, "bad_life"),
            ({"life": -6}, "bad_life"),
            ({"invoice": "1.45556E+19"}, "bad_code"),
            ({"acquisition": "捡来的"}, "unknown_acquisition"),
            ({"use": "也许"}, "unknown_use"),
        ]:
            with self.subTest(values):
                self.assert_refused(kind, **values)

    def test_what_does_not_fit_together(self):
        for values, kind in [
            ({"price": 801}, "value_not_price_times_quantity"),
            ({"price": -800, "cost": -800}, "negative_value"),
            ({"accumulated": -1, "net": 801}, "negative_value"),
            ({"accumulated": 800.01, "net": -0.01}, "depreciation_above_value"),
            ({"net": 500.01}, "net_not_value_minus_depreciation"),
            ({"accumulated": None}, "net_not_value_minus_depreciation"),
            ({"acquired": "2026-07-02"}, "date_in_future"),
            ({"in_service": "2031-01-01"}, "date_in_future"),
            ({"in_service": "2020-01-04"}, "use_before_acquisition"),
            ({"category": "A99010105"}, "unknown_category"),
            ({"department": "驻外办事处"}, "unknown_department"),
        ]:
            with self.subTest(values):
                self.assert_refused(kind, **values)

    def test_a_unit_price_rounded_to_the_cent_is_no_error(self):
        cards = self.card(quantity=3, price=33.33, cost=100, accumulated=10, net=90)
        self.assertEqual(cards.mapped("cost"), [33.34, 33.33, 33.33])
        self.assertEqual(cards.mapped("accumulated"), [3.34, 3.33, 3.33])
        self.assertEqual(cards.mapped("net_value"), [30.0, 30.0, 30.0])
        self.assert_refused(
            "value_not_price_times_quantity", number="T2", quantity=3, price=33.33, cost=100.02, net=None
        )

    def test_the_last_day_that_is_no_future(self):
        self.assertEqual(self.start_rows({"acquired": "2026-07-01", "in_service": "2026-07-01"}).bad_count, 0)

    def test_what_is_left_out_gets_its_usual_value(self):
        card = self.card(accumulated=None, net=None)
        self.assertEqual(
            (card.accumulated, card.net_value, card.acquisition_type, card.state), (0, 800, "purchase", "in_use")
        )
        self.assertEqual(card.life_months, 180)
        self.assertFalse(card.custodian_id or card.space_id or card.supplier_id or card.in_service_date)

    def test_a_file_without_the_optional_columns(self):
        titles = {
            key: TITLES[key] for key in ("number", "name", "category", "quantity", "cost", "acquired", "department")
        }
        record = self.start(workbook([{}], titles))
        self.assertEqual((record.bad_count, record.good_count), (0, 1))

    def test_a_file_without_a_required_column(self):
        titles = {key: title for key, title in TITLES.items() if key != "cost"}
        with self.assertRaisesRegex(UserError, "Row 1 holds the column titles.*原值"):
            self.start(workbook([{}], titles))

    def test_a_file_that_is_no_table(self):
        for content, sentence in [
            (b"%PDF-1.4", "neither an .xlsx nor a .csv"),
            (workbook([{}])[:500], "damaged"),
            (workbook([{}], {"x": "甲", "y": "乙"}), "No row with the column titles"),
            (workbook([]), "no row of data"),
            (b" ", "empty"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel 97"),
        ]:
            with self.subTest(sentence), self.assertRaisesRegex(UserError, sentence):
                self.start(content)

    def test_a_number_that_a_card_has_already(self):
        self.card(number="T001")
        self.assert_refused("number_in_use", number="Ｔ００１")
        asset = self.env["gaj.asset"].search([("legacy_no", "=", "T001")])
        self.assert_refused("number_in_use", number=asset.asset_no)

    def test_a_number_twice_in_the_file_is_the_later_row(self):
        record = self.start_rows({}, {"number": " T０01"}, {"number": "T002"}, {"number": "T001", "name": ""})
        self.assertEqual(
            [(e.row, e.kind) for e in record.error_ids],
            [
                (3, "duplicate_number"),
                (5, "duplicate_number"),
                (5, "missing_name"),
            ],
        )
        self.assertEqual(record.error_ids.filtered("is_main").mapped("row"), [3, 5])

    def test_a_department_under_its_full_name_and_an_unclear_one(self):
        top, other = self.env["hr.department"].sudo().create([{"name": "T 甲局"}, {"name": "T 乙局"}])
        self.env["hr.department"].sudo().create(
            [{"name": "T 办公室", "parent_id": top.id}, {"name": "T 办公室", "parent_id": other.id}]
        )
        self.assert_refused("ambiguous", department="T 办公室")
        self.assertEqual(self.card(department="T 甲局／T 办公室").department_id.parent_id, top)

    def test_known_people_places_and_suppliers_are_found_not_offered(self):
        department = self.env["hr.department"].search([("name", "=", ROW["department"])])
        first = self.card(person="张 三", place="1号楼612", supplier="得力")
        record = self.start_rows({"number": "T2", "person": " 张　三 ", "place": "１号楼-612室", "supplier": "得力"})
        self.assertFalse(record.offer_ids)
        record.action_import()
        second = self.env["gaj.asset"].browse(record._made()["gaj.asset"])
        for field in ("custodian_id", "space_id", "supplier_id"):
            self.assertEqual(first[field], second[field])
        self.assertEqual(first.custodian_id.sudo().department_id, department)

    def test_the_same_name_in_another_department_is_another_person(self):
        first = self.card(person="张三")
        second = self.card(number="T2", person="张三", department="办公室")
        self.assertNotEqual(first.custodian_id, second.custodian_id)

    def test_two_people_of_one_name_in_one_department_are_unclear(self):
        department = self.env["hr.department"].search([("name", "=", ROW["department"])])
        self.env["hr.employee"].sudo().create([{"name": "李四", "department_id": department.id} for _n in range(2)])
        self.assert_refused("ambiguous", person="李四")

    def test_only_good_rows_count_for_offers(self):
        record = self.start_rows({"person": "甲"}, {"number": "T2", "person": "乙", "name": ""})
        self.assertEqual(record.offer_ids.mapped(lambda offer: (offer.key, offer.count)), [("person", 1)])

    def test_what_is_not_to_be_created_refuses_its_rows(self):
        record = self.start_rows({"person": "甲"}, {"number": "T2"})
        record.offer_ids.is_wanted = False
        with self.assertRaisesRegex(UserError, "1 rows are refused.*Leave Out"):
            record.action_import()
        record.action_preview()
        self.assertEqual((record.good_count, self.main_kinds(record)), (1, ["not_offered"]))
        self.assertFalse(record.offer_ids.is_wanted)
        record.leave_out_bad = True
        record.action_import()
        self.assertEqual(list(record._made()), ["gaj.asset"])
        self.assertFalse(self.env["hr.employee"].sudo().search([("name", "=", "甲")]))

    def test_only_the_role_may_import(self):
        roles = {
            "gaj_assets.group_gaj_assets_manager": None,
            "gaj_base.group_gaj_officer": UserError,
            "gaj_assets.group_gaj_assets_clerk": AccessError,
            "gaj_assets.group_gaj_assets_user": AccessError,
            "gaj_base.group_gaj_finance": AccessError,
            "gaj_base.group_gaj_auditor": AccessError,
            "base.group_user": AccessError,
        }
        values = {"file": base64.b64encode(workbook([{}])), "name": "r.xlsx", "importer": "gaj.asset.importer"}
        for place, (group, refusal) in enumerate(roles.items()):
            with self.subTest(group):
                user = new_test_user(self.env(su=True), f"importer_{place}", groups=group)
                imports = self.env["gaj.sheet.import"].with_user(user)
                if refusal is None:
                    imports.create(values).action_preview()
                else:
                    with self.assertRaises(refusal):
                        imports.create(values).action_preview()

    def test_an_auditor_reads_and_changes_nothing(self):
        record = self.start_rows({"name": ""})
        auditor = new_test_user(self.env(su=True), "register_auditor", groups="gaj_base.group_gaj_auditor")
        seen = record.with_user(auditor)
        self.assertEqual(seen.error_ids.mapped("kind"), ["missing_name"])
        for call in (
            seen.action_preview,
            seen.action_import,
            seen.action_undo,
            lambda: seen.write({"name": "x"}),
            seen.unlink,
        ):
            with self.assertRaises(AccessError):
                call()

    def test_another_company_sees_nothing_of_it(self):
        record = self.start_rows({})
        company = self.env["res.company"].sudo().create({"name": "T Other Bureau"})
        other = new_test_user(
            self.env(su=True),
            "register_other",
            groups="gaj_assets.group_gaj_assets_manager",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        self.assertFalse(self.env["gaj.sheet.import"].with_user(other).search([("id", "=", record.id)]))
        with self.assertRaises(AccessError):
            record.with_user(other).with_company(company).read(["name"])

    def test_a_stranger_opens_nothing_of_it(self):
        record = self.start_rows({"name": ""}).with_user(new_test_user(self.env(su=True), "register_stranger"))
        for call in (record.action_open_errors, record.action_open_created):
            with self.assertRaises(AccessError):
                call()

    def test_progress_is_told_to_the_user_while_the_import_runs(self):
        self.patch(gaj_sheet_importer, "PROGRESS_EVERY", 0)
        record = self.start_rows({}, {"number": "T2"})
        messages = self.env["bus.bus"].sudo()
        last = messages.search([], order="id desc", limit=1).id
        with self.enter_registry_test_mode():
            record.action_import()
        told = messages.search([("id", ">", last), ("message", "like", "gaj_sheet_progress")])
        self.assertEqual(json.loads(told.message)["payload"], {"id": record.id, "done": 2, "total": 2})
        self.assertIn(str(self.manager.partner_id.id), told.channel)

    def test_statements_do_not_grow_with_the_rows(self):
        self.statements(2, "W")  # the caches are warm from now on
        self.assertEqual(self.statements(40, "A"), self.statements(90, "B"))

    def statements(self, count, prefix):
        """Return how many statements looking at ``count`` rows, importing them and taking them back take."""
        rows = [
            {"number": f"{prefix}{n}", "person": f"{prefix}{n % 2}", "place": f"T{prefix}楼10{n % 2}"}
            for n in range(count)
        ]
        record = self.start(workbook(rows), f"{prefix}.xlsx")
        self.env.flush_all()
        self.env.invalidate_all()
        result = []
        for step in (record.action_preview, record.action_import, record.action_undo):
            before = self.env.cr.sql_log_count
            step()
            self.env.flush_all()
            result.append(self.env.cr.sql_log_count - before)
            self.env.invalidate_all()
        return result
