"""The pages of a voucher: totals carried forward, halves that begin on the same page, and one row beyond each limit."""

from decimal import Decimal

import pytest
from gaj_account_rules.voucher import Entry, paginate, text_rows

D = Decimal


def entries(count, rows=1):
    return [Entry(f"line {number}", rows, D(number), D(0)) for number in range(1, count + 1)]


def kinds(page):
    return [row.kind for row in page]


def test_both_halves_stand_on_one_page():
    (page,) = paginate([entries(2), entries(1)], 9)
    assert kinds(page) == ["heading", "entry", "entry", "total", "heading", "entry", "total"]
    assert [row.half for row in page] == [0, 0, 0, 0, 1, 1, 1]
    assert [row.debit for row in page if row.kind == "total"] == [D(3), D(1)]


def test_a_page_just_full_is_not_turned():
    assert len(paginate([entries(10)], 12)) == 1


def test_one_line_more_is_carried_forward():
    first, second = paginate([entries(11)], 12)
    assert kinds(first) == ["heading", *["entry"] * 10, "carried"]
    assert kinds(second) == ["heading", "brought", "entry", "total"]
    assert first[-1].debit == second[1].debit == D(55)
    assert second[-1].debit == D(66)


def test_a_half_begins_where_its_first_line_has_room():
    first, second = paginate([entries(3), entries(1)], 7)
    assert {row.half for row in first} == {0}
    assert kinds(second) == ["heading", "entry", "total"]
    assert len(paginate([entries(3), entries(1)], 8)) == 1


def test_long_lines_take_their_rows():
    first, second = paginate([entries(3, rows=2)], 6)
    assert kinds(first) == ["heading", "entry", "entry", "carried"]
    assert kinds(second) == ["heading", "brought", "entry", "total"]


def test_a_line_longer_than_a_page_ends():
    pages = paginate([entries(2, rows=99)], 5)
    assert [kinds(page) for page in pages] == [
        ["heading", "entry", "carried"],
        ["heading", "brought", "entry", "total"],
    ]


def test_an_empty_half_still_has_its_total():
    ((heading, total),) = paginate([[]], 4)
    assert (heading.kind, total.kind, total.debit) == ("heading", "total", 0)


def test_red_amounts_are_carried_as_they_are():
    red = [Entry("red", 1, D(-60000), D(0)), Entry("red", 1, D(0), D(-60000))]
    ((_heading, _first, _second, total),) = paginate([red], 5)
    assert (total.debit, total.credit) == (D(-60000), D(-60000))


@pytest.mark.parametrize("capacity", [0, 3, -1])
def test_a_page_without_room_is_refused(capacity):
    with pytest.raises(ValueError, match="too short"):
        paginate([entries(1)], capacity)


@pytest.mark.parametrize(
    ("text", "width", "rows"),
    [("", 10, 1), ("abcde", 5, 1), ("abcdef", 5, 2), ("固定资产", 8, 1), ("固定资产—", 8, 2), ("固定a", 5, 1)],
)
def test_a_chinese_character_is_twice_as_wide(text, width, rows):
    assert text_rows(text, width) == rows
