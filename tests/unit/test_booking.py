"""Buffers, limits, expiry, check-in, penalties and the ranking of rooms: examples to the minute, and one step beyond."""

from datetime import date, datetime, timedelta

import pytest
from gaj_reception_rules import booking
from gaj_reception_rules.booking import Candidate, Limits


def at(text, day=8):
    return datetime.strptime(
        f"2026-10-{day:02} {text}", "%Y-%m-%d %H:%M:%S" if text.count(":") == 2 else "%Y-%m-%d %H:%M"
    )


def test_a_meeting_takes_the_room_with_its_buffers():
    assert booking.occupied(at("09:00"), at("10:30"), 30, 20) == (at("08:30"), at("10:50"))
    assert booking.earliest_start(at("10:50"), 30) == at("11:20")
    assert booking.earliest_start(at("10:50"), 0) == at("10:50")
    taken = (at("08:30"), at("10:50"))
    assert not booking.overlaps(taken, (at("10:50"), at("12:00")))
    assert booking.overlaps(taken, (at("10:49"), at("12:00")))


@pytest.mark.parametrize(
    ("start", "stop", "setup", "cleanup"),
    [("10:00", "10:00", 0, 0), ("10:00", "09:00", 0, 0), ("9:00", "10:00", -1, 0)],
)
def test_nonsense_is_refused(start, stop, setup, cleanup):
    with pytest.raises(ValueError, match=r"must end|negative"):
        booking.occupied(at(start), at(stop), setup, cleanup)


LIMITS = Limits(slot=15, shortest=15, longest=720, days_ahead=60, notice=0)


@pytest.mark.parametrize(
    ("start", "stop", "broken"),
    [
        (at("09:00"), at("09:15"), None),
        (at("09:00"), at("21:00"), None),
        (at("09:00"), at("21:15"), "long"),
        (at("09:00"), at("09:00"), "order"),
        (at("09:05"), at("10:00"), "slot"),
        (at("09:00"), at("10:01"), "slot"),
        (at("08:00"), at("09:00"), None),  # the slot that runs now
        (at("07:45"), at("09:00"), "past"),
        (datetime(2026, 12, 7, 9), datetime(2026, 12, 7, 10), None),
        (datetime(2026, 12, 8, 9), datetime(2026, 12, 8, 10), "ahead"),
    ],
)
def test_limits_of_a_room(start, stop, broken):
    assert booking.broken_limit(start, stop, at("08:07"), LIMITS) == broken


def test_notice_to_the_minute():
    limits = Limits(slot=1, shortest=30, longest=720, days_ahead=60, notice=120)
    assert booking.broken_limit(at("10:00"), at("11:00"), at("08:00"), limits) is None
    assert booking.broken_limit(at("10:00"), at("11:00"), at("08:01"), limits) == "notice"
    assert booking.broken_limit(at("12:00"), at("12:29"), at("08:00"), limits) == "short"


def test_slots():
    assert booking.floor_to_slot(at("09:14:59"), 15) == at("09:00")
    assert booking.ceil_to_slot(at("09:00"), 15) == at("09:00")
    assert booking.ceil_to_slot(at("09:00:01"), 15) == at("09:15")
    with pytest.raises(ValueError, match="longer than nothing"):
        booking.is_aligned(at("09:00"), 0)


def test_opening_hours_reach_over_midnight():
    evening = (at("18:00"), datetime(2026, 10, 8, 23, 59, 59, 999999))
    night = (at("00:00", 9), at("06:00", 9))
    assert booking.is_open(at("23:00"), at("01:00", 9), [night, evening])
    assert not booking.is_open(at("17:59"), at("01:00", 9), [night, evening])
    assert not booking.is_open(at("23:00"), at("06:01", 9), [night, evening])
    assert not booking.is_open(at("09:00"), at("14:00"), [(at("08:00"), at("12:00")), (at("13:00"), at("17:00"))])


def test_a_request_ends_after_a_day_or_an_hour_before():
    asked = at("09:00", 8)
    assert booking.expires_at(asked, at("14:00", 12), 1440, 60) == at("09:00", 9)
    assert booking.expires_at(asked, at("14:00", 8), 1440, 60) == at("13:00", 8)
    assert booking.expires_at(asked, at("10:00", 9), 1440, 60) == at("09:00", 9)
    assert booking.expires_at(asked, at("09:59", 9), 1440, 60) == at("08:59", 9)


def test_shortening_keeps_the_approval():
    old = (at("09:00"), at("11:00"))
    assert booking.keeps_approval(old, (at("09:30"), at("10:30")))
    assert booking.keeps_approval(old, old)
    assert not booking.keeps_approval(old, (at("08:59"), at("10:00")))
    assert not booking.keeps_approval(old, (at("09:00"), at("11:01")))


