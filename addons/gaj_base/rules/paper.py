"""What a paper is: a title, facts, tables, places to sign. The writers (PDF, xlsx) show it; nothing here draws."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

#: Table rows that one PDF may hold: some 500 pages, as thick as a bound volume can be.
MAX_PDF_ROWS = 20_000
_CENT = Decimal("0.01")


class PaperTooLong(ValueError):
    """The papers have more table rows than one file may hold; ``rows`` of ``limit``."""

    def __init__(self, rows, limit):
        super().__init__(f"{rows} rows are too many for one file, {limit} is the limit")
        self.rows = rows
        self.limit = limit


@dataclass(frozen=True)
class PaperTable:
    """A table; its header is repeated on every page.

    A cell is a string, a number, a date, True (printed as yes), or nothing: None, False, an empty string. ``Decimal`` and ``float`` are amounts: two decimals (more if the
    number has more), thousands separated, at the right. ``int`` counts. What must stay as typed is a string.

    :param widths: relative widths of the columns; without them each gets what its content asks for
    :param aligns: ``left``, ``center`` or ``right`` for each column; without them numbers stand at the right
    :param totals: a last row in bold, cells as in ``rows``
    """

    headers: Sequence
    rows: Sequence
    widths: Sequence = ()
    aligns: Sequence = ()
    totals: Sequence = ()
    title: str = ""

    def __post_init__(self):
        columns = len(self.headers)
        if not columns:
            raise ValueError("a table has at least one column")
        for name in ("widths", "aligns", "totals"):
            given = len(getattr(self, name))
            if given not in (0, columns):
                raise ValueError(f"{given} {name} for {columns} columns")
        for number, row in enumerate(self.rows, 1):
            if len(row) != columns:
                raise ValueError(f"row {number} has {len(row)} cells, there are {columns} columns")

    def align(self, column, value):
        """Return ``left``, ``center`` or ``right`` for ``value`` in ``column``."""
        if self.aligns:
            return self.aligns[column]
        return "right" if is_number(value) else "left"


@dataclass(frozen=True)
class PaperSignature:
    """A place to sign: who signs; what is known already (name, day, the drawn signature as an image file's bytes)."""

    label: str
    name: str = ""
    day: date | None = None
    image: bytes = b""


@dataclass(frozen=True)
class PaperPicture:
    """A picture: the bytes of an image file, or the text of a QR code in ``qr``; ``width`` in millimetres."""

    image: bytes = b""
    qr: str = ""
    caption: str = ""
    width: float = 50


@dataclass(frozen=True)
class Paper:
    """One paper, or one page of a book of many.

    :param unit: whose paper it is, above the table at the left
    :param facts: ``((label, value), …)`` under the title, two in a row
    :param tables: ``PaperTable``, one under the other
    :param pictures: ``PaperPicture`` between facts and tables
    :param signatures: labels of those who sign, or ``PaperSignature``
    :param notes: sentences under the tables
    :param binding_margin: room at the left edge for punching and sewing
    :param page_break_each: every table begins a new page
    :param own_pages: pages are counted for this paper alone, not through the whole file
    :param key: where a file with many papers is divided (one sheet of the workbook for each); default the title
    """

    title: str
    unit: str = ""
    facts: Sequence = ()
    tables: Sequence = ()
    signatures: Sequence = ()
    notes: Sequence = ()
    landscape: bool = False
    binding_margin: bool = True
    page_break_each: bool = False
    pictures: Sequence = ()
    own_pages: bool = False
    key: str = ""

    @property
    def rows(self):
        """Return how many table rows the paper has."""
        return sum(len(table.rows) for table in self.tables)


@dataclass(frozen=True)
class PaperWords:
    """How the reader's language writes dates, numbers and the few words of the writers."""

    date: str = "%Y-%m-%d"
    datetime: str = "%Y-%m-%d %H:%M"
    thousands: str = ","
    decimal: str = "."
    yes: str = "Yes"
    unit: str = "Unit: %(unit)s"
    page: str = "Page %(page)s of %(pages)s"
    empty: str = "Nothing to list"
    sign_date: str = "Date:"
    grouping: Sequence = field(default=(3, 0))

    def show(self, value) -> str:
        """Return ``value`` as it is printed."""
        if value is None or value is False or value == "":
            return ""
        if value is True:
            return self.yes
        if isinstance(value, (int, float, Decimal)):
            return self._number(value)
        if isinstance(value, datetime):
            return value.strftime(self.datetime)
        if isinstance(value, date):
            return value.strftime(self.date)
        return str(value)

    def _number(self, value):
        if isinstance(value, int):
            text = f"{value:,}"
        else:
            number = exact(value)
            text = f"{number:,.{max(2, -number.as_tuple().exponent)}f}"
        if self.grouping[0] != 3:
            text = text.replace(",", "")
        whole, point, rest = text.partition(".")
        return whole.replace(",", self.thousands) + (self.decimal if point else "") + rest


def is_number(value) -> bool:
    """Return whether ``value`` is shown as a number."""
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def exact(value) -> Decimal:
    """Return an amount as a ``Decimal``; a float is rounded half up to cents, a ``Decimal`` stays."""
    if isinstance(value, float):
        return Decimal(str(value)).quantize(_CENT, ROUND_HALF_UP)
    return Decimal(value)


def check_length(papers, limit=MAX_PDF_ROWS):
    """Raise ``PaperTooLong`` if ``papers`` have more than ``limit`` table rows together."""
    rows = sum(paper.rows for paper in papers)
    if rows > limit:
        raise PaperTooLong(rows, limit)


def signature(place) -> PaperSignature:
    """Return ``place``, a label or a ``PaperSignature``, as the latter."""
    return place if isinstance(place, PaperSignature) else PaperSignature(str(place))
