from datetime import date
from decimal import Decimal

from freezegun import freeze_time
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from ..models.gaj_asset_standard_check import Demand, Unit
from .request_case import RequestCase

DAY = date(2026, 6, 1)
# what the regulation allows a unit of 47, and of more
TABLE = {
    "desktop": ("A02010105", 47),
    "laptop": ("A02010108", 23),
    "printer": ("A02021000", 37),
    "printer_a3": ("A02021001", 7),
    "printer_colour": ("A02021004", 1),
    "copier": ("A02020100", 3),
    "mfp": ("A02020400", 14),
    "scanner": ("A02021118", 2),
    "shredder": ("A02021301", 2),
    "projector": ("A02020200", 3),
    "desk": ("A05010201", 47),
    "office_chair": ("A05010301", 47),
    "sofa": ("A05010402", 3 * 4 + 17 * 2),
    "sofa_three": ("A05010401", 20),
    "sofa_single": ("A05010402", 40),
    "tea_table": ("A05010204", 20),
    "visitor_chair": ("A05010302", 20),
    "bookcase": ("A05010501", 3 * 2 + 44),
    "file_cabinet": ("A05010502", 47),
    "wardrobe": ("A05010503", 20),
    "secure_cabinet": ("A05010504", None),
    "tea_cabinet": ("A05010505", 20),
    "meeting_table": ("A05010202", None),
    "meeting_chair": ("A05010303", None),
}


