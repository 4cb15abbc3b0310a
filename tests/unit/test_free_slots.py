from datetime import datetime, timedelta

import pytest
from gaj_base_rules.free_slots import free_gaps, merged

HOUR = timedelta(hours=1)


def at(hour, minute=0):
    return datetime(2026, 3, 2, hour, minute)


def test_two_meetings_leave_three_gaps():
    busy = [(at(11), at(12)), (at(9), at(10))]
    assert free_gaps(busy, at(8), at(18), HOUR) == [(at(8), at(9)), (at(10), at(11)), (at(12), at(18))]


def test_a_gap_too_short_is_left_out():
    assert free_gaps([(at(9), at(10)), (at(10, 59), at(12))], at(9), at(12), HOUR) == []


def test_busy_beyond_the_window_is_cut_off():
    assert free_gaps([(at(7), at(9)), (at(11), at(23))], at(8), at(12), HOUR) == [(at(9), at(11))]


def test_nothing_busy_is_one_gap():
    assert free_gaps([], at(8), at(9), HOUR) == [(at(8), at(9))]


def test_touching_spans_are_one():
    assert merged([(at(9), at(10)), (at(10), at(11)), (at(8), at(9))]) == [(at(8), at(11))]


@pytest.mark.parametrize("span", [(at(9), at(9)), (at(10), at(9))])
def test_a_span_that_does_not_last_is_refused(span):
    with pytest.raises(ValueError, match="must end after it starts"):
        merged([span])
    with pytest.raises(ValueError, match="must end after it starts"):
        free_gaps([], *span, HOUR)
