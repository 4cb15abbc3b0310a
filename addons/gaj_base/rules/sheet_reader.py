"""Rows of an xlsx or csv file as bureaus have them: titles above the header, blank rows, totals at the foot.

:func:`read` finds the header by the titles it is told, keeps the original row numbers and column letters, and says
what it left out and why. No Odoo. Cells are handed on raw; :mod:`sheet_values` reads them.
"""

import csv
import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

#: The header is looked for in this many rows from the top.
HEADER_WITHIN = 60
#: Columns to the right of this one are not looked at (some programs format the whole sheet).
MAX_COLUMNS = 300
#: A workbook that unpacks to more than this many bytes is refused before it fills the memory.
MAX_UNPACKED = 600_000_000
#: After this many blank rows the sheet is over.
MAX_BLANK_RUN = 5_000

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TOTALS = "合计|总计|小计|共计|累计|总合计|本页合计|本页小计|本页总计|以上合计|合计数|total|totals|grandtotal|subtotal"
_SIGNATURES = (
    "制表|制表人|制单|制单人|填表|填表人|填报人|填报单位|编制|编制人|编制单位|审核|审核人|复核|复核人|审批人|经办人|负责人|"
    "单位负责人|部门负责人|财务负责人|主管|盖章|单位盖章|打印人|打印时间|打印日期|制表日期|制表时间|填表日期|填报日期|"
    "日期|备注|说明|注|preparedby|checkedby|approvedby|printedon|note|notes"
)
_TOTAL_ROW = re.compile(rf"({_TOTALS})[::]?", re.IGNORECASE)
_SIGNATURE_ROW = re.compile(rf"({_SIGNATURES})(:.*)?", re.IGNORECASE | re.DOTALL)


class SheetRefused(ValueError):
    """A file that cannot be read as a table at all.

    ``reason`` is a key of ``SENTENCES``; ``details`` are the words that the sentence needs.
    """

    SENTENCES: ClassVar = {
        "empty_file": "The file is empty.",
        "old_excel": "This is a file of Excel 97–2003 (.xls). Open it, save it as .xlsx and choose that file.",
        "password": "The file is protected by a password. Save it without a password and choose it again.",
        "broken": "The file is damaged or is not a spreadsheet. Save it again as .xlsx or .csv.",
        "not_a_table": "The file is neither an .xlsx nor a .csv file. Save the table as .xlsx and choose that file.",
        "too_large": "The workbook is too large to be read. Split it into several files.",
        "no_header": "No row with the column titles was found. At least these are needed: %(titles)s.",
        "missing_columns": "Row %(row)s holds the column titles, but these columns are missing: %(titles)s.",
        "double_column": "The column “%(title)s” stands twice, in %(first)s and %(second)s. Keep one of them.",
        "several_tables": "Several sheets hold such a table: %(sheets)s. Keep one of them in the file.",
        "no_rows": "There is no row of data under the column titles.",
    }

    def __init__(self, reason, **details):
        self.reason = reason
        self.details = details
        super().__init__(self.SENTENCES[reason] % details)


@dataclass(frozen=True)
class Column:
    """A column to look for: its official title, other titles that mean the same, and whether it must be there."""

    key: str
    title: str
    aliases: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Row:
    """A row of data: its number in the file (1 is the first) and its raw cells in the order of the file."""

    number: int
    cells: tuple


@dataclass(frozen=True)
class Skipped:
    """A row that is no data; ``reason`` is one of ``above_header``, ``blank``, ``total``, ``signature``, ``header``."""

    number: int
    reason: str
    text: str = ""


