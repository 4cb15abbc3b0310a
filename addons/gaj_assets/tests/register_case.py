import base64
import io
import json
from pathlib import Path

import xlsxwriter
from odoo.tests import TransactionCase, new_test_user
from openpyxl import load_workbook

from odoo.addons.gaj_assets.models.gaj_asset_register import register_columns

DATA = Path(__file__).parents[3] / "tests" / "data"
KEY = json.loads((DATA / "asset_register.key.json").read_text(encoding="utf-8"))
TITLES = {column.key: column.title for column in register_columns()}
ROW = {
    "number": "T001",
    "name": "办公桌",
    "category": "A05010201",
    "quantity": 1,
    "cost": 800,
    "accumulated": 300,
    "net": 500,
    "acquired": "2020-01-05",
    "department": "T 综合科",
}


def workbook(rows, titles=TITLES):
    """Return an .xlsx register with ``rows``, each a dict of values by column key that differ from ``ROW``."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, titles.values())
        for line, row in enumerate(rows, 1):
            values = {**ROW, **row}
            for place, key in enumerate(titles):
                page.write(line, place, values.get(key))
    return target.getvalue()


def cells(content):
    """Return the rows of an .xlsx file as tuples."""
    return list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))


class RegisterCase(TransactionCase):
    """The departments of the register stand; nobody and nothing else of it is known."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(
            cls.env, "register_manager", groups="gaj_assets.group_gaj_assets_manager", lang="en_US"
        )
        cls.departments = cls.env["hr.department"].create(
            [{"name": name} for name in [*KEY["departments"], "T 综合科"]]
        )
        cls.env = cls.env(user=cls.manager)

    @classmethod
    def start(cls, content, name="register.xlsx", **values):
        """Return an import of ``content`` that was looked at."""
        record = cls.env["gaj.sheet.import"].create(
            {"file": base64.b64encode(content), "name": name, "importer": "gaj.asset.importer", **values}
        )
        record.action_preview()
        return record

    @classmethod
    def start_rows(cls, *rows):
        return cls.start(workbook(rows))

    def main_kinds(self, record):
        return record.error_ids.filtered("is_main").mapped("kind")

    def assert_refused(self, kind, **values):
        """Assert that a row with these ``values`` is refused as ``kind``, and that the message names what is wrong."""
        record = self.start_rows(values)
        self.assertEqual(self.main_kinds(record), [kind])
        self.assertEqual(record.bad_count, 1)
        self.assertTrue(all(record.error_ids.mapped("message")))
        return record

    @classmethod
    def counts(cls):
        """Return the number of rows of everything that an import may touch."""
        models = [
            "gaj.asset",
            "gaj.bookable",
            "gaj.space",
            "gaj.tag",
            "gaj.tag.alias",
            "hr.employee",
            "hr.version",
            "ir.attachment",
            "mail.followers",
            "mail.message",
            "res.partner",
            "resource.resource",
        ]
        cls.env.flush_all()
        return {model: cls.env[model].sudo().with_context(active_test=False).search_count([]) for model in models}
