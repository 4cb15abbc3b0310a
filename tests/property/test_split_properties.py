"""What holds for every division of an amount."""

from decimal import Decimal

from gaj_assets_rules.split import CENT, split_amount, split_off
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


@given(cents, st.integers(2, 3000).flatmap(lambda n: st.tuples(st.just(n), st.integers(1, n - 1))))
def test_a_part_and_what_remains_are_the_items_of_the_whole(total, numbers):
    quantity, part = numbers
    kept, taken = split_off(CENT * total, quantity, part)
    items = split_amount(CENT * total, quantity)
    assert kept + taken == CENT * total
    assert taken == sum(items[quantity - part :])


@given(cents, cents, cents, st.integers(2, 3000).flatmap(lambda n: st.tuples(st.just(n), st.integers(1, n - 1))))
def test_depreciation_and_funds_stay_within_the_cost_on_both_sides(first, second, third, numbers):
    quantity, part = numbers
    smaller, middle, cost = (CENT * each for each in sorted((first, second, third)))
    whole = split_off(cost, quantity, part)
    for within in (smaller, middle):
        sides = split_off(within, quantity, part)
        assert sum(sides) == within
        assert all(0 <= one <= other for one, other in zip(sides, whole, strict=True))
