"""A table on paper: columns shared out, cells wrapped, cut into pages without a copy. Lengths in points."""

import re
from bisect import bisect_right
from datetime import date
from itertools import accumulate

from reportlab.platypus import Flowable

from . import label_text
from .paper import is_number

SIZE = 9
LEADING = 12
PAD_X, PAD_Y = 3.5, 2.5
# A row with more lines is continued as another row: half a page of the smallest paper.
_MOST_LINES = 24
_SAMPLE = 400
# Numbers, codes and words that stay on one line, if they are no longer than this.
_UNBROKEN = re.compile(r"[^\s\u2e80-\uffff]+|^[\u2e80-\uffff]{2,4}$")
_MOST_UNBROKEN = 80
_GREY = 0.92


def write_line(canvas, x, y, text, font, size=SIZE, bold=False):
    """Write one line of ``text`` from ``x``; the font has one weight, bold is drawn with an outline."""
    if bold:
        canvas.saveState()
        canvas.setLineWidth(size * 0.03)
    line = canvas.beginText(x, y)
    line.setFont(font.name, size)
    if bold:
        line.setTextRenderMode(2)
    line.textOut(text)
    canvas.drawText(line)
    if bold:
        canvas.restoreState()


class Cells:
    """Wraps texts into columns, remembering what it wrapped: categories, rooms and people come again and again."""

    def __init__(self, font, words, size=SIZE):
        self.font = font
        self.words = words
        self.size = size
        self._known = {}

    def width(self, text):
        """Return the width of one line of ``text``."""
        return self.font.width(text) * self.size

    def lines(self, value, width):
        """Return ``value`` as the lines it takes in a cell ``width`` wide, paddings included; nothing is cut."""
        key = (value, type(value), round(width, 1))
        lines = self._known.get(key)
        if lines is None:
            room = width - 2 * PAD_X
            lines = tuple(
                line
                for part in self.words.show(value).splitlines()
                for line in (self._wrap(self.font.printable(part), room) or [""])
            )
            self._known[key] = lines
        return lines

    def _wrap(self, text, room):
        if self.width(text) <= room:
            return [text]
        return label_text.wrap(text, lambda part, _line: self.width(part) <= room)

    def natural(self, value):
        """Return the width that ``value`` asks for, and the least it takes without breaking a number or a word."""
        text = self.words.show(value)
        padding = 2 * PAD_X + 0.5
        widest = max(map(self.width, text.splitlines()), default=0) + padding
        if is_number(value) or isinstance(value, date):
            return widest, widest
        words = [wide for word in _UNBROKEN.findall(text) if (wide := self.width(word)) <= _MOST_UNBROKEN]
        return widest, max(words, default=0) + padding


