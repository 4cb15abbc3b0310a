"""Conference service: the examples of the specification, and one step beyond each limit."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from gaj_reception_rules.service import (
    MeetingClass,
    Rate,
    average,
    broken_bounds,
    charge,
    charged_hours,
    class_cap,
    disinfection_gaps,
    is_covered,
    meeting_days,
    merged,
    most_staff,
    percentage,
    shares_exceeded,
    staff_number,
    supply_quantity,
    task_times,
    technician_number,
    total,
)

D = Decimal
NINE = datetime(2026, 10, 8, 9)
HALF = D("0.5")
RATE = Rate(D(120), D(100), D(30))
CLASS_2 = MeetingClass(D(400), D(150), D(100), 300, D(15), 2)
CLASS_3 = MeetingClass(D(340), D(130), D(80), 150, D(10), 2)
CLASS_4 = MeetingClass(D(340), D(130), D(80), 50, None, 2)
SUPPLIES = [("water", D(45), D("1.50")), ("tea", D(126), D("0.20"))]


def at(hour, minute=0):
    return NINE.replace(hour=hour, minute=minute)


@pytest.mark.parametrize(("attendees", "staff"), [(1, 1), (29, 1), (30, 1), (31, 2), (42, 2), (60, 2), (61, 3)])
def test_one_attendant_for_each_thirty_begun(attendees, staff):
    assert staff_number(attendees, 30) == staff


def test_a_video_meeting_of_42_needs_two_attendants_and_a_technician():
    assert (staff_number(42, 30), technician_number(True, 1), technician_number(False, 1)) == (2, 1, 0)


@pytest.mark.parametrize(("attendees", "per"), [(0, 30), (-1, 30), (5, 0)])
def test_nobody_cannot_be_staffed(attendees, per):
    with pytest.raises(ValueError, match="cannot staff"):
        staff_number(attendees, per)


@pytest.mark.parametrize(
    ("anchor", "offset", "length", "expected"),
    [
        ("start", -60, 30, (at(8), at(8, 30))),
        ("start", -30, 15, (at(8, 30), at(8, 45))),
        ("start", -15, 10, (at(8, 45), at(8, 55))),
        ("start", -10, 0, (at(8, 50), at(10, 30))),
        ("stop", 0, 15, (at(10, 30), at(10, 45))),
        ("stop", 5, 10, (at(10, 35), at(10, 45))),
        ("stop", 20, 10, (at(10, 50), at(11))),
        ("stop", 120, 20, (at(12, 30), at(12, 50))),
    ],
)
def test_standard_tasks_follow_the_meeting(anchor, offset, length, expected):
    assert task_times(NINE, at(10, 30), anchor, offset, length) == [expected]


def test_refills_come_every_half_hour_and_none_at_the_end():
    times = task_times(NINE, at(10, 30), "start", 30, 5, 30)
    assert [begin for begin, _end in times] == [at(9, 30), at(10)]
    assert [begin for begin, _end in task_times(NINE, at(10, 31), "start", 30, 5, 30)] == [
        at(9, 30),
        at(10),
        at(10, 30),
    ]
    assert task_times(NINE, at(9, 30), "start", 30, 5, 30) == []


def test_a_task_of_a_meeting_without_length_is_refused():
    with pytest.raises(ValueError, match="no task"):
        task_times(NINE, NINE, "start", 0, 5)


def test_spans_merge_and_cover():
    assert merged([(at(10), at(11)), (at(8), at(9)), (at(9), at(10))]) == [(at(8), at(11))]
    assert is_covered(at(9), at(11), [(at(8), at(10)), (at(10), at(12))])
    assert not is_covered(at(9), at(11), [(at(8), at(10)), (at(10, 1), at(12))])
    assert not is_covered(at(7, 59), at(9), [(at(8), at(10))])


@pytest.mark.parametrize(
    ("per", "spare", "expected"),
    [(D(1), D(5), D(45)), (D(3), D(0), D(126)), (D(1), D(0), D(42)), (D("0.5"), D(0), D(21)), (D("0.5"), D(1), D(22))],
)
def test_supplies_of_42_persons(per, spare, expected):
    assert supply_quantity(42, per, spare) == expected


def test_supplies_in_the_step_of_their_unit():
    assert supply_quantity(42, D(1), D(5), D("0.1")) == D("44.1")
    assert supply_quantity(42, D(1), D(5), D("0.5")) == D("44.5")
    with pytest.raises(ValueError, match="cannot bring"):
        supply_quantity(42, D(-1), D(5))


@pytest.mark.parametrize(
    ("stop", "hours"),
    [(at(10, 50), "2.0"), (at(11), "2.0"), (at(11, 1), "2.5"), (at(9, 30), "0.5"), (at(9, 1), "0.5"), (at(10), "1.0")],
)
def test_hours_go_up_to_the_half(stop, hours):
    assert charged_hours(NINE, stop, HALF) == D(hours)


def test_the_example_of_the_internal_settlement():
    lines = charge(RATE, charged_hours(NINE, at(10, 50), HALF), True, 2, SUPPLIES)
    assert [line.amount for line in lines] == [D("240.00"), D("100.00"), D("120.00"), D("67.50"), D("25.20")]
    assert total(lines) == D("552.70")


def test_who_does_not_show_up_pays_the_room_only():
    lines = charge(RATE, D("2.0"), True, 2, SUPPLIES, is_no_show=True)
    assert [(line.kind, line.amount) for line in lines] == [("room", D("240.00"))]


def test_class_2_for_100_persons_and_2_days():
    assert class_cap(CLASS_2, 100, 2) == D("130000.00")
    assert class_cap(CLASS_2, 100, 2, local=20) == D("130000.00")
    assert class_cap(CLASS_2, 100, 2, local=20, is_unused_deducted=True) == D("114000.00")


def test_lodging_over_its_share_is_a_note_only():
    spent = (D(90000), D(25000), D(12000))
    assert sum(spent) == D(127000) <= class_cap(CLASS_2, 100, 2)
    assert shares_exceeded(CLASS_2, 100, 2, *spent) == [("lodging", D("10000.00"))]
    assert shares_exceeded(CLASS_2, 100, 2, D(80000), D(30000), D(20000)) == []
    assert D("130000.01") > class_cap(CLASS_2, 100, 2)


@pytest.mark.parametrize(
    ("limits", "delegates", "staff", "days", "broken"),
    [
        (CLASS_2, 300, 45, 2, []),
        (CLASS_2, 301, 45, 2, ["people"]),
        (CLASS_2, 300, 46, 2, ["staff"]),
        (CLASS_2, 300, 45, 3, ["days"]),
        (CLASS_3, 150, 15, 2, []),
        (CLASS_3, 151, 16, 3, ["people", "staff", "days"]),
        (CLASS_4, 50, 50, 2, []),
        (CLASS_4, 51, 0, 2, ["people"]),
        (MeetingClass(D(500), D(150), D(110)), 5000, 5000, 30, []),
    ],
)
def test_bounds_of_the_classes(limits, delegates, staff, days, broken):
    assert broken_bounds(limits, delegates, staff, days) == broken


def test_staff_of_a_meeting_are_whole_persons():
    assert most_staff(300, D(15)) == 45
    assert most_staff(33, D(10)) == 3


@pytest.mark.parametrize(("persons", "days", "local"), [(0, 1, 0), (10, 0, 0), (10, 1, 11), (10, 1, -1)])
def test_no_cap_of_nonsense(persons, days, local):
    with pytest.raises(ValueError, match="no cap"):
        class_cap(CLASS_2, persons, days, local)


def test_days_count_the_first_and_the_last():
    assert meeting_days(date(2026, 10, 8), date(2026, 10, 8)) == 1
    assert meeting_days(date(2026, 10, 8), date(2026, 10, 9)) == 2
    with pytest.raises(ValueError, match="cannot end"):
        meeting_days(date(2026, 10, 9), date(2026, 10, 8))


@pytest.mark.parametrize(
    ("value", "minutes", "least", "gaps"),
    [
        (D(250), 5, (D(250), 5), []),
        (D(200), 5, (D(250), 5), ["value"]),
        (D(250), 4, (D(250), 5), ["minutes"]),
        (D("249.9"), 4, (D(250), 5), ["value", "minutes"]),
        (D(100), 10, (D(100), 10), []),
        (D("99.9"), 10, (D(100), 10), ["value"]),
        (D(120), 9, (D(120), 10), ["minutes"]),
    ],
)
def test_disinfection_has_a_least_value_and_time(value, minutes, least, gaps):
    assert disinfection_gaps(value, minutes, *least) == gaps


@pytest.mark.parametrize(
    ("persons", "meetings", "expected"), [(27140, 423, "64.2"), (80000, 1200, "66.7"), (5, 100, "0.1")]
)
def test_persons_for_each_meeting(persons, meetings, expected):
    assert average(persons, meetings) == D(expected)


def test_no_average_of_nothing():
    assert average(0, 0) is None
    assert percentage(1, 0) is None
    assert percentage(1, 3) == D("33.3")
    with pytest.raises(ValueError, match="cannot share"):
        average(-1, 2)


def test_a_minute_more_than_the_hours_is_charged():
    assert charged_hours(NINE, NINE + timedelta(hours=2, seconds=1), HALF) == D("2.5")
    with pytest.raises(ValueError, match="no hours"):
        charged_hours(NINE, NINE, HALF)
