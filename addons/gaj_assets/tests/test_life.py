from odoo.tests import Form, freeze_time, tagged

from .acquisition_case import AcquisitionCase
from .register_case import RegisterCase


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-06-30 02:00:00")
class TestLife(AcquisitionCase):
    """Least useful lives: the table, the structure of a building, and what has none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.building = cls.env.ref("gaj_assets.category_a01010100")
        cls.lifeless = cls.env["gaj.asset.category"].create({"code": "A02370000", "name": "Police equipment"})

    def test_the_table_of_least_lives(self):
        day = "2026-06-30"
        for code, years in {
            "a01010100": 50,
            "a01020000": 8,
            "a02010105": 6,
            "a02020100": 6,
            "a02030501": 8,
            "a02040000": 5,
            "a02051227": 10,
            "a02061504": 5,
            "a02070000": 10,
            "a02080805": 5,
            "a02091107": 5,
            "a02100000": 5,
            "a02110000": 5,
            "a02120000": 5,
            "a02240000": 10,
            "a02320000": 5,
            "a02340000": 10,
            "a02360000": 10,
            "a02440000": 5,
            "a02450000": 5,
            "a02460000": 5,
            "a05010201": 15,
            "a05020000": 5,
            "a08060303": 10,
        }.items():
            category = self.env.ref(f"gaj_assets.category_{code}")
            with self.subTest(code):
                self.assertEqual(category._life_months(day)[category], 12 * years)

    def test_each_life_says_where_it_comes_from(self):
        self.assertTrue(all(self.env["gaj.asset.category.life"].search([]).mapped("source")))

    def test_the_structure_of_a_building_decides(self):
        for structure, years in {
            False: 50,
            "steel": 50,
            "concrete": 50,
            "brick_concrete": 30,
            "brick_wood": 30,
            "simple": 8,
            "facility": 8,
        }.items():
            card = self.make_assets(["House"], category_id=self.building.id, structure=structure)
            with self.subTest(structure):
                self.assertEqual(card.life_months, 12 * years)
        # it follows as long as nobody wrote another life and the card is not in the books
        card.structure = "brick_wood"
        self.assertEqual(card.life_months, 360)
        card.life_months = 240
        card.structure = "simple"
        self.assertEqual(card.life_months, 240)
        batch = self.get(
            "takeover", {"category_id": self.building.id, "structure": "brick_concrete", "price": 90000.00}
        )
        taken = self.accept(batch)
        self.assertEqual((taken.life_months, taken.method), (360, "straight_line"))
        taken.structure = "simple"
        self.assertEqual(taken.life_months, 360)

    def test_nothing_enters_the_books_without_a_life(self):
        sentence = "its category A02370000 Police equipment is depreciated, but no useful life is laid down for it"
        batch = self.get("purchase", {"price": 5000.00, "category_id": self.lifeless.id})
        self.name_inspectors(batch)
        with self.refused(sentence):
            batch.action_start()
        batch.line_ids.life_months = 60
        self.assertEqual(self.accept(batch).life_months, 60)
        card = self.make_assets(["Radio"], category_id=self.lifeless.id)
        opening = self.env["gaj.asset.opening"].with_user(self.users["finance"]).create({"date": "2026-06-30"})
        with self.refused(sentence):
            opening.action_book()
        self.env["gaj.asset.category.life"].create(
            {"category_id": self.lifeless.id, "years": 3, "valid_from": "2017-01-01", "source": "Local rule"}
        )
        card.life_months = 36
        opening.action_book()
        self.assertEqual((card.method, card.is_in_books), ("straight_line", True))

    def test_what_is_not_depreciated_needs_none(self):
        relic = self.get(
            "donation", {"price": 5000.00, "category_id": self.env.ref("gaj_assets.category_a03000000").id}
        )
        nominal = self.get("donation", {"category_id": self.lifeless.id, "evidence_note": "Neither voucher nor price"})
        for batch in (relic, nominal):
            self.assertEqual(self.accept(batch).method, "none")

    def test_software_has_its_life(self):
        card = self.accept(
            self.get("purchase", {"price": 60000.00, "category_id": self.env.ref("gaj_assets.category_a08060303").id})
        )
        self.assertEqual((card.life_months, card.method), (120, "straight_line"))

    def test_something_new_lives_as_long_as_the_table_says(self):
        for kind, months, refused in (("purchase", 71, True), ("purchase", 72, False), ("donation", 71, False)):
            batch = self.get(kind, {"price": 5000.00, "life_months": months})
            self.name_inspectors(batch)
            with self.subTest(kind=kind, months=months):
                if refused:
                    with self.refused("is depreciated over 72 months at least, not 71"):
                        batch.action_start()
                else:
                    self.assertEqual(self.accept(batch).life_months, months)

    def test_a_shorter_life_on_a_card_is_warned_about(self):
        form = Form(self.env["gaj.asset"].with_user(self.users["manager"]))
        form.name, form.category_id, form.cost = "Computer", self.desktop, 4800.0
        with self.assertLogs("odoo.tests.form.onchange", "WARNING") as logs:
            form.life_months = 71
        self.assertIn("72 months at least, not 71", "".join(logs.output))
        form.life_months = 72
        form.save()
        self.make_assets(["Short"], life_months=60)
        opening = self.env["gaj.asset.opening"].with_user(self.users["finance"]).create({"date": "2026-06-30"})
        self.assertIn("have a shorter life than the least of their category", opening.depreciation_remarks)
        self.assertIn("60 of 72 months", opening.depreciation_remarks)


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-07-01 02:00:00")
class TestRegisterLives(RegisterCase):
    def test_a_row_of_a_category_without_a_life_needs_its_own(self):
        self.env["gaj.asset.category"].create({"code": "A02370000", "name": "Police equipment"})
        self.assert_refused("no_life", category="A02370000", life=None)
        record = self.start_rows({"category": "A02370000", "life": 6})
        self.assertNotIn("no_life", self.main_kinds(record))
