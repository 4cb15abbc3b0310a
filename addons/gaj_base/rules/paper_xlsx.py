"""Papers as a workbook: the same titles, facts, tables and places to sign, amounts as numbers, ready to print."""

import re
from io import BytesIO

import xlsxwriter
from PIL import Image, UnidentifiedImageError

from .paper import PaperTooLong, PaperWords, exact, is_number, signature
from .sheet_writer import FIRST_YEAR, MAX_CELL, MAX_ROWS

_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_NAME_LENGTH = 31
_BINDING_INCH, _EDGE_INCH = 25 / 25.4, 12 / 25.4
_LEAST, _MOST = 8, 45


def render_xlsx(papers, words=None) -> bytes:
    """Return a workbook of ``papers``: those with one key (default the title) stand under each other on one sheet.

    :param words: ``PaperWords`` of the reader's language
    :raises PaperTooLong: a sheet would need more rows than a worksheet holds
    :raises ValueError: no paper
    """
    papers = list(papers)
    if not papers:
        raise ValueError("no paper to write")
    words = words or PaperWords()
    stream = BytesIO()
    options = {"constant_memory": True, "in_memory": False, "strings_to_formulas": False, "strings_to_urls": False}
    sheets = {}
    for paper in papers:
        sheets.setdefault(paper.key or paper.title, []).append(paper)
    with xlsxwriter.Workbook(stream, options) as book:
        formats, names = _Formats(book, words), set()
        for key, group in sheets.items():
            _Sheet(book.add_worksheet(_sheet_name(key, names)), formats, words, group).write_all()
    return stream.getvalue()


def _sheet_name(key, names):
    """Return a name that a worksheet may have, unlike the others'."""
    base = _FORBIDDEN.sub(" ", key).strip()[:_NAME_LENGTH] or "Sheet"
    name, number = base, 2
    while name.lower() in names:
        suffix = f" {number}"
        name, number = base[: _NAME_LENGTH - len(suffix)] + suffix, number + 1
    names.add(name.lower())
    return name


class _Formats:
    """The cell formats of a workbook, made when first asked for."""

    def __init__(self, book, words):
        self._book = book
        self._made = {}
        self._date = _excel_date(words.date)
        self._datetime = _excel_date(words.datetime)

    def __call__(self, kind="text", **extra):
        key = (kind, *sorted(extra.items()))
        if key not in self._made:
            number = {"money": "#,##0.00", "integer": "#,##0", "date": self._date, "datetime": self._datetime}
            given = {"num_format": number[kind]} if kind in number else {}
            self._made[key] = self._book.add_format({"valign": "top", **given, **extra})
        return self._made[key]


def _excel_date(pattern):
    """Return the number format of a ``strftime`` pattern."""
    for python, excel in (("%Y", "yyyy"), ("%y", "yy"), ("%m", "mm"), ("%d", "dd"), ("%H", "hh"), ("%M", "mm")):
        pattern = pattern.replace(python, excel)
    pattern = pattern.replace("%S", "ss").replace("%b", "mmm").replace("%B", "mmmm")
    return re.sub(r"([年月日时分秒])", r'"\1"', pattern) if "%" not in pattern else "yyyy-mm-dd"


