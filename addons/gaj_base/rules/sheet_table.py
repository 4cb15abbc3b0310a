"""From raw rows to typed values and findings, and from findings to the workbook that goes back to the sender."""

import io
from dataclasses import dataclass
from datetime import date, datetime

import xlsxwriter

from . import sheet_values
from .sheet_reader import Column

#: What a spreadsheet program accepts in one cell.
MAX_CELL = 32_000
#: Spreadsheets know no day before this year.
FIRST_YEAR = 1900
#: A number beyond this is kept as text: spreadsheets know neither infinity nor more.
LARGEST = 1e300


@dataclass(frozen=True)
class TypedColumn(Column):
    """A column whose cells are read as ``kind`` (a key of :data:`sheet_values.READERS`).

    ``missing`` and ``bad`` name the kinds of finding for an empty and for an unreadable cell; ``filled`` columns must
    not be empty.
    """

    kind: str = "text"
    filled: bool = False
    missing: str = ""
    bad: str = ""

    @property
    def missing_kind(self):
        return self.missing or f"missing_{self.key}"

    @property
    def bad_kind(self):
        return self.bad or f"bad_{self.kind}"


@dataclass(frozen=True)
class Entry:
    """A row that was read: its number in the file, its values by column key (unreadable cells are left out)."""

    number: int
    values: dict
    cells: tuple

    def get(self, key):
        """Return the value of the column ``key``, ``None`` if the cell is empty, absent or unreadable."""
        value = self.values.get(key)
        return None if value == "" else value


@dataclass(frozen=True)
class Finding:
    """What is wrong: in which row, in which column (a key, or ``""`` for the whole row), of which kind, in words."""

    number: int
    key: str
    kind: str
    message: str
    value: str = ""


@dataclass(frozen=True)
class Problem:
    """A cell that is empty (``reason`` = ``missing``) or unreadable (a reason of ``ValueRefused``)."""

    number: int
    column: TypedColumn
    reason: str
    value: str


def parse(sheet, columns):
    """Return the entries of ``sheet`` and the problems found while reading their cells, both in the order of the rows."""
    entries, problems = [], []
    for row in sheet.rows:
        values = {}
        for column in columns:
            raw = sheet.cell(row, column.key)
            try:
                value = sheet_values.READERS[column.kind](raw)
            except sheet_values.ValueRefused as refused:
                problems.append(Problem(row.number, column, refused.reason, refused.value))
                continue
            if column.filled and value in (None, ""):
                problems.append(Problem(row.number, column, "missing", ""))
            values[column.key] = value
        entries.append(Entry(row.number, values, row.cells))
    return entries, problems


def primary_kinds(findings, order):
    """Return ``{row number: kind}``: of several findings in one row the kind that stands first in ``order``."""
    place = {kind: number for number, kind in enumerate(order)}
    result = {}
    for finding in findings:
        known = result.get(finding.number)
        if known is None or place.get(finding.kind, len(place)) < place.get(known, len(place)):
            result[finding.number] = finding.kind
    return result


def error_workbook(sheet, findings, row_title, error_title):
    """Return an .xlsx file with the refused rows as they stood, what is wrong with them, and the cells coloured.

    The file can be corrected and imported: the two columns added on the left mean nothing to the import.
    """
    by_row = {}
    for finding in findings:
        by_row.setdefault(finding.number, []).append(finding)
    target = io.BytesIO()
    with xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        formats = _formats(book)
        page = book.add_worksheet()
        page.freeze_panes(1, 2)
        page.set_column(0, 0, 8)
        page.set_column(1, 1, 60)
        page.set_column(2, 1 + len(sheet.titles), 16)
        page.write_row(0, 0, [row_title, error_title, *sheet.titles], formats["title"])
        rows = [row for row in sheet.rows if row.number in by_row]
        for line, row in enumerate(rows, 1):
            _write_refused_row(page, line, row, by_row[row.number], sheet, formats)
        page.autofilter(0, 0, len(rows), 1 + len(sheet.titles))
    return target.getvalue()


def _formats(book):
    wrong = {"bg_color": "#FFC7CE", "font_color": "#9C0006"}
    return {
        "title": book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1, "text_wrap": True}),
        "message": book.add_format({"text_wrap": True, "valign": "top", "font_color": "#9C0006"}),
        "wrong": book.add_format(wrong),
        "wrong_date": book.add_format({**wrong, "num_format": "yyyy-mm-dd"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "plain": None,
    }


def _write_refused_row(page, line, row, findings, sheet, formats):
    page.write_number(line, 0, row.number)
    page.write_string(line, 1, "\n".join(finding.message for finding in findings)[:MAX_CELL], formats["message"])
    wrong = {}
    for finding in findings:
        if finding.key in sheet.index:
            wrong.setdefault(sheet.index[finding.key], []).append(finding.message)
    for place, cell in enumerate(row.cells):
        _write_cell(page, line, place + 2, cell, formats, "wrong" if place in wrong else "")
        if place in wrong:
            page.write_comment(line, place + 2, "\n".join(wrong[place])[:MAX_CELL], {"x_scale": 2})


def _write_cell(page, line, place, cell, formats, mark):
    if cell is None:
        page.write_blank(line, place, None, formats[mark or "plain"])
    elif isinstance(cell, (date, datetime)) and cell.year >= FIRST_YEAR:
        page.write_datetime(line, place, cell, formats[f"{mark}_date" if mark else "date"])
    elif isinstance(cell, bool) or not isinstance(cell, (int, float)) or not -LARGEST < cell < LARGEST:
        page.write_string(line, place, sheet_values.shown(cell)[:MAX_CELL], formats[mark or "plain"])
    else:
        page.write_number(line, place, cell, formats[mark or "plain"])
