from datetime import date, datetime, timedelta

import pytest
from gaj_reception_rules.series import LIMIT, Rule, in_scope, is_settled, occurrences, shifted, state, tally

MONDAY = datetime(2026, 10, 5, 14)
HOLIDAY = [(datetime(2026, 10, 1), datetime(2026, 10, 8))]


def hour(start):
    return start, start + timedelta(hours=1)


def test_ten_mondays_across_the_national_holiday():
    spans = occurrences(*hour(MONDAY), Rule("weekly", weekdays=(0,), count=10))
    assert [start.date() for start, _stop in spans][-1] == date(2026, 12, 7)
    taken = [hour(datetime(2026, 10, 19, 14)), hour(datetime(2026, 11, 9, 14))]
    states = [state(span, HOLIDAY, True, taken) for span in spans]
    assert tally(states) == {"ok": 7, "conflict": 2, "holiday": 1, "closed": 0}
    choices = {date(2026, 10, 5): "skip", date(2026, 10, 19): "other_room", date(2026, 11, 9): "skip"}
    settled = [is_settled(found, choices.get(span[0].date())) for found, span in zip(states, spans, strict=True)]
    assert all(settled)
    booked = [span for span in spans if choices.get(span[0].date()) != "skip"]
    assert len(booked) == 8


def test_two_weekdays_every_second_week():
    spans = occurrences(*hour(MONDAY), Rule("weekly", interval=2, weekdays=(0, 3), count=4))
    assert [start.day for start, _stop in spans] == [5, 8, 19, 22]


def test_until_counts_the_last_day():
    spans = occurrences(*hour(MONDAY), Rule("daily", until=date(2026, 10, 7)))
    assert [start.day for start, _stop in spans] == [5, 6, 7]


def test_a_month_without_the_day_is_left_out():
    spans = occurrences(*hour(datetime(2026, 10, 31, 9)), Rule("monthly", count=3))
    assert [(start.month, start.day) for start, _stop in spans] == [(10, 31), (12, 31), (1, 31)]


def test_a_meeting_over_midnight_keeps_its_length():
    spans = occurrences(datetime(2026, 10, 8, 23), datetime(2026, 10, 9, 1), Rule("daily", count=2))
    assert spans[1] == (datetime(2026, 10, 9, 23), datetime(2026, 10, 10, 1))


@pytest.mark.parametrize(
    "rule",
    [
        Rule("weekly"),
        Rule("weekly", count=0),
        Rule("weekly", count=LIMIT + 1),
        Rule("weekly", count=2, until=date(2026, 12, 1)),
        Rule("yearly", count=2),
        Rule("daily", interval=0, count=2),
        Rule("daily", until=date(2036, 1, 1)),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(rule):
    with pytest.raises(ValueError, match=r"series|rhythm"):
        occurrences(*hour(MONDAY), rule)


def test_the_first_meeting_ends_after_it_begins():
    with pytest.raises(ValueError, match="must end after"):
        occurrences(MONDAY, MONDAY, Rule("daily", count=1))


def test_the_longest_series():
    assert len(occurrences(*hour(MONDAY), Rule("daily", count=LIMIT))) == LIMIT


def test_touching_is_no_conflict_and_a_holiday_goes_before_closing():
    span = hour(datetime(2026, 10, 12, 14))
    assert state(span, [], True, [hour(datetime(2026, 10, 12, 13)), hour(datetime(2026, 10, 12, 15))]) == "ok"
    assert state(span, [], True, [hour(datetime(2026, 10, 12, 14, 59))]) == "conflict"
    assert state(span, [], False, [span]) == "closed"
    assert state(span, [span], False, [span]) == "holiday"


def test_a_change_touches_what_was_chosen_and_never_the_past():
    starts = [MONDAY + timedelta(days=7 * week) for week in range(4)]
    now = starts[1]
    assert in_scope(starts, starts[2], "this", now) == [starts[2]]
    assert in_scope(starts, starts[2], "following", now) == starts[2:]
    assert in_scope(starts, starts[2], "all", now) == starts[2:]
    assert in_scope(starts, starts[0], "all", starts[0] - timedelta(minutes=1)) == starts
    assert in_scope(starts, starts[0], "this", now) == []
    with pytest.raises(ValueError, match="unknown scope"):
        in_scope(starts, starts[0], "some", now)


def test_another_hour_on_the_same_day():
    assert shifted(*hour(MONDAY), 9 * 60 + 30, timedelta(minutes=90)) == (
        datetime(2026, 10, 5, 9, 30),
        datetime(2026, 10, 5, 11),
    )


def test_other_time_settles_and_a_conflict_without_choice_does_not():
    assert is_settled("conflict", "other_time")
    assert not is_settled("conflict", None)
    assert not is_settled("holiday", "book")