class _Sheet:
    """Writes papers under each other, row after row: a row once left cannot be written again."""

    def __init__(self, page, formats, words, papers):
        self.page, self.formats, self.words, self.papers = page, formats, words, papers
        self.columns = max([4, *(len(table.headers) for paper in papers for table in paper.tables)])
        self.row = 0

    def write_all(self):
        first = self.papers[0]
        self.page.set_paper(9)
        if first.landscape:
            self.page.set_landscape()
        left = _BINDING_INCH if first.binding_margin else _EDGE_INCH
        self.page.set_margins(left=left, right=_EDGE_INCH, top=0.55, bottom=0.63)
        self.page.fit_to_pages(1, 0)
        self.page.set_footer("&R" + self.words.page.replace("&", "&&") % {"page": "&P", "pages": "&N"})
        for column, width in enumerate(self._widths()):
            self.page.set_column(column, column, width)
        breaks = []
        for number, paper in enumerate(self.papers):
            if number:
                breaks.append(self.row)
            self._paper(paper, breaks)
        if breaks:
            self.page.set_h_pagebreaks(breaks[:1023])

    def _widths(self):
        widths = [_LEAST] * self.columns
        for table in (table for paper in self.papers for table in paper.tables):
            for column in range(len(table.headers)):
                sample = [table.headers[column], *(row[column] for row in table.rows[:300])]
                sample += [table.totals[column]] if table.totals else []
                widths[column] = max(widths[column], *(_cells_wide(self.words.show(value)) for value in sample))
        return [min(width + 2, _MOST) for width in widths]

    def _paper(self, paper, breaks):
        self._wide(paper.title, bold=True, font_size=16, align="center")
        if paper.unit:
            self._wide(self.words.unit % {"unit": paper.unit})
        for start in range(0, len(paper.facts), 2):
            self._facts(paper.facts[start : start + 2])
        self._pictures(paper.pictures)
        for number, table in enumerate(paper.tables):
            if number and paper.page_break_each:
                breaks.append(self.row)
            self._table(table, alone=len(self.papers) == len(paper.tables) == 1)
        for note in paper.notes:
            self._wide(note, text_wrap=True)
        if paper.signatures:
            self._next()
            for place in map(signature, paper.signatures):
                self._signature(place)
        self._next()

    def _next(self):
        self.row += 1
        if self.row >= MAX_ROWS:
            raise PaperTooLong(self.row + 1, MAX_ROWS)

    def _wide(self, text, **look):
        self.page.merge_range(self.row, 0, self.row, self.columns - 1, str(text)[:MAX_CELL], self.formats(**look))
        self._next()

    def _facts(self, pair):
        for place, (label, value) in enumerate(pair):
            self._cell(place * 2, label, bold=True, border=1)
            self._cell(place * 2 + 1, value, border=1, align="left")
        self._next()

    def _table(self, table, alone):
        if table.title:
            self._wide(table.title, bold=True)
        for column, header in enumerate(table.headers):
            self._cell(column, header, bold=True, border=1, bg_color="#EAEAEA", align="center")
        if alone:
            self.page.repeat_rows(self.row)
        self._next()
        for row in table.rows:
            for column, value in enumerate(row):
                self._cell(column, value, border=1, align=table.align(column, value))
            self._next()
        if not table.rows:
            self._wide(self.words.empty)
        if table.totals:
            for column, value in enumerate(table.totals):
                self._cell(column, value, border=1, bold=True, align=table.align(column, value))
            self._next()
        self._next()

    def _cell(self, column, value, **look):
        if value is None or value is False or value == "":
            self.page.write_blank(self.row, column, None, self.formats(**look))
        elif is_number(value):
            kind = "integer" if isinstance(value, int) else "money"
            self.page.write_number(self.row, column, float(exact(value)), self.formats(kind, **look))
        elif hasattr(value, "year") and value.year >= FIRST_YEAR:
            kind = "datetime" if hasattr(value, "hour") else "date"
            self.page.write_datetime(self.row, column, value, self.formats(kind, **look))
        else:
            text = self.words.show(value)[:MAX_CELL]
            self.page.write_string(self.row, column, text, self.formats(text_wrap=True, **look))

    def _pictures(self, pictures):
        for picture in pictures:
            if picture.qr:
                self._facts([(picture.caption, picture.qr)])
            elif picture.image and (drawn := _picture(picture)):
                data, scale, height = drawn
                self.page.set_row(self.row, min(height, 400))
                options = {"image_data": data, "x_scale": scale, "y_scale": scale}
                self.page.insert_image(self.row, 0, "picture", options)
                self._cell(self.columns - 1, picture.caption)
                self._next()

    def _signature(self, place):
        day = self.words.show(place.day)
        self._cell(0, place.label, bold=True)
        self._cell(1, place.name or "____________")
        self._cell(2, f"{self.words.sign_date} {day or '____________'}")
        self._next()


def _picture(picture):
    """Return the picture as a PNG stream, its scale to the width asked for, and its height in points; None if none."""
    try:
        image = Image.open(BytesIO(picture.image))
        image.load()
    except (UnidentifiedImageError, OSError):
        return None
    data = BytesIO()
    (image if image.mode in ("RGB", "RGBA", "L", "P") else image.convert("RGBA")).save(data, "PNG", dpi=(96, 96))
    points = picture.width * 72 / 25.4
    return data, points / (image.width * 0.75), points * image.height / image.width


def _cells_wide(text):
    """Return the width of the widest line of ``text`` in characters, Chinese ones counting twice."""
    return max((sum(2 if ord(char) >= 0x2E80 else 1 for char in line) for line in text.splitlines()), default=0)
