from datetime import date
from decimal import Decimal

import pytest
from gaj_assets_rules import standards
from gaj_assets_rules.standards import Balance, Headcount, Price, Quantity

STEPS = Quantity("steps", step_first=20, step_limit=100, step_after=30)


def percent(number):
    return Quantity("percent", Decimal(number))


@pytest.mark.parametrize(
    ("what", "row", "cap"),
    [
        ("desktop", percent(100), 47),
        ("laptop", percent(50), 23),
        ("printers", percent(80), 37),
        ("A3 printers", percent(15), 7),
        ("colour printers", percent(3), 1),
        ("copier", STEPS, 3),
        ("MFP", percent(30), 14),
        ("scanner", percent(5), 2),
        ("desktop of a classified unit", percent(150), 70),
    ],
)
def test_a_unit_of_47(what, row, cap):
    assert standards.quantity_cap([row], Headcount(47)) == cap, what


@pytest.mark.parametrize(
    ("staff", "copiers"), [(0, 0), (1, 1), (20, 1), (21, 2), (47, 3), (100, 5), (101, 6), (130, 6), (131, 7)]
)
def test_one_copier_for_each_20_then_for_each_30(staff, copiers):
    assert standards.quantity_cap([STEPS], Headcount(staff)) == copiers


@pytest.mark.parametrize(("rounding", "cap"), [("down", 23), ("nearest", 24), ("up", 24)])
def test_half_a_laptop_is_rounded_as_set(rounding, cap):
    assert standards.percent_cap(47, Decimal(50), rounding) == cap


def test_what_cannot_be_reckoned_is_refused():
    for call in (
        lambda: standards.percent_cap(-1, Decimal(50)),
        lambda: standards.percent_cap(47, Decimal(-1)),
        lambda: standards.percent_cap(47, Decimal(50), "sideways"),
        lambda: standards.step_cap(47, 0, 100, 30),
        lambda: standards.quantity_cap([Quantity("guess")], Headcount(47)),
        lambda: standards.replaceable_from(date(2020, 1, 1), -1),
        lambda: Headcount(-1),
        lambda: Headcount(10, bureau_staff=11),
        lambda: Headcount(10, offices=3, bureau_offices=4),
    ):
        with pytest.raises(ValueError, match=r"."):
            call()


def test_bookcases_two_for_bureau_rank_one_for_the_others():
    rows = [Quantity("person", Decimal(2), "bureau"), Quantity("person", Decimal(1), "other")]
    assert standards.quantity_cap(rows, Headcount(47, bureau_staff=3)) == 3 * 2 + 44
    assert standards.quantity_cap(rows, Headcount(47)) is None


def test_sofas_reckoned_in_single_ones():
    """An office of section rank has one three-seat sofa or two single ones, one of bureau rank one and two."""
    rows = [Quantity("office", Decimal(4), "bureau"), Quantity("office", Decimal(2), "other")]
    assert standards.quantity_cap(rows, Headcount(47, 3, offices=20, bureau_offices=3)) == 3 * 4 + 17 * 2
    assert standards.quantity_cap(rows, Headcount(47, 3)) is None


def test_no_number_is_laid_down_for_meeting_chairs():
    assert standards.quantity_cap([Quantity("free")], Headcount(47)) is None
    assert standards.quantity_cap([], Headcount(47)) is None


DESK = [Price(Decimal(4500), "bureau"), Price(Decimal(3000), "other")]
TABLE = [
    Price(Decimal(1600), per_m2=True, area_up_to=Decimal(50)),
    Price(Decimal(1200), per_m2=True, area_over=Decimal(50), area_up_to=Decimal(100)),
    Price(Decimal(1000), per_m2=True, area_over=Decimal(100)),
]
TEA = [Price(Decimal(1000), size="large"), Price(Decimal(800), size="small")]


def test_prices_by_rank():
    assert standards.price_cap(DESK, "bureau") == 4500
    assert standards.price_cap(DESK, "other") == 3000
    assert standards.price_cap(DESK) == 4500, "nobody said for whom"


@pytest.mark.parametrize(
    ("area", "cap"), [("50", "80000"), ("50.01", "60012"), ("100", "120000"), ("100.01", "100010"), ("20", "32000")]
)
def test_meeting_tables_by_the_room(area, cap):
    assert standards.price_cap(TABLE, area=Decimal(area)) == Decimal(cap)


def test_a_table_for_a_room_of_unknown_area_has_no_cap():
    assert standards.price_cap(TABLE) is None
    assert standards.price_cap([]) is None


def test_prices_by_size():
    assert [standards.price_cap(TEA, size=size) for size in ("large", "small", None)] == [1000, 800, 1000]


def test_a_set_costs_no_more_than_its_parts():
    assert standards.set_price_cap([Decimal(3000), Decimal(800)]) == 3800
    assert standards.set_price_cap([Decimal(3000), None]) is None
    assert standards.set_price_cap([]) is None


def test_minimum_years_end_on_the_same_day_of_the_year():
    assert standards.replaceable_from(date(2020, 3, 15), 6) == date(2026, 3, 15)
    assert standards.replaceable_from(date(2020, 2, 29), 6) == date(2026, 3, 1)
    assert standards.replaceable_from(date(2020, 2, 29), 8) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("cap", "have", "coming", "asked", "over"),
    [(47, 45, 0, 3, 1), (47, 45, 0, 2, 0), (47, 44, 1, 3, 1), (47, 50, 0, 1, 1), (47, 50, 0, 0, 0), (None, 9, 9, 9, 0)],
)
def test_how_many_are_too_many(cap, have, coming, asked, over):
    assert Balance(cap, have, coming, asked).over == over
