"""What holds for the depreciation of every asset."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from gaj_assets_rules import depreciation as rule
from gaj_assets_rules.depreciation import CENT, Segment
from hypothesis import given
from hypothesis import strategies as st

amounts = st.integers(0, 10**13).map(lambda cents: CENT * cents)
lives = st.integers(1, 720)
months = st.dates(date(2000, 1, 1), date(2080, 12, 31)).map(rule.month_of)


@given(amounts, lives)
def test_charges_add_up_and_differ_by_a_cent_at_most(base, life):
    charges = [rule.charge_of_month(base, life, k) for k in range(1, life + 1)]
    assert sum(charges) == base
    assert min(charges) >= 0
    assert max(charges) - min(charges) <= CENT


@given(amounts, lives, st.data())
def test_rounding_is_half_up_of_the_exact_share(base, life, data):
    k = data.draw(st.integers(0, life))
    exact = Fraction(base) * k / life
    error = Fraction(rule.accumulated_after(base, life, k)) - exact
    assert -Fraction(1, 200) < error <= Fraction(1, 200)


@given(amounts, lives, months, st.lists(st.integers(1, 15), max_size=30))
def test_whatever_the_gaps_between_runs_the_sum_is_the_base(base, life, first, gaps):
    segment, accumulated, done_to, month, taken = Segment(first, base, life), Decimal(0), None, first, 0
    for gap in [*gaps, life]:
        month = rule.month_after(month, gap)
        if charge := rule.next_charge(segment, accumulated, done_to, month):
            assert 0 <= charge.catch_up <= charge.months
            accumulated, done_to, taken = charge.accumulated, month, taken + charge.months
            assert accumulated == rule.accumulated_after(base, life, taken)
    assert accumulated == base
    assert taken == (life if base else 0)


@given(amounts, lives, lives, amounts, st.data())
def test_after_a_change_what_is_left_is_spread_to_the_cent(base, life, new_life, works, data):
    done = data.draw(st.integers(0, life))
    accumulated = rule.accumulated_after(base, life, done)
    segment = rule.change(base + works, accumulated, new_life, date(2026, 1, 1))
    future = rule.schedule(segment, accumulated, None, date(2026, 1, 1))
    assert accumulated + sum(charge.amount for _month, charge in future) == base + works


@given(amounts, st.integers(1, 10**8), st.lists(st.integers(0, 10**7), max_size=20))
def test_units_take_the_base_and_no_more(base, total, readings):
    units = rule.UNIT * total
    segment = Segment(date(2026, 1, 1), base, method=rule.UNITS, units=units)
    accumulated, used, done_to = Decimal(0), Decimal(0), None
    for number, reading in enumerate([*readings, total]):
        used += rule.UNIT * reading
        month = rule.month_after(date(2026, 1, 1), number)
        if charge := rule.next_charge(segment, accumulated, done_to, month, used):
            assert charge.amount >= 0
            accumulated, done_to = charge.accumulated, month
    assert accumulated == base


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.integers(-500, 500))
def test_months_are_counted_both_ways(day, count):
    there = rule.month_after(day, count)
    assert rule.months_between(day, there) == count
    assert there.day == 1
    assert rule.month_of(rule.month_end(day)) == rule.month_of(day)
