"""What holds for every voucher: no line is lost, no page too full, and each page goes on from the one before."""

from decimal import Decimal

from gaj_account_rules.voucher import Entry, paginate
from hypothesis import given
from hypothesis import strategies as st

amounts = st.integers(-(10**9), 10**9).map(lambda cents: Decimal(cents) / 100)
entries = st.lists(st.builds(Entry, st.integers(), st.integers(1, 4), amounts, amounts), max_size=40)


@given(st.lists(entries, min_size=1, max_size=2), st.integers(7, 30))
def test_pages(halves, capacity):
    pages = paginate(halves, capacity)
    assert all(0 < sum(row.rows for row in page) <= capacity for page in pages)
    rows = [row for page in pages for row in page]
    for half, lines in enumerate(halves):
        mine = [row for row in rows if row.half == half]
        assert [(row.content, row.debit) for row in mine if row.kind == "entry"] == [
            (line.content, line.debit) for line in lines
        ]
        (total,) = [row for row in mine if row.kind == "total"]
        assert (total.debit, total.credit) == (sum(line.debit for line in lines), sum(line.credit for line in lines))
        brought, carried = ([row for row in mine if row.kind == kind] for kind in ("brought", "carried"))
        assert [(row.debit, row.credit) for row in brought] == [(row.debit, row.credit) for row in carried]
        assert mine[-1] == total
    for page in pages:
        assert page[0].kind == "heading"
        assert page[-1].kind in ("carried", "total")