@tagged("post_install", "-at_install", "gaj")
class TestStandards(RequestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unit = Unit(cls.company, cls.institution)

    def check(self, *demands, day=DAY, unit=None):
        return self.standards._gaj_check(unit or self.unit, day, demands)

    def demand(self, code="A02010105", quantity=1, **values):
        return Demand(values.pop("name", "Thing"), self.category(code), quantity, **values)

    def over(self, *demands, **values):
        return {finding.standard: finding.text for finding in self.check(*demands, **values) if finding.level == "over"}

    def cap(self, key, code, day=DAY):
        """Return how many pieces fit, found by asking for one more than fits."""
        standard = self.standard(key)
        for quantity in range(200):
            if standard in self.over(self.demand(code, quantity + 1), day=day):
                return quantity
        return None

    def test_the_whole_table_for_a_unit_of_47(self):
        for key, (code, cap) in TABLE.items():
            with self.subTest(standard=key):
                self.assertEqual(self.cap(key, code), cap)

    def test_copiers_of_larger_units(self):
        for staff, cap in ((100, 5), (101, 6), (130, 6), (131, 7)):
            self.size.write({"people": staff, "posts": staff, "staff": staff})
            with self.subTest(staff=staff):
                self.assertEqual(self.cap("copier", "A02020100"), cap)

    def test_staff_is_no_more_than_the_posts(self):
        self.assertEqual(self.size.staff, 47)
        self.size.posts = 0
        self.assertEqual(self.size.staff, 60, "no posts recorded: everybody")

    def test_classified_units_may_have_half_as_many_desktops_again(self):
        self.institution.unit_class = "classified"
        self.assertEqual(self.cap("desktop", "A02010105"), 70)
        self.assertEqual(self.cap("laptop", "A02010108"), 23)

    def test_the_percentage_is_rounded_as_the_company_says(self):
        self.company.gaj_asset_cap_rounding = "up"
        self.assertEqual(self.cap("laptop", "A02010108"), 24)

    def test_an_a3_colour_printer_uses_up_three_standards(self):
        over = self.over(self.demand("A02021002", 40))
        self.assertEqual(
            set(over), {self.standard("printer"), self.standard("printer_a3"), self.standard("printer_colour")}
        )
        self.assertIn("cap 37", over[self.standard("printer")])

    def test_a_category_without_a_standard_is_free(self):
        self.assertEqual(self.check(self.demand("A02010104", 500, price=Decimal(99999))), [])

    def test_the_nearest_heading_holds(self):
        fax = self.category("A02081001")
        self.assertEqual(fax._gaj_standards()[fax], self.standard("mfp"))
        fax.standard_id = self.standard("scanner")
        self.assertEqual(fax._gaj_standards()[fax], self.standard("scanner"))

    def test_what_is_there_counts(self):
        self.make_assets([f"D{number}" for number in range(45)])
        self.assertFalse(self.over(self.demand(quantity=2)))
        text = self.over(self.demand(quantity=3))[self.standard("desktop")]
        self.assertEqual(text, "Desktop Computer: 47 staff, cap 47, have 45, asked 3 → 1 over")

    def test_what_was_disposed_of_or_is_of_another_institution_does_not_count(self):
        here = self.make_assets("AB")
        self.make_assets("C", department_id=self.other.id)
        self.env.cr.execute("UPDATE gaj_asset SET state = 'disposed' WHERE id = %s", [here[0].id])
        here.invalidate_recordset()
        self.assertIn("have 1,", self.check(self.demand())[0].text)

    def test_a_group_card_counts_its_pieces(self):
        self.make_assets(["Chairs"], category_id=self.chair.id, is_group=True, quantity=40)
        self.assertIn("have 40,", self.check(self.demand("A05010301"))[0].text)

    def test_prices_one_step_beyond(self):
        for code, rank, cap in (
            ("A02010105", None, "5000"),
            ("A02010108", None, "7000"),
            ("A02021003", None, "1200"),
            ("A02021002", None, "15000"),
            ("A02020100", None, "35000"),
            ("A05010201", "bureau", "4500"),
            ("A05010201", "other", "3000"),
            ("A05010501", "other", "1200"),
            ("A05010502", "bureau", "2000"),
        ):
            with self.subTest(code=code, rank=rank):
                cap = Decimal(cap)
                prices = [
                    finding.level
                    for price in (cap, cap + Decimal("0.01"))
                    for finding in self.check(self.demand(code, price=price, rank=rank))
                    if finding.kind == "price"
                ]
                self.assertEqual(prices, ["ok", "over"])

    def test_a_price_by_rank_asks_for_whom_it_is(self):
        def found(price, **values):
            demand = self.demand("A05010201", price=Decimal(price), **values)
            return [(one.kind, one.level) for one in self.check(demand) if one.kind in ("price", "rank")]

        self.assertEqual(found("3000"), [("price", "ok")])
        self.assertEqual(found("3000.01"), [("rank", "over")])
        self.assertEqual(found("4500"), [("rank", "over")])
        self.assertEqual(found("4500.01"), [("price", "over")])
        self.assertEqual(found("4500", rank="bureau"), [("price", "ok")])
        chair = self.category("A05010301")
        self.assertEqual(found("3800", parts=chair), [("price", "ok")])
        self.assertEqual(found("3800.01", parts=chair), [("rank", "over")])
        self.assertEqual(found("6000.01", parts=chair), [("price", "over")])

    def test_a_meeting_table_by_the_area_of_its_room(self):
        def levels(area, price):
            found = self.check(self.demand("A05010202", price=Decimal(price), area=area and Decimal(area)))
            return [finding.level for finding in found if finding.kind == "price"]

        self.assertEqual(levels(50, 80000), ["ok"])
        self.assertEqual(levels(50, "80000.01"), ["over"])
        self.assertEqual(levels(60, 72000), ["ok"])
        self.assertEqual(levels(60, 72001), ["over"])
        self.assertEqual(levels(101, 101001), ["over"])
        self.assertEqual(levels(None, 72000), ["unknown"])

    def test_a_set_of_desk_and_chair(self):
        chair = self.category("A05010301")
        for price, over in ((Decimal(3800), False), (Decimal("3800.01"), True)):
            found = self.over(self.demand("A05010201", price=price, rank="other", parts=chair))
            self.assertEqual(bool(found), over, price)
        self.make_assets(["Chairs"], category_id=chair.id, is_group=True, quantity=47)
        self.assertIn(self.standard("office_chair"), self.over(self.demand("A05010201", parts=chair)))

    def test_minimum_years_of_service(self):
        young, old = self.make_assets("YO", in_service_date="2024-03-15")
        old.write({"in_service_date": "2020-06-01", "acquisition_date": "2020-06-01"})
        self.assertFalse(self.over(self.demand(replaces=old)))
        self.assertTrue(self.over(self.demand(replaces=old), day=date(2026, 5, 31)), "one day too early")
        self.assertTrue(self.over(self.demand(replaces=young)))
        self.assertFalse(self.over(self.demand(replaces=young, is_beyond_repair=True)))

    def test_what_still_works_after_its_years_is_kept_in_use(self):
        old = self.make_assets(["Old"], acquisition_date="2020-06-01", in_service_date="2020-06-01")

        def remarks(**values):
            found = self.check(self.demand(replaces=old, **values))
            return [finding.text for finding in found if finding.level == "remark"]

        (text,) = remarks()
        self.assertIn("has served its 6 years", text)
        self.assertIn("What can still be used is kept in use", text)
        self.assertFalse(self.over(self.demand(replaces=old)), "a remark stops nobody")
        self.assertFalse(remarks(is_beyond_repair=True))
        for state, told in (("idle", True), ("damaged", False), ("to_scrap", False)):
            old.use_state = state
            self.assertEqual(bool(remarks()), told, state)

    def test_a_copier_may_wear_out_before_its_years(self):
        copier = self.make_assets(["Copier"], category_id=self.category("A02020100").id, in_service_date="2024-03-15")
        for sheets, over in ((299999, True), (300000, False)):
            found = self.over(self.demand("A02020100", replaces=copier, sheets=sheets))
            self.assertEqual(bool(found), over, sheets)

    def test_nothing_holds_before_the_regulation_was_in_force(self):
        self.assertEqual(self.check(self.demand(quantity=100, price=Decimal(9000)), day=date(2016, 6, 30)), [])

    def test_a_local_table_takes_the_place_of_the_national_one_from_its_day(self):
        self.env["gaj.asset.standard.value"].create(
            {
                "standard_id": self.standard("desktop").id,
                "company_id": self.company.id,
                "aspect": "price",
                "amount": 5500.0,
                "valid_from": "2026-01-01",
                "source": "Local table 2026",
            }
        )
        demand = self.demand(price=Decimal(5500))
        self.assertFalse(self.over(demand))
        self.assertTrue(self.over(demand, day=date(2025, 12, 31)))
        elsewhere = self.env["res.company"].create({"name": "Another Bureau"})
        unit = Unit(elsewhere, self.institution)
        self.assertTrue([found for found in self.check(demand, unit=unit) if found.level == "over"])

    def test_a_later_row_takes_the_place_of_an_earlier_one(self):
        standard = self.standard("desktop")
        self.env["gaj.asset.standard.value"].create(
            {
                "standard_id": standard.id,
                "aspect": "price",
                "amount": 6000.0,
                "valid_from": "2026-07-01",
                "source": "Next regulation",
            }
        )
        for day, amount in ((DAY, 5000), (date(2026, 7, 1), 6000)):
            self.assertEqual(standard._gaj_values_on(day, self.company)[standard]["price"].mapped("amount"), [amount])

    def test_departments_are_reckoned_by_themselves_where_the_company_says_so(self):
        unit = Unit(self.company, self.institution, self.bureau)
        text = self.over(self.demand(quantity=3), unit=unit)[self.standard("desktop")]
        self.assertIn("2 staff, cap 2, have 0, asked 3 → 1 over", text)

    def test_an_unknown_staff_is_said_and_blocks_nobody(self):
        self.size.unlink()
        found = self.check(self.demand())
        self.assertEqual([finding.level for finding in found], ["unknown"])
        self.assertIn("is not recorded", found[0].text)

    def test_offices_not_counted_are_those_occupied(self):
        self.size.write({"offices": 0, "bureau_rank_offices": 0})
        self.assertEqual(self.institution._gaj_headcount(DAY).offices, None)
        self.room_301.use = "office"
        self.env["gaj.space.occupant"].create(
            {"space_id": self.room_301.id, "department_id": self.section.id, "date_from": "2026-01-01"}
        )
        self.assertEqual(self.institution._gaj_headcount(DAY).offices, 1)
        self.assertEqual(self.institution._gaj_headcount(date(2025, 12, 31)).offices, None)

    def test_the_check_of_many_lines_costs_no_more_statements_than_of_few(self):
        def statements(lines):
            demands = [self.demand(price=Decimal(4000)) for _line in range(lines)]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.check(*demands)
            return self.env.cr.sql_log_count - before

        statements(2)
        self.assertEqual(statements(2), statements(60))

    def test_every_value_says_what_it_holds_for(self):
        names = self.env["gaj.asset.standard.value"].search([]).mapped("display_name")
        self.assertTrue(all(names))
        with freeze_time("2026-06-01"):
            self.assertEqual(
                self.standard("copier").summary.split("; ")[0], "1 for each 20 staff up to 100, then for each 30"
            )

    def test_figures_that_were_not_read_again_say_so(self):
        for value in self.env["gaj.asset.standard.value"].search([("valid_from", "=", "2016-07-01")]):
            with self.subTest(value=value.display_name):
                self.assertEqual(value.is_verified, "recalled" not in value.source)

    def test_a_standard_cannot_count_towards_itself(self):
        with self.assertRaisesRegex(ValidationError, "towards itself"):
            self.standard("printer").part_of_ids = self.standard("printer_a3")

    def test_impossible_values_are_refused(self):
        standard = self.standard("desktop")
        base = {"standard_id": standard.id, "source": "Test", "valid_from": "2030-01-01"}
        for values in (
            {"aspect": "price", "amount": 0},
            {"aspect": "price", "amount": 5, "area_over": 50, "area_up_to": 50},
            {"aspect": "years", "years": 0},
            {"aspect": "quantity"},
            {"aspect": "quantity", "method": "percent", "number": -1},
            {"aspect": "quantity", "method": "steps", "step_first": 0, "step_after": 30},
            {"aspect": "price", "amount": 5, "valid_to": "2029-12-31"},
            {"aspect": "price", "amount": 5, "valid_from": "2016-07-01"},
        ):
            with (
                self.subTest(values=values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.env["gaj.asset.standard.value"].create({**base, **values})

    def test_managers_edit_standards_and_nobody_else(self):
        standard = self.standard("desktop")
        standard.with_user(self.users["manager"]).note = "Checked"
        for role in ("user", "clerk", "finance", "leader", "auditor", "nobody"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                standard.with_user(self.users[role]).note = "Mine"
