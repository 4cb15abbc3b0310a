"""How the lines of a voucher (记账凭证) are spread over pages, with totals carried from page to page.

Source: Basic Accounting Work Standards (会计基础工作规范, Ministry of Finance, decree 98 of 2019), articles 50 to 55:
what a voucher shows. Carrying totals forward (过次页, 承前页) is what article 62 asks of books.
"""

import unicodedata
from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True)
class Entry:
    """A line to be printed: what it shows, how many rows of text it takes, its amounts (yuan)."""

    content: object
    rows: int
    debit: Decimal
    credit: Decimal


@dataclass(frozen=True)
class Row:
    """Something on a page: ``heading``, ``brought``, ``entry``, ``carried`` or ``total``; amounts as shown there."""

    kind: str
    half: int
    content: object = None
    rows: int = 1
    debit: Decimal = ZERO
    credit: Decimal = ZERO


def text_rows(text, width):
    """Return how many rows ``text`` takes in a column that holds ``width`` Latin characters; a Chinese one takes two."""
    taken = sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
    return max(1, -(-taken // width))


def paginate(halves, capacity):
    """Return the pages, each a list of :class:`Row`, of a voucher.

    :param halves: a list of :class:`Entry` for each ledger; each gets a heading and a total
    :param capacity: rows of text that a page holds, headings and totals included
    :raises ValueError: if a page has no room for a heading, a total carried, a line and a total
    """
    if capacity < 4:
        raise ValueError(f"a page of {capacity} rows is too short")
    pages = _Pages(capacity)
    for half, entries in enumerate(halves):
        pages.add_half(half, entries)
    return pages.pages


class _Pages:
    def __init__(self, capacity):
        self.capacity = capacity
        self.pages = [[]]
        self.room = capacity

    def add_half(self, half, entries):
        first = min(entries[0].rows if entries else 0, self.capacity - 2)
        if self.room < 1 + first + 1 and self.pages[-1]:
            self._turn()
        self._put(Row("heading", half))
        debit = credit = ZERO
        for entry in entries:
            # a line longer than a page is cut by the paper, not by endless pages
            rows = min(entry.rows, self.capacity - 3)
            if self.room < rows + 1:
                self._put(Row("carried", half, debit=debit, credit=credit))
                self._turn()
                self._put(Row("heading", half))
                self._put(Row("brought", half, debit=debit, credit=credit))
            self._put(Row("entry", half, entry.content, rows, entry.debit, entry.credit))
            debit, credit = debit + entry.debit, credit + entry.credit
        self._put(Row("total", half, debit=debit, credit=credit))

    def _put(self, row):
        self.pages[-1].append(row)
        self.room -= row.rows

    def _turn(self):
        self.pages.append([])
        self.room = self.capacity