@dataclass
class Sheet:
    """A table that was found: where, which column is what, its rows, and everything that was left out."""

    name: str
    encoding: str | None
    header_row: int
    titles: tuple[str, ...]
    index: dict[str, int]
    rows: list[Row] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    other_sheets: tuple[str, ...] = ()

    @property
    def unknown_titles(self):
        """Titles in the file that no column claims."""
        known = set(self.index.values())
        return tuple(title for position, title in enumerate(self.titles) if title and position not in known)

    def letter(self, key):
        """Return the letter of the column ``key`` (A, B … AA), or ``""`` if the file does not have it."""
        return get_column_letter(self.index[key] + 1) if key in self.index else ""

    def title(self, key):
        """Return the title of the column ``key`` as it stands in the file."""
        return self.titles[self.index[key]]

    def cell(self, row, key):
        """Return the raw cell of ``row`` in the column ``key``, ``None`` if there is no such column."""
        return row.cells[self.index[key]] if key in self.index else None


def read(content, columns):
    """Return the :class:`Sheet` in ``content`` (bytes of an .xlsx or .csv file) that has these ``columns``.

    :param columns: list of :class:`Column`
    :raises SheetRefused: if the file cannot be read, or no sheet of it has the required columns
    """
    kind = file_kind(content)
    if kind == "xlsx":
        tables, encoding = _workbook_tables(content), None
    else:
        table, encoding = _csv_table(content)
        tables = [("", table)]
    found, refusals = [], []
    for name, rows in tables:
        try:
            found.append(_read_table(name, encoding, rows, columns))
        except SheetRefused as refused:
            refusals.append(refused)
    if not found:
        # the refusal of a sheet that has a header tells more than "no header" of the others
        raise min(refusals, key=lambda refused: refused.reason == "no_header")
    if len(found) > 1:
        with_rows = [sheet for sheet in found if sheet.rows]
        if len(with_rows) > 1:
            raise SheetRefused("several_tables", sheets=", ".join(sheet.name for sheet in with_rows))
        found = with_rows or found
    sheet = found[0]
    if not sheet.rows:
        raise SheetRefused("no_rows")
    sheet.other_sheets = tuple(name for name, _rows in tables if name != sheet.name)
    return sheet


def file_kind(content):
    """Return ``"xlsx"`` or ``"csv"`` by looking at the bytes; a file name is no proof.

    :raises SheetRefused: for an empty, old, protected or foreign file
    """
    if not content or not content.strip(b"\x00\r\n\t ,;"):
        raise SheetRefused("empty_file")
    if content.startswith(_OLE):
        protected = "EncryptedPackage".encode("utf-16-le") in content
        raise SheetRefused("password" if protected else "old_excel")
    if content.startswith(_ZIP):
        return "xlsx"
    if content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"GIF8")):
        raise SheetRefused("not_a_table")
    return "csv"


