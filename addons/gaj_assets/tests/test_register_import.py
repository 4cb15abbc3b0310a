import base64
import io

from freezegun import freeze_time
from odoo.exceptions import UserError
from odoo.tests import tagged
from openpyxl import load_workbook

from odoo.addons.gaj_base.rules import tag_number

from .register_case import DATA, KEY, RegisterCase, cells

EXPECTED = sorted(map(tuple, KEY["bad_old_numbers"]))
# What makes a refused row good again: column in the error workbook (two columns stand before the file's) → cell.
CORRECTIONS = {
    "missing_name": {"资产名称": "文件柜"},
    "unknown_category": {"资产分类代码": "A05010502"},
    "bad_date": {"取得日期": "2010-01-01"},
    "use_before_acquisition": {"投入使用日期": None},
    "date_in_future": {"取得日期": "2011年1月1日", "投入使用日期": "2011.1.2"},
    "quantity_not_integer": {"数量": 1},
    "unknown_department": {"使用部门": "办公室"},
}


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-07-01 02:00:00")
class TestRegisterRefused(RegisterCase):
    """The register as the bureau sent it: 36 rows are wrong, each is named, and nothing is written."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.record = cls.start((DATA / "asset_register.xlsx").read_bytes())

    def pairs(self, record):
        """Return ``[(old number, kind)]`` of the refused rows."""
        numbers = {entry.number: entry.get("number") for entry in record._plan()["entries"]}
        main = record.error_ids.filtered("is_main")
        return sorted((numbers[error.row], error.kind) for error in main)

    def test_exactly_the_bad_rows_are_named_with_their_kind(self):
        self.assertEqual(self.pairs(self.record), EXPECTED)
        self.assertEqual(
            (self.record.row_count, self.record.good_count, self.record.bad_count),
            (KEY["rows"], KEY["good_rows"], KEY["bad_rows"]),
        )
        self.assertEqual(len(self.record.report["kinds"]), len(KEY["bad_by_kind"]))
        self.assertEqual({count for _label, count in self.record.report["kinds"]}, {3})

    def test_each_error_names_row_column_and_cell(self):
        errors = {(error.row, error.kind): error for error in self.record.error_ids}
        bad_date = errors[360, "bad_date"]
        self.assertEqual((bad_date.column, bad_date.title, bad_date.value), ("L", "取得日期", "2018.02.30"))
        self.assertIn("2018.02.30", bad_date.message)
        self.assertEqual(errors[102, "duplicate_number"].column, "A")
        self.assertIn("row 101", errors[102, "duplicate_number"].message)
        self.assertEqual(errors[127, "value_not_price_times_quantity"].title, "原值（元）")
        for error in self.record.error_ids:
            self.assertTrue(error.column and error.title and error.message and error.kind_label)

    def test_what_was_left_out_is_told(self):
        report = self.record.report
        self.assertEqual(report["header_row"], 3)
        self.assertEqual(report["other_sheets"], ["填表说明"])
        self.assertEqual(
            {k: [n for n, _text in rows] for k, rows in report["skipped"].items()},
            {
                "above_header": [1, 2],
                "blank": [405, 806],
                "total": [1206],
                "signature": [1207],
            },
        )
        self.assertIn("5,222,949.77", self.record.report_html)
        self.assertIn("填表说明", self.record.report_html)

    def test_totals_of_the_good_rows(self):
        totals = dict(self.record.report["totals"])
        self.assertEqual(totals["Asset cards"], f"{KEY['items_after_splitting_quantity']:,}")
        self.assertEqual(totals["Original cost (yuan)"], f"{KEY['good_cost']:,.2f}")
        self.assertEqual(totals["Accumulated depreciation (yuan)"], f"{KEY['good_accumulated_depreciation']:,.2f}")

    def test_people_and_places_are_offered_with_counts(self):
        offers = {offer.key: offer for offer in self.record.offer_ids}
        plan = self.record._plan()
        good = {entry.number for entry in plan["good"]}
        rows = [entry for entry in plan["entries"] if entry.number in good]
        self.assertEqual(offers["person"].count, len({(row.get("department"), row.get("person")) for row in rows}))
        self.assertIn(f"{KEY['people']} different names", offers["person"].detail)
        self.assertEqual(offers["place"].count, len({row.get("place") for row in rows}))
        self.assertEqual(offers["supplier"].count, 5)
        self.assertTrue(all(self.record.offer_ids.mapped("is_wanted")))

    def test_the_file_as_it_stands_is_refused_and_nothing_is_written(self):
        before = self.counts()
        with self.assertRaisesRegex(UserError, "36 rows are refused"):
            self.record.action_import()
        self.assertEqual(self.counts(), before)
        self.assertEqual(self.record.state, "previewed")

    def test_the_csv_says_the_same(self):
        record = self.start((DATA / "asset_register_gb18030.csv").read_bytes(), "register.csv")
        self.assertEqual(self.pairs(record), EXPECTED)
        self.assertEqual(record.report["totals"], self.record.report["totals"])
        self.assertEqual(record.report["encoding"], "gb18030")
        self.assertEqual(
            record.offer_ids.mapped(lambda offer: (offer.key, offer.count)),
            self.record.offer_ids.mapped(lambda offer: (offer.key, offer.count)),
        )

    def test_the_error_workbook_holds_the_refused_rows_and_can_be_corrected_and_imported(self):
        content = base64.b64decode(self.record.error_file)
        rows = cells(content)
        self.assertEqual(len(rows), 1 + KEY["bad_rows"])
        self.assertEqual(
            sorted(row[0] for row in rows[1:]), sorted(self.record.error_ids.filtered("is_main").mapped("row"))
        )
        self.assertEqual(
            self.start(content, "errors.xlsx").bad_count, KEY["bad_rows"] - 3
        )  # the first of a double is not here
        record = self.start(self.corrected(content), "corrected.xlsx")
        self.assertEqual(record.error_ids.mapped("message"), [])
        record.action_import()
        self.assertEqual(record.state, "done")

    def corrected(self, content):
        """Return the error workbook as a clerk would send it back."""
        book = load_workbook(io.BytesIO(content))
        page = book.active
        titles = [cell.value for cell in page[1]]
        kinds = {error.row: error.kind for error in self.record.error_ids.filtered("is_main")}
        for row in page.iter_rows(min_row=2):
            values = dict(zip(titles, row, strict=True))
            for title, value in CORRECTIONS.get(kinds[row[0].value], {}).items():
                values[title].value = value
            if kinds[row[0].value] not in CORRECTIONS:
                values["资产编号"].value = f"{values['资产编号'].value}-2"
                values["单价（元）"].value = "￥4,000.00"
                values["原值（元）"].value = values["净值（元）"].value = 4000 * values["数量"].value
                values["累计折旧（元）"].value = 0
        target = io.BytesIO()
        book.save(target)
        return target.getvalue()


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-07-01 02:00:00")
class TestRegisterImported(RegisterCase):
    """The refused rows left out, the register becomes exactly the cards of its key."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.record = cls.start((DATA / "asset_register.xlsx").read_bytes())
        cls.good_rows = cls.record._plan()["good"]
        cls.before = cls.counts()
        cls.record.leave_out_bad = True
        cls.record.action_import()
        cls.assets = cls.env["gaj.asset"].search([("id", "in", cls.record._made()["gaj.asset"])], order="asset_no")

    def test_items_cost_and_depreciation_are_those_of_the_key(self):
        self.assertEqual(len(self.assets), KEY["items_after_splitting_quantity"])
        self.assertEqual(sum(round(asset.cost * 100) for asset in self.assets), round(KEY["good_cost"] * 100))
        self.assertEqual(
            sum(round(asset.accumulated * 100) for asset in self.assets),
            round(KEY["good_accumulated_depreciation"] * 100),
        )
        self.assertEqual(self.record.state, "done")
        self.assertEqual(self.record.imported_by_id, self.manager)

    def test_tags_are_consecutive_in_the_order_of_the_rows(self):
        serials = [int(asset.asset_no[6:12]) for asset in self.assets]
        self.assertEqual(serials, list(range(serials[0], serials[0] + len(serials))))
        self.assertTrue(all(tag_number.is_valid(asset.tag_no) for asset in self.assets))
        order = [entry.get("number") for entry in self.good_rows for _item in range(entry.get("quantity"))]
        self.assertEqual(self.assets.mapped("legacy_no"), order)

    def test_the_cards_of_a_row_add_up_to_the_cent(self):
        by_number = self.assets.grouped("legacy_no")
        for entry in self.good_rows:
            cards = by_number[entry.get("number")]
            self.assertEqual(len(cards), entry.get("quantity"))
            self.assertEqual(sum(round(card.cost * 100) for card in cards), entry.get("cost") * 100)
            self.assertEqual(sum(round(card.accumulated * 100) for card in cards), entry.get("accumulated") * 100)

    def test_a_card_says_what_its_row_says(self):
        card = self.assets.filtered(lambda asset: asset.legacy_no == "GZ2018000006")
        self.assertEqual(
            (card.name, card.category_id.code, card.model, card.uom, card.cost, card.accumulated, card.net_value),
            ("三人沙发", "A05010401", "皮质三人位", "组", 1445.32, 802.96, 642.36),
        )
        self.assertEqual((card.acquisition_type, card.life_months), ("donation", 180))
        self.assertEqual((str(card.acquisition_date), str(card.in_service_date)), ("2018-02-25", "2018-03-09"))
        self.assertEqual((card.department_id.name, card.custodian_id.sudo().name), ("办公室", "王涛"))
        self.assertEqual(card.custodian_id.sudo().department_id, card.department_id)
        self.assertEqual(
            (card.space_id.code, card.space_id.kind, card.space_id.building_id.code), ("819", "room", "2号楼")
        )
        self.assertEqual((card.state, card.use_state), ("in_use", "in_use"))
        self.assertEqual((card.supplier_id.name, card.invoice_no), ("得力办公", "98148622341470047371"))

    def test_full_width_numbers_are_one_with_plain_ones(self):
        self.assertEqual(len(self.assets.filtered(lambda asset: asset.legacy_no == "GZ2019000007")), 1)

    def test_conditions_of_use_become_states(self):
        self.assertEqual(
            {(a.use_state, a.state) for a in self.assets},
            {("in_use", "in_use"), ("idle", "idle"), ("to_scrap", "in_use")},
        )

    def test_the_same_file_is_refused_with_the_way_out(self):
        content = (DATA / "asset_register.xlsx").read_bytes()
        with self.assertRaisesRegex(UserError, "imported on 2026-07-01 by register_manager.* as “register.xlsx”"):
            self.start(content)
        with self.assertRaisesRegex(UserError, "does not fit"):
            self.record.action_import()

    def test_the_same_numbers_in_another_file_are_known_already(self):
        record = self.start((DATA / "asset_register_gb18030.csv").read_bytes(), "register.csv")
        self.assertEqual(record.good_count, 0)
        self.assertIn(["Asset number known already", KEY["good_rows"]], record.report["kinds"])
        record.leave_out_bad = True
        with self.assertRaisesRegex(UserError, "no row of the file is good"):
            record.action_import()

    def test_undo_leaves_nothing_behind(self):
        self.record.action_undo()
        self.assertEqual(self.counts(), self.before)
        self.assertEqual(self.record.state, "undone")
        again = self.start((DATA / "asset_register.xlsx").read_bytes())
        self.assertEqual(again.good_count, KEY["good_rows"])

    def test_the_created_cards_open_from_the_result(self):
        action = self.record.action_open_created()
        self.assertEqual(self.env[action["res_model"]].search_count(action["domain"]), len(self.assets))
        self.assertEqual(self.record.created_count, len(self.assets))
        self.assertEqual(dict(self.record.report["created"])["Asset Card"], len(self.assets))
