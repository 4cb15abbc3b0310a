"""What holds for every division of an amount."""

from decimal import Decimal

from gaj_assets_rules.split import CENT, split_amount
from hypothesis import given
from hypothesis import strategies as st

cents = st.integers(0, 10**13)
counts = st.integers(1, 3000)


@given(cents, counts)
def test_the_parts_add_up_and_differ_by_one_cent_at_most(total, n):
    parts = split_amount(CENT * total, n)
    assert sum(parts) == CENT * total
    assert len(parts) == n
    assert max(parts) - min(parts) <= CENT
    assert parts == sorted(parts, reverse=True)


@given(cents, cents, counts)
def test_depreciation_stays_within_cost_on_every_item(first, second, n):
    cost, accumulated = CENT * max(first, second), CENT * min(first, second)
    pairs = zip(split_amount(cost, n), split_amount(accumulated, n), strict=True)
    assert all(part <= whole for whole, part in pairs)
    assert all(isinstance(part, Decimal) for part in split_amount(cost, n))
