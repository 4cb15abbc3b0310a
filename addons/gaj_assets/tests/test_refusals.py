from contextlib import contextmanager

from odoo.exceptions import ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import AssetsCase


@tagged("post_install", "-at_install", "gaj")
class TestRefusals(AssetsCase):
    """What the database refuses of assets is told with the name of the record, the field and a way out."""

    @contextmanager
    def told(self, *parts):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError) as caught, self.cr.savepoint():
            yield
            self.env.flush_all()
        self.env.invalidate_all()
        table = caught.exception.diag.table_name
        name = next(name for name, model in self.registry.items() if model._table == table)
        said = self.env[name].with_user(self.users["manager"])._sql_error_to_message(caught.exception)
        for part in parts:
            self.assertIn(part, said)

    def test_a_card_of_no_pieces(self):
        (card,) = self.make_assets(["Desk lamp"])
        with self.told(card.asset_no, "Desk lamp", "stands for one thing", "Quantity 0", "Correct this"):
            card.quantity = 0
        with self.told("Stool", "stands for one thing", "Quantity 0"):
            self.make_assets(["Stool"], quantity=0)

    def test_more_fiscal_funds_than_value(self):
        (card,) = self.make_assets(["Scanner"], cost=1200)
        with self.told(card.display_name, "Fiscal Funds 1200.01", "Original Cost 1200.0", "Correct this"):
            card.fiscal_part = 1200.01
        card.fiscal_part = 1200

    def test_dates_out_of_order(self):
        threshold = self.env["gaj.asset.threshold"].search([], limit=1)
        with self.told(threshold.display_name, "2000-01-01", "cannot end before", "Correct this"):
            threshold.valid_to = "2000-01-01"

    def test_a_category_in_use_is_not_deleted(self):
        category = self.env["gaj.asset.category"].create({"code": "A05019998", "name": "Test furniture"})
        self.make_assets("AB", category_id=category.id)
        self.env.flush_all()
        with self.told("A05019998", "Test furniture", "2 records", "Asset", "Archive it, or choose another"):
            category.with_user(self.users["manager"]).unlink()

    def test_a_second_category_of_one_code(self):
        with self.told(self.desktop.display_name, "The same in both", "A02010105", "Open the one that is there"):
            self.env["gaj.asset.category"].create({"code": "A02010105", "name": "Twin"})

    def test_a_card_without_a_name(self):
        (card,) = self.make_assets(["Nameless"])
        with self.told(card.asset_no, "is missing. Fill it in"):
            card.name = False

    def test_a_word_for_an_amount(self):
        (card,) = self.make_assets(["Lamp"])
        mine = card.with_user(self.users["manager"])
        for values, said in [
            ({"cost": "cheap"}, "“cheap” cannot stand in “Original Cost”. Write a number"),
            ({"structure": "paper"}, "“paper” cannot stand in “Structure”. Choose one of: Steel (steel)"),
            ({"acquisition_date": "last year"}, "Write a day as year, month and day"),
        ]:
            with self.assertRaisesRegex(ValidationError, card.asset_no) as caught:
                mine.write(values)
            self.assertIn(said, str(caught.exception))
            with self.assertRaises(ValidationError):
                mine.create({"name": "New", "category_id": self.desktop.id, **values})


@tagged("post_install", "-at_install", "gaj")
class TestRefusalsOverHttp(HttpCase):
    def test_a_client_reads_the_sentence(self):
        category = self.env.ref("gaj_assets.category_a02010105")
        card = self.env["gaj.asset"].create({"name": "Desk lamp", "category_id": category.id, "cost": 10})
        self.authenticate("admin", "admin")
        for method, arguments, said in [
            ("write", [card.ids, {"quantity": 0}], "Quantity 0"),
            ("write", [card.ids, {"cost": "much"}], "“much” cannot stand in “Original Cost”"),
        ]:
            with mute_logger("odoo.http", "odoo.sql_db"):
                answer = self.url_open(
                    f"/web/dataset/call_kw/gaj.asset/{method}",
                    json={"params": {"model": "gaj.asset", "method": method, "args": arguments, "kwargs": {}}},
                ).json()
            self.assertEqual(answer["error"]["data"]["name"], "odoo.exceptions.ValidationError")
            self.assertIn(card.asset_no, answer["error"]["data"]["message"])
            self.assertIn(said, answer["error"]["data"]["message"])
