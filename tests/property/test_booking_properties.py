"""What holds for every meeting and every ledger."""

from datetime import datetime, timedelta

from gaj_reception_rules import booking
from gaj_reception_rules.booking import Candidate
from hypothesis import given
from hypothesis import strategies as st

DAY = datetime(2026, 10, 8)
moments = st.integers(0, 24 * 60 - 1).map(lambda count: DAY + timedelta(minutes=count))
lengths = st.integers(1, 600)
buffers = st.integers(0, 90)
spans = st.builds(lambda start, length: (start, start + timedelta(minutes=length)), moments, lengths)


@given(spans, buffers, buffers)
def test_the_next_meeting_touches_and_never_overlaps(span, setup, cleanup):
    taken = booking.occupied(*span, setup, cleanup)
    start = booking.earliest_start(taken[1], setup)
    following = booking.occupied(start, start + timedelta(minutes=30), setup, cleanup)
    assert following[0] == taken[1] and not booking.overlaps(taken, following)
    sooner = (following[0] - timedelta(minutes=1), following[1])
    assert booking.overlaps(taken, sooner)


@given(moments, st.integers(1, 240))
def test_rounding_to_slots(moment, slot):
    floor, ceil = booking.floor_to_slot(moment, slot), booking.ceil_to_slot(moment, slot)
    assert floor <= moment <= ceil
    assert booking.is_aligned(floor, slot) and booking.is_aligned(ceil, slot)
    assert ceil - floor <= timedelta(minutes=slot)


@given(spans, spans)
def test_an_approval_is_kept_only_inside(old, new):
    assert booking.keeps_approval(old, new) == (old[0] <= new[0] and new[1] <= old[1])


@given(moments, st.integers(0, 2000), st.integers(0, 100), st.integers(0, 100))
def test_a_request_never_outlives_hold_or_deadline(asked, until_start, hold, deadline):
    start = asked + timedelta(minutes=until_start)
    ends = booking.expires_at(asked, start, hold, deadline)
    assert ends <= asked + timedelta(minutes=hold) and ends <= start - timedelta(minutes=deadline)


candidates = st.lists(
    st.builds(
        Candidate,
        key=st.integers(1, 10**6),
        code=st.text("ABC123", min_size=1, max_size=3),
        capacity=st.integers(1, 100),
        setup=buffers,
        cleanup=buffers,
        spaces=st.lists(st.integers(1, 6), min_size=1, max_size=3, unique=True).map(tuple),
        is_same_building=st.booleans(),
        missing=st.lists(st.lists(st.integers(7, 9), max_size=2, unique=True).map(tuple), max_size=2).map(tuple),
    ),
    max_size=8,
    unique_by=lambda each: each.key,
)
ledgers = st.dictionaries(st.integers(1, 9), st.lists(spans, max_size=4), max_size=9)


@given(candidates, st.integers(1, 80), spans, ledgers)
def test_whatever_the_search_offers_is_free_and_seats_all(rooms, persons, span, busy):
    fitting, near = booking.rank(rooms, persons, *span, busy)
    by_key = {each.key: each for each in rooms}
    for found in fitting:
        room = by_key[found.key]
        wanted = booking.occupied(*span, room.setup, room.cleanup)
        assert room.capacity - persons == found.waste >= 0
        assert len(found.devices) == len(room.missing) == len(set(found.devices))
        for bookable in (*room.spaces, *found.devices):
            assert not any(booking.overlaps(each, wanted) for each in busy.get(bookable, ()))
    assert [each.waste for each in fitting] == sorted(each.waste for each in fitting)
    for found in near:
        room = by_key[found.key]
        part = (
            (span[0], min(found.free_until, span[1])) if found.free_until else (max(found.free_from, span[0]), span[1])
        )
        wanted = booking.occupied(*part, room.setup, room.cleanup)
        for space in room.spaces:
            assert not any(booking.overlaps(each, wanted) for each in busy.get(space, ()))
