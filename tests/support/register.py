"""The asset register of the tests: a copy of the file without the rows that a careful importer refuses."""

import io
import json
import unicodedata
from functools import lru_cache

import openpyxl

from support.settings import ROOT

DATA = ROOT / "tests" / "data"
NUMBER_COLUMN = 1
TOTAL = "合计"


@lru_cache(maxsize=1)
def key():
    """What a careful importer finds in the file: counts, totals, names, and the numbers of the bad rows."""
    return json.loads((DATA / "asset_register.key.json").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def clean_workbook():
    """The register as xlsx (the same bytes each time) without its bad rows; of a double number the first row stays."""
    book = openpyxl.load_workbook(DATA / "asset_register.xlsx")
    sheet = book.worksheets[0]
    kinds = dict(key()["bad_old_numbers"])
    seen, unwanted = set(), []
    for row in range(1, sheet.max_row + 1):
        number = unicodedata.normalize("NFKC", str(sheet.cell(row, NUMBER_COLUMN).value or "")).strip()
        kind = kinds.get(number)
        if number == TOTAL or (kind and (kind != "duplicate_number" or number in seen)):
            unwanted.append(row)
        seen.add(number)
    for row in reversed(unwanted):
        sheet.delete_rows(row)
    assert len(unwanted) == key()["bad_rows"] + 1, "The register and its key do not fit."
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