@pytest.mark.parametrize(
    ("now", "state"), [("08:44:59", "early"), ("08:45:00", "open"), ("09:14:59", "open"), ("09:15:00", "late")]
)
def test_check_in_window(now, state):
    release = booking.release_at(at("09:00"), 15)
    assert release == at("09:15")
    assert booking.check_in_state(at(now), at("09:00"), 15, release) == state


def test_a_protected_meeting_is_never_too_late():
    assert booking.check_in_state(at("11:00"), at("09:00"), 15, None) == "open"


def test_checking_out_shortens():
    assert booking.taken_until_after_checkout(at("09:40"), 20, at("10:50")) == at("10:00")
    assert booking.taken_until_after_checkout(at("10:45"), 20, at("10:50")) == at("10:50")


def test_three_no_shows_in_ninety_days():
    first = date(2026, 7, 1)
    within = [first, date(2026, 8, 1), first + timedelta(days=89)]
    beyond = [first, date(2026, 8, 1), first + timedelta(days=90)]
    assert booking.penalty_until(within, 3, 90, 30) == within[-1] + timedelta(days=30)
    assert booking.penalty_until(beyond, 3, 90, 30) is None
    assert booking.penalty_until(within[:2], 3, 90, 30) is None
    assert booking.penalty_until([], 3, 90, 30) is None
    with pytest.raises(ValueError, match="must be positive"):
        booking.penalty_until(within, 0, 90, 30)


@pytest.mark.parametrize(("length", "allowed"), [(15, True), (30, True), (0, False), (-15, False), (16, False)])
def test_extensions_come_in_steps(length, allowed):
    assert booking.is_extension(length, 15) is allowed


def test_a_room_that_is_too_large():
    assert booking.is_too_large(20, 80, 30)  # 25 %
    assert not booking.is_too_large(24, 80, 30)  # 30 %
    assert booking.is_too_large(23, 80, 30)
    with pytest.raises(ValueError, match="at least one"):
        booking.is_too_large(1, 0, 30)


def search_example():
    """45 people, U-shape, video, 14:00–16:00; 305 lacks video, a movable terminal is free; 401 is taken from 15:30."""
    room = {"setup": 30, "cleanup": 20}
    candidates = [
        Candidate(101, "101", 40, spaces=(1,), **room),
        Candidate(900, "A+B", 80, spaces=(5, 6), **room),
        Candidate(401, "401", 48, spaces=(4,), **room),
        Candidate(305, "305", 60, spaces=(3,), missing=((70,),), **room),
        Candidate(201, "201", 50, spaces=(2,), **room),
    ]
    return candidates, {4: [(at("15:30"), at("18:20"))]}


def test_search_ranks_by_waste():
    candidates, busy = search_example()
    fitting, near = booking.rank(candidates, 45, at("14:00"), at("16:00"), busy)
    assert [(each.key, each.waste) for each in fitting] == [(201, 5), (305, 15), (900, 35)]
    assert fitting[1].devices == (70,)
    assert [(each.key, each.free_until, each.free_from) for each in near] == [(401, at("15:10"), None)]


def test_search_one_step_beyond():
    candidates, busy = search_example()
    busy[70] = [(at("13:30"), at("13:31"))]  # the terminal is needed while the room is set up
    busy[6] = [(at("16:19"), at("17:00"))]  # one minute of clearing
    busy[2] = [(at("16:20"), at("17:00"))]  # touching is allowed
    fitting, near = booking.rank(candidates, 46, at("14:00"), at("16:00"), busy)
    assert [each.key for each in fitting] == [201]
    assert [(each.key, each.free_until) for each in near] == [(401, at("15:10")), (900, at("15:59"))]


def test_near_miss_that_is_free_later():
    candidate = Candidate(1, "1", 50, 30, 20, spaces=(1,))
    fitting, near = booking.rank([candidate], 45, at("14:00"), at("16:00"), {1: [(at("12:00"), at("14:00"))]})
    assert not fitting
    assert (near[0].free_until, near[0].free_from) == (None, at("14:30"))
    _fitting, near = booking.rank([candidate], 45, at("14:00"), at("16:00"), {1: [(at("12:00"), at("15:16"))]})
    assert near == []  # fourteen minutes are left


def test_the_same_building_goes_first_among_equals():
    candidates = [
        Candidate(1, "101", 50, 0, 0, (1,), is_same_building=False),
        Candidate(2, "202", 50, 0, 0, (2,)),
        Candidate(3, "201", 50, 0, 0, (3,)),
    ]
    fitting, _near = booking.rank(candidates, 45, at("14:00"), at("16:00"), {})
    assert [each.key for each in fitting] == [3, 2, 1]


def test_two_kinds_of_equipment_need_two_devices():
    span = (at("14:00"), at("16:00"))
    assert booking.pick_devices(((7,), (7,)), span, {}) is None
    assert booking.pick_devices(((7, 8), (9,)), span, {7: [span]}) == (8, 9)
