from datetime import datetime, timedelta

from gaj_base_rules.free_slots import free_gaps
from hypothesis import given
from hypothesis import strategies as st

START = datetime(2026, 3, 2)


def minute(number):
    return START + timedelta(minutes=number)


spans = st.lists(
    st.tuples(st.integers(0, 300), st.integers(1, 60)).map(lambda pair: (minute(pair[0]), minute(sum(pair)))),
    max_size=12,
)


@given(busy=spans, first=st.integers(0, 200), length=st.integers(1, 200), shortest=st.integers(1, 90))
def test_gaps_are_exactly_the_free_stretches_long_enough(busy, first, length, shortest):
    window = range(first, first + length)
    gaps = free_gaps(busy, minute(first), minute(first + length), timedelta(minutes=shortest))
    free = [not any(start <= minute(each) < stop for start, stop in busy) for each in window]
    offered = [any(start <= minute(each) < stop for start, stop in gaps) for each in window]
    assert all(is_free for is_free, is_offered in zip(free, offered, strict=True) if is_offered)
    runs, run = [], 0
    for is_free in [*free, False]:
        run, ended = (run + 1, 0) if is_free else (0, run)
        runs += [ended] if ended >= shortest else []
    assert [(stop - start) // timedelta(minutes=1) for start, stop in gaps] == runs
