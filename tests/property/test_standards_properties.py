"""What holds for every cap of the configuration standards."""

from datetime import timedelta
from decimal import Decimal

from gaj_assets_rules import standards
from gaj_assets_rules.standards import Balance, Headcount, Price, Quantity
from hypothesis import given
from hypothesis import strategies as st

people = st.integers(0, 5000)
percents = st.integers(0, 20000).map(lambda hundredths: Decimal(hundredths) / 100)
steps = st.integers(1, 60)


@given(people, percents)
def test_rounding_down_never_exceeds_the_share(staff, percent):
    cap = standards.percent_cap(staff, percent)
    assert cap * 100 <= staff * percent < (cap + 1) * 100
    assert cap <= standards.percent_cap(staff, percent, "nearest") <= standards.percent_cap(staff, percent, "up")
    assert standards.percent_cap(staff, percent, "up") - cap <= 1


@given(people, steps, st.integers(0, 300), steps)
def test_one_more_person_brings_at_most_one_more_piece_when_the_limit_is_a_whole_step(staff, first, whole, after):
    limit = first * whole
    before, later = (standards.step_cap(count, first, limit, after) for count in (staff, staff + 1))
    assert 0 <= later - before <= 1
    assert before * max(first, after) >= staff, "nobody is without a piece in reach"


@given(people, st.data())
def test_ranks_add_up_to_everybody(staff, data):
    bureau = data.draw(st.integers(0, staff))
    head = Headcount(staff, bureau_staff=bureau)
    rows = [Quantity("person", Decimal(1), rank) for rank in ("bureau", "other")]
    assert standards.quantity_cap(rows, head) == standards.quantity_cap([Quantity("person", Decimal(1))], head) == staff


@given(st.lists(st.integers(1, 10**6).map(Decimal), min_size=1), st.sampled_from(["bureau", "other", None]))
def test_who_says_less_meets_the_most_generous_row(amounts, rank):
    rows = [Price(amount, ("bureau", "other")[place % 2]) for place, amount in enumerate(amounts)]
    unsaid, said = standards.price_cap(rows), standards.price_cap(rows, rank)
    assert unsaid == max(amounts)
    assert said is None or said <= unsaid


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
def test_over_is_what_must_be_given_up(cap, have, coming, asked):
    over = Balance(cap, have, coming, asked).over
    assert 0 <= over <= asked
    assert Balance(cap, have, coming, asked - over).over == 0
    if over:
        assert Balance(cap, have, coming, asked - over + 1).over == 1


@given(st.dates(max_value=standards.date(2150, 1, 1)), st.integers(0, 50))
def test_years_of_service_are_whole_years(day, years):
    end = standards.replaceable_from(day, years)
    assert timedelta(365 * years) <= end - day <= timedelta(366 * years)