def column_widths(table, cells, width):
    """Return the widths of the columns of ``table``, together ``width``; numbers get what they need."""
    columns = range(len(table.headers))
    step = max(1, len(table.rows) // _SAMPLE)
    natural, least = [], []
    for column in columns:
        asked = [cells.natural(row[column]) for row in table.rows[::step]]
        # Amounts at the right end must not break, wherever in the table they stand.
        asked += [cells.natural(row[column]) for row in _numbers(table, column)]
        # A header wraps between words before what stands below it does.
        asked += [(cells.natural(table.headers[column])[1],) * 2]
        asked += [cells.natural(table.totals[column])] if table.totals else []
        natural.append(max(wide for wide, _least in asked))
        least.append(max(24.0, *(least for _wide, least in asked)))
    wanted = list(table.widths) or [min(wide, width * 0.45) for wide in natural]
    return _share(wanted, least, width)


def _numbers(table, column):
    """Return the rows with the longest numbers in ``column``: those of the largest size, either sign."""
    rows = [row for row in table.rows if is_number(row[column])]
    if not rows:
        return []
    return [min(rows, key=lambda row: row[column]), max(rows, key=lambda row: row[column])]


def _share(wanted, least, width):
    """Return widths in the proportion of ``wanted`` that sum to ``width``, none below ``least`` if that is possible."""
    if sum(least) >= width:
        return [width * part / sum(least) for part in least]
    fixed = set()
    while True:
        free = width - sum(least[column] for column in fixed)
        total = sum(part for column, part in enumerate(wanted) if column not in fixed) or 1
        shares = [least[column] if column in fixed else free * part / total for column, part in enumerate(wanted)]
        short = {column for column, share in enumerate(shares) if share < least[column] - 0.01}
        if not short:
            return shares
        fixed |= short


class Grid(Flowable):
    """Rows ``first`` to ``last`` of a table whose lines are wrapped already, under its header."""

    def __init__(self, body, first=0, last=None):
        super().__init__()
        self.body = body
        self.first = first
        self.last = len(body.rows) if last is None else last

    def wrap(self, _width, _height):
        self.width = sum(self.body.widths)
        self.height = self.body.header_height + self.body.tops[self.last] - self.body.tops[self.first]
        return self.width, self.height

    def split(self, _width, height):
        tops = self.body.tops
        end = bisect_right(tops, tops[self.first] + height - self.body.header_height + 0.01) - 1
        end = min(end, self.last)
        if end < self.last and end == len(self.body.rows) - 1 and self.body.has_totals:
            end -= 1  # totals never stand alone on a page
        if end <= self.first:
            return []
        if end == self.last:
            return [self]
        return [Grid(self.body, self.first, end), Grid(self.body, end, self.last)]

    def draw(self):
        body, y = self.body, self.height
        if body.header:
            y = body.draw_row(self.canv, y, body.header, bold=True, fill=True, align=["center"] * len(body.widths))
        for place in range(self.first, self.last):
            total = body.has_totals and place == len(body.rows) - 1
            y = body.draw_row(self.canv, y, body.rows[place], bold=total, align=body.aligns[place])
        body.draw_lines(self.canv, self.first, self.last, self.height)


class Body:
    """The wrapped lines of a table: rows of cells of lines, their alignment, where each row begins."""

    def __init__(self, cells, widths, header=(), bold_columns=()):
        self.cells = cells
        self.widths = widths
        self.lefts = [0.0, *accumulate(widths)]
        self.header = [cells.lines(text, width) for text, width in zip(header, widths, strict=True)] if header else []
        self.header_height = _height(self.header) if header else 0.0
        self.bold_columns = frozenset(bold_columns)
        self.rows, self.aligns, self.joined, self.tops = [], [], set(), [0.0]
        self.has_totals = False

    def add(self, values, aligns):
        """Add a row; a very tall one becomes several without a line between them."""
        wrapped = [self.cells.lines(value, width) for value, width in zip(values, self.widths, strict=True)]
        tallest = max(map(len, wrapped))
        for start in range(0, max(tallest, 1), _MOST_LINES):
            if start:
                self.joined.add(len(self.rows))
            piece = [lines[start : start + _MOST_LINES] for lines in wrapped]
            self.rows.append(piece)
            self.aligns.append(aligns)
            self.tops.append(self.tops[-1] + _height(piece))

    def draw_row(self, canvas, top, row, align, bold=False, fill=False):
        """Draw one row from ``top`` downwards; return where the next begins."""
        height = _height(row)
        if fill:
            canvas.setFillGray(_GREY)
            canvas.rect(0, top - height, self.lefts[-1], height, stroke=0, fill=1)
            canvas.setFillGray(0)
        for column, lines in enumerate(row):
            heavy = bold or column in self.bold_columns
            y = top - PAD_Y - LEADING * 0.78
            if fill:
                y -= (height - 2 * PAD_Y - len(lines) * LEADING) / 2
            for line in lines:
                x = self._left(column, line, align[column])
                write_line(canvas, x, y, line, self.cells.font, self.cells.size, heavy)
                y -= LEADING
        return top - height

    def _left(self, column, line, align):
        left, width = self.lefts[column], self.widths[column]
        if align == "right":
            return left + width - PAD_X - self.cells.width(line)
        if align == "center":
            return left + (width - self.cells.width(line)) / 2
        return left + PAD_X

    def draw_lines(self, canvas, first, last, height):
        """Draw the lines of the grid around the header and the rows ``first`` to ``last``."""
        canvas.setLineWidth(0.4)
        levels = {height, height - self.header_height}
        for place in range(first, last):
            if place + 1 == last or place + 1 not in self.joined:
                levels.add(height - self.header_height - self.tops[place + 1] + self.tops[first])
        edges = [(0, y, self.lefts[-1], y) for y in sorted(levels)]
        canvas.lines(edges + [(x, 0, x, height) for x in self.lefts])


def _height(row):
    return max(1, *map(len, row)) * LEADING + 2 * PAD_Y
