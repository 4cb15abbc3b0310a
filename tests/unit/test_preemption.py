from datetime import datetime

import pytest
from gaj_reception_rules.preemption import Loser, refusal

TEN = datetime(2026, 10, 8, 10)
NOTICE = 120


def loser(**values):
    return Loser(**{"rank": 3, "state": "confirmed", "start": TEN, **values})


def test_a_first_rank_takes_over_a_third_two_and_a_half_hours_before():
    assert refusal(1, True, loser(), datetime(2026, 10, 8, 7, 30), NOTICE) is None


def test_ninety_minutes_before_it_is_too_late():
    assert refusal(1, True, loser(), datetime(2026, 10, 8, 8, 30), NOTICE) == "late"


def test_the_second_rank_does_not_move_the_second():
    assert refusal(2, True, loser(rank=2), datetime(2026, 10, 8, 7, 30), NOTICE) == "rank"


def test_the_last_minute_that_is_in_time():
    assert refusal(1, True, loser(), datetime(2026, 10, 8, 8, 0), NOTICE) is None
    assert refusal(1, True, loser(), datetime(2026, 10, 8, 8, 0, 1), NOTICE) == "late"


@pytest.mark.parametrize(
    ("rank", "may", "values", "why"),
    [
        (None, True, {}, "level"),
        (1, False, {}, "level"),
        (3, True, {}, "rank"),
        (1, True, {"state": "in_use"}, "state"),
        (1, True, {"state": "done"}, "state"),
        (1, True, {"is_protected": True}, "protected"),
    ],
)
def test_what_may_not_be_taken_over(rank, may, values, why):
    assert refusal(rank, may, loser(**values), datetime(2026, 10, 8, 7), NOTICE) == why


def test_a_meeting_without_level_gives_way_to_any_that_may():
    assert refusal(4, True, loser(rank=None, state="requested"), datetime(2026, 10, 8, 7), NOTICE) is None
