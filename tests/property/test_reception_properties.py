"""What holds for the figures of every official reception."""

from datetime import date, timedelta
from decimal import Decimal

from gaj_reception_rules import reception as rules
from hypothesis import given
from hypothesis import strategies as st

days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
yuan = st.integers(0, 10**7).map(lambda cents: Decimal(cents) / 100)
months = st.integers(1, 12)


@given(st.integers(0, 10_000), st.integers(0, 100), st.integers(0, 10), st.integers(1, 10))
def test_companions_above_few_are_at_most_their_part(guests, few, limit, divisor):
    allowed = rules.companions_allowed(guests, few, limit, divisor)
    assert allowed == limit if guests <= few else allowed * divisor <= guests < (allowed + 1) * divisor


@given(st.integers(0, 50), days, st.integers(0, 40), yuan, yuan, months, months)
def test_a_stay_costs_what_its_nights_cost(rooms, arrive, count, amount, peak, first, last):
    rate = rules.Rate(amount, first, last, peak)
    leave = arrive + timedelta(days=count)
    middle = arrive + timedelta(days=count // 2)
    parts = rules.lodging_cap(rooms, arrive, middle, rate) + rules.lodging_cap(rooms, middle, leave, rate)
    assert rules.lodging_cap(rooms, arrive, leave, rate) == parts
    assert len(rules.nights(arrive, leave)) == count
    assert parts <= rooms * count * max(amount, peak)


@given(months, months, months)
def test_a_season_and_the_rest_make_a_year(month, first, last):
    after, before = last % 12 + 1, (first - 2) % 12 + 1
    if after != first:
        assert rules.in_months(month, first, last) != rules.in_months(month, after, before)


@given(yuan, st.integers(0, 500), st.integers(0, 500))
def test_a_meal_costs_as_much_for_each(standard, guests, companions):
    both = rules.working_meal_cap(standard, guests, companions)
    assert both == rules.working_meal_cap(standard, guests, 0) + rules.working_meal_cap(standard, 0, companions)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_year_on_year_is_near_and_has_the_sign_of_the_difference(current, prior):
    change = rules.year_on_year(current, prior)
    assert abs(change / 100 * prior + prior - current) <= Decimal("0.0005") * prior + Decimal("0.0001")
    assert change == 0 or (change > 0) == (current > prior)
