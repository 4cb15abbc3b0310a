"""A table written row by row into an .xlsx file; the memory it takes does not depend on the number of rows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import xlsxwriter

#: Rows that a worksheet can hold, the titles included.
MAX_ROWS = 1_048_576
MAX_CELL = 32_767
FIRST_YEAR = 1900
_NUMBER_FORMATS = {"money": "#,##0.00", "date": "yyyy-mm-dd", "integer": "0", "number": "General", "text": "@"}


class TooManyRows(ValueError):
    """The table does not fit into one worksheet."""


@dataclass(frozen=True)
class ExportColumn:
    """One column: its official title, where its value comes from, how it looks, and how wide it is (characters).

    ``path`` is a field of the model or a path of fields (``department_id.name``); ``convert`` makes the value shown
    from the value stored. Without a path every row holds ``constant``.
    """

    title: str
    path: str = ""
    kind: str = "text"
    width: float = 14
    convert: Callable | None = None
    constant: object = None


def write_table(target, sheet_name, columns, rows):
    """Write ``rows`` (an iterable of tuples in the order of ``columns``) to ``target``, a binary file; return their number.

    :raises TooManyRows: if they do not fit into one worksheet
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    count = 0
    with xlsxwriter.Workbook(target, options) as book:
        page = book.add_worksheet(sheet_name[:31])
        title_format = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
        formats = [book.add_format({"num_format": _NUMBER_FORMATS[column.kind]}) for column in columns]
        page.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            page.set_column(place, place, column.width)
            page.write_string(0, place, column.title, title_format)
        plan = list(zip(range(len(columns)), columns, formats, strict=True))
        for count, row in enumerate(rows, 1):
            if count >= MAX_ROWS:
                raise TooManyRows(f"a worksheet holds {MAX_ROWS - 1} rows")
            for place, column, cell_format in plan:
                value = row[place] if column.convert is None else column.convert(row[place])
                if value is not None and value is not False and value != "":
                    _write(page, count, place, value, cell_format)
        page.autofilter(0, 0, count, len(columns) - 1)
    return count


def _write(page, line, place, value, cell_format):
    if isinstance(value, str):
        page.write_string(line, place, value[:MAX_CELL], cell_format)
    elif isinstance(value, (date, datetime)):
        if value.year < FIRST_YEAR:
            page.write_string(line, place, value.isoformat(), cell_format)
        else:
            page.write_datetime(line, place, value, cell_format)
    elif isinstance(value, bool):
        page.write_boolean(line, place, value, cell_format)
    else:
        page.write_number(line, place, value, cell_format)