def same_title(title):
    """Return what two spellings of one column title share: no spaces, no unit in brackets, no mark, lower case."""
    bare = "".join(unicodedata.normalize("NFKC", "" if title is None else str(title)).split()).lower()
    return re.sub(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】", "", bare).strip("*:") or bare


def _workbook_tables(content):
    """Return ``[(sheet name, [(row number, cells)])]`` of the visible sheets."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise SheetRefused("too_large")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        return [(sheet.title, _sheet_rows(sheet)) for sheet in sheets]
    except SheetRefused:
        raise
    except Exception as error:  # the parser meets a damaged file with whatever exception comes first
        raise SheetRefused("broken") from error


def _sheet_rows(sheet):
    sheet.reset_dimensions()  # some programs write a wrong size into the file
    rows, blank = [], 0
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), 1):
        blank = 0 if any(cell is not None for cell in cells) else blank + 1
        if blank > MAX_BLANK_RUN:
            break
        rows.append((number, cells))
    return rows[: len(rows) - blank] if blank else rows


def _csv_table(content):
    """Return the rows of a csv file and the encoding found in it."""
    text, encoding = _decoded(content)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise SheetRefused("broken") from error
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return [
        (number, tuple(cell if cell.strip() else None for cell in cells[:MAX_COLUMNS]))
        for number, cells in enumerate(rows, 1)
    ], encoding


def _decoded(content):
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates = ["utf-16"]
    elif content.startswith(b"\xef\xbb\xbf"):
        candidates = ["utf-8-sig"]
    else:
        candidates = ["utf-8", "gb18030"]
    for encoding in candidates:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text or sum(unicodedata.category(sign) in ("Cc", "Co", "Cn") for sign in text[:4000]) > (
            text.count("\n", 0, 4000) + text.count("\r", 0, 4000) + text.count("\t", 0, 4000)
        ):
            continue  # bytes of something else that happen to decode
        return text, encoding
    raise SheetRefused("not_a_table")


def _delimiter(text):
    """Return the separator that the fullest of the first lines uses."""
    lines = text.splitlines()[:HEADER_WITHIN]
    return max(",;\t", key=lambda sign: max((line.count(sign) for line in lines), default=0))


def _read_table(name, encoding, rows, columns):
    position, index = _header(rows, columns)
    header_row, header = rows[position]
    sheet = Sheet(name, encoding, header_row, tuple(_shown(cell) for cell in header), index)
    width = len(header)
    sheet.skipped = [Skipped(number, "above_header", _row_text(cells)) for number, cells in rows[:position]]
    required = [index[column.key] for column in columns if column.required]
    header_titles = [same_title(cell) for cell in header]
    for number, cells in rows[position + 1 :]:
        cells = (tuple(cells) + (None,) * width)[:width]
        reason = _why_no_data(cells, required, header_titles)
        if reason:
            sheet.skipped.append(Skipped(number, reason, _row_text(cells)))
        else:
            sheet.rows.append(Row(number, cells))
    return sheet


def _header(rows, columns):
    """Return the position of the header among ``rows`` and ``{column key: index}``."""
    keys = {}
    for column in columns:
        for title in (column.title, *column.aliases):
            keys.setdefault(same_title(title), column.key)
    needed = min(2, len(columns))
    best, best_matches = None, []
    for position, (_number, cells) in enumerate(rows[:HEADER_WITHIN]):
        matches = [(keys[same_title(cell)], place) for place, cell in enumerate(cells) if same_title(cell) in keys]
        if len({key for key, _place in matches}) > len({key for key, _place in best_matches}):
            best, best_matches = position, matches
    if len({key for key, _place in best_matches}) < needed:
        raise SheetRefused("no_header", titles=", ".join(column.title for column in columns if column.required))
    index = {}
    for key, place in best_matches:
        if key in index:
            first, second = get_column_letter(index[key] + 1), get_column_letter(place + 1)
            raise SheetRefused("double_column", title=_shown(rows[best][1][place]), first=first, second=second)
        index[key] = place
    missing = [column.title for column in columns if column.required and column.key not in index]
    if missing:
        raise SheetRefused("missing_columns", row=rows[best][0], titles=", ".join(missing))
    return best, index


def _why_no_data(cells, required, header_titles):
    """Return why this row holds no data, or ``None``.

    A total or a signature is told by the word in its first filled cell, and only if something else that is required
    is missing: a thing that happens to be called 合计 stays.
    """
    filled = [place for place, cell in enumerate(cells) if _shown(cell)]
    if not filled:
        return "blank"
    if [same_title(cell) for cell in cells] == header_titles:
        return "header"
    others = [place for place in required if place != filled[0]]
    if others and all(_shown(cells[place]) for place in others):
        return None
    first = "".join(unicodedata.normalize("NFKC", _shown(cells[filled[0]])).split())
    if _TOTAL_ROW.fullmatch(first):
        return "total"
    if _SIGNATURE_ROW.fullmatch(first):
        return "signature"
    return None


def _shown(cell):
    if cell is None:
        return ""
    if isinstance(cell, (date, datetime)):
        return cell.isoformat()
    return str(cell).strip()


def _row_text(cells):
    """Return the filled cells of a row as one line, to show what was left out."""
    return " ".join(filter(None, map(_shown, cells)))
