"""Conference service: what holds for every meeting."""

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from gaj_reception_rules.service import (
    MeetingClass,
    Rate,
    charge,
    charged_hours,
    class_cap,
    merged,
    shares_exceeded,
    staff_number,
    supply_quantity,
    task_times,
    total,
)
from hypothesis import given
from hypothesis import strategies as st

D = Decimal
START = datetime(2026, 10, 8, 9)
minutes = st.integers(1, 3000)
money = st.integers(0, 10**7).map(lambda cents: D(cents) / 100)
spans = st.lists(
    st.tuples(st.integers(0, 200), st.integers(1, 50)).map(
        lambda each: (START + timedelta(minutes=each[0]), START + timedelta(minutes=each[0] + each[1]))
    )
)


@given(st.integers(1, 5000), st.integers(1, 200))
def test_staff_is_enough_and_one_less_is_not(attendees, per):
    staff = staff_number(attendees, per)
    assert staff * per >= attendees > (staff - 1) * per


@given(st.integers(0, 2000), money, st.integers(0, 100).map(D), st.sampled_from([D(1), D("0.1"), D("0.5")]))
def test_supplies_are_enough_and_a_step_less_is_not(count, per, spare, step):
    exact = count * per * (100 + spare) / 100
    quantity = supply_quantity(count, per, spare, step)
    assert quantity >= exact > quantity - step
    assert quantity % step == 0


@given(minutes)
def test_hours_are_never_less_than_lasted_nor_half_an_hour_more(length):
    hours = charged_hours(START, START + timedelta(minutes=length), D("0.5"))
    assert hours * 60 >= length > hours * 60 - 30


@given(money, money, money, minutes, st.booleans(), st.integers(0, 20), st.lists(st.tuples(money, money), max_size=5))
def test_a_no_show_never_pays_more(room, video, attendant, length, is_video, staff, used):
    rate = Rate(room, video, attendant)
    hours = charged_hours(START, START + timedelta(minutes=length), D("0.5"))
    supplies = [(index, quantity, price) for index, (quantity, price) in enumerate(used)]
    full = charge(rate, hours, is_video, staff, supplies)
    assert total(charge(rate, hours, is_video, staff, supplies, True)) <= total(full)
    assert total(full) == sum(line.amount for line in full)


@given(money, money, money, st.integers(1, 500), st.integers(1, 10), st.data())
def test_deducting_never_raises_the_cap_and_is_linear(lodging, meals, other, persons, days, data):
    limits = MeetingClass(lodging, meals, other)
    local = data.draw(st.integers(0, persons))
    cap = class_cap(limits, persons, days, local, True)
    assert cap <= class_cap(limits, persons, days)
    assert cap == (persons - local) * days * limits.total + local * days * (meals + other)


@given(money, money, money, st.integers(1, 500), st.integers(1, 10), money, money, money)
def test_above_the_cap_some_share_is_exceeded(lodging, meals, other, persons, days, spent_1, spent_2, spent_3):
    limits = MeetingClass(lodging, meals, other)
    if spent_1 + spent_2 + spent_3 > class_cap(limits, persons, days):
        assert shares_exceeded(limits, persons, days, spent_1, spent_2, spent_3)


@given(spans)
def test_merged_spans_keep_every_minute_and_never_touch(given_spans):
    result = merged(given_spans)
    assert all(first[1] < second[0] for first, second in pairwise(result))
    for minute in range(260):
        moment = START + timedelta(minutes=minute)
        before = any(start <= moment < stop for start, stop in given_spans)
        assert before == any(start <= moment < stop for start, stop in result)


@given(minutes, st.integers(0, 120), st.integers(0, 60), st.integers(1, 90))
def test_repeated_tasks_begin_inside_the_meeting(length, offset, lasts, every):
    stop = START + timedelta(minutes=length)
    for begin, end in task_times(START, stop, "start", offset, lasts, every):
        assert START <= begin < stop
        assert end > begin
