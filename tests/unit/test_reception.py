"""The figures of official receptions, as the regulations and the bureau reckon them."""

from datetime import date
from decimal import Decimal

import pytest
from gaj_reception_rules import reception as rules

BEIJING = {"minister": Decimal(1100), "bureau": Decimal(650), "other": Decimal(500)}


@pytest.mark.parametrize(
    ("guests", "allowed"), [(0, 3), (1, 3), (10, 3), (11, 3), (12, 4), (14, 4), (15, 5), (30, 10), (31, 10), (33, 11)]
)
def test_companions(guests, allowed):
    assert rules.companions_allowed(guests, 10, 3, 3) == allowed


@pytest.mark.parametrize(("guests", "divisor"), [(-1, 3), (1, 0)])
def test_companions_of_nonsense(guests, divisor):
    with pytest.raises(ValueError, match="companion"):
        rules.companions_allowed(guests, 10, 3, divisor)


def test_working_meal_of_twelve_guests_and_four_companions():
    assert rules.working_meal_cap(Decimal(90), 12, 4) == Decimal("1440.00")
    assert Decimal("1500.00") - rules.working_meal_cap(Decimal(90), 12, 4) == Decimal("60.00")


def test_nobody_eats_for_less_than_nothing():
    with pytest.raises(ValueError, match="meal"):
        rules.working_meal_cap(Decimal(90), -1, 0)


def test_three_rooms_for_two_nights_of_bureau_rank_in_beijing():
    rate = rules.Rate(BEIJING["bureau"])
    assert rules.lodging_cap(3, date(2026, 10, 8), date(2026, 10, 10), rate) == Decimal("3900.00")
    assert rate.on(date(2026, 10, 8)) < Decimal(680)


def test_a_night_belongs_to_the_day_it_begins_and_the_peak_goes_first():
    rate = rules.Rate(Decimal(500), 10, 10, Decimal(600))
    assert rules.nights(date(2026, 9, 30), date(2026, 10, 1)) == [date(2026, 9, 30)]
    assert rules.lodging_cap(1, date(2026, 9, 30), date(2026, 10, 1), rate) == Decimal(500)
    assert rules.lodging_cap(1, date(2026, 9, 30), date(2026, 10, 2), rate) == Decimal(1100)
    assert rules.lodging_cap(1, date(2026, 10, 31), date(2026, 11, 2), rate) == Decimal(1100)


def test_a_peak_season_round_the_new_year():
    assert [month for month in range(1, 13) if rules.in_months(month, 12, 2)] == [1, 2, 12]
    assert not rules.in_months(5, 0, 0)


def test_no_night_no_cost_and_no_night_backwards():
    day = date(2026, 10, 8)
    assert rules.lodging_cap(3, day, day, rules.Rate(Decimal(500))) == 0
    with pytest.raises(ValueError, match="from"):
        rules.nights(day, date(2026, 10, 7))
    with pytest.raises(ValueError, match="rooms"):
        rules.lodging_cap(-1, day, day, rules.Rate(Decimal(500)))


def test_what_guests_pay_themselves():
    assert rules.guests_share(Decimal(100), Decimal(40), 12, 2) == Decimal("960.00")
    assert rules.guests_share(Decimal(100), Decimal(20), 1, 1) == Decimal("20.00")
    assert rules.guests_share(Decimal(80), Decimal(50), 12, 3) == Decimal("1440.00")
    with pytest.raises(ValueError, match="times"):
        rules.guests_share(Decimal(100), Decimal(40), 12, -1)


@pytest.mark.parametrize(
    ("current", "prior", "text"),
    [
        (438, 864, "−49.3 %"),
        (5279, 10412, "−49.3 %"),
        (12, 62, "−80.6 %"),
        (1029, 5304, "−80.6 %"),
        (5, 0, "—"),
        (0, 0, "—"),
        (105, 100, "+5.0 %"),
        (100, 100, "0.0 %"),
        (2001, 2000, "+0.1 %"),  # 0.05 rounds away from zero
        (1999, 2000, "−0.1 %"),
    ],
)
def test_year_on_year(current, prior, text):
    assert rules.change_text(current, prior) == text
