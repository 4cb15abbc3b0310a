"""What holds of the disposal rules for every input."""

from datetime import date, timedelta
from decimal import Decimal

from gaj_assets_rules import disposal
from gaj_assets_rules.disposal import Batch, Level
from hypothesis import given
from hypothesis import strategies as st

CENT = Decimal("0.01")
amounts = st.integers(0, 10**9).map(lambda cents: CENT * cents)
days = st.integers(0, 120).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
THRESHOLD = Decimal("5000.00")


@st.composite
def batches(draw):
    rows = draw(st.lists(st.tuples(days, st.integers(0, 600_000).map(lambda cents: CENT * cents)), max_size=8))
    return [Batch(key, day, value) for key, (day, value) in enumerate(rows)]


@given(batches(), st.integers(0, 60))
def test_every_large_batch_is_watched_and_no_total_is_below_the_threshold(rows, window):
    watched = disposal.supervised(rows, THRESHOLD, window)
    assert all(total >= THRESHOLD for total in watched.values())
    assert {row.key for row in rows if row.value >= THRESHOLD} <= set(watched)


@given(batches(), st.integers(0, 60), days, amounts)
def test_another_batch_never_takes_one_out_of_supervision(rows, window, day, value):
    before = disposal.supervised(rows, THRESHOLD, window)
    after = disposal.supervised([*rows, Batch(99, day, value)], THRESHOLD, window)
    assert set(before) <= set(after)
    assert all(after[key] >= total for key, total in before.items())


@given(batches(), st.integers(1, 60), st.integers(2, 10))
def test_splitting_a_batch_of_one_day_helps_nobody(rows, window, parts):
    whole = Batch(50, date(2026, 2, 1), THRESHOLD)
    pieces = [Batch(50 + n, whole.day, THRESHOLD / parts) for n in range(parts)]
    total = sum(piece.value for piece in pieces)
    watched = set(disposal.supervised([*rows, *pieces], THRESHOLD, window))
    assert total < THRESHOLD or {piece.key for piece in pieces} <= watched


@given(amounts, amounts, amounts)
def test_the_remittance_lies_between_nothing_and_the_proceeds(proceeds, taxes, costs):
    due = disposal.remittance_due(proceeds, taxes, costs)
    assert 0 <= due <= proceeds
    assert due == 0 or due + taxes + costs == proceeds


@given(amounts, st.integers(0, 100))
def test_the_floor_is_in_cents_and_a_bid_at_the_floor_goes_on(appraised, percent):
    floor = disposal.lowest_price(appraised, Decimal(percent))
    assert floor == floor.quantize(CENT)
    assert floor <= appraised
    assert not disposal.stops_sale(floor, appraised, Decimal(percent))
    assert disposal.stops_sale(floor - CENT, appraised, Decimal(percent))


@given(st.lists(amounts, min_size=1, max_size=6), amounts, amounts)
def test_a_higher_cost_never_needs_a_lower_authority(limits, cost, more):
    levels = [Level(key, batch_to=limit) for key, limit in enumerate(sorted(limits))] + [Level(99)]
    assert disposal.authority(levels, "scrap", cost, cost) <= disposal.authority(
        levels, "scrap", cost + more, cost + more
    )


@given(days, st.integers(1, 30), st.sets(st.integers(1, 200), min_size=30))
def test_the_deadline_is_a_working_day_with_as_many_before_it(start, number, offsets):
    working = {start + timedelta(days=offset) for offset in offsets}
    last = disposal.deadline(start, number, working)
    assert last in working
    assert sum(start < day <= last for day in working) == number


@given(days, st.integers(0, 4000), st.integers(0, 240))
def test_what_has_served_its_life_is_never_early_again(since, offset, life):
    day = since + timedelta(days=offset)
    if not disposal.is_early(since, day, life):
        assert not disposal.is_early(since, day + timedelta(days=40), life)
