"""The worked examples of depreciation, D1 to D11, and one step beyond each limit."""

from datetime import date
from decimal import Decimal

import pytest
from gaj_assets_rules import depreciation as rule
from gaj_assets_rules.depreciation import Segment


def yuan(text):
    return Decimal(text.replace(",", ""))


def charges(base, months, first, last):
    return [rule.charge_of_month(yuan(base), months, k) for k in range(first, last + 1)]


def test_d1_desktop_over_six_years():
    assert charges("4,800.00", 72, 1, 5) == [yuan(x) for x in ("66.67", "66.66", "66.67", "66.67", "66.66")]
    first = rule.month_of(date(2026, 3, 15))
    after = {
        day: rule.accumulated_after(yuan("4,800.00"), 72, rule.months_between(first, day) + 1)
        for day in (date(2026, 12, 31), date(2028, 12, 31))
    }
    assert list(after.values()) == [yuan("666.67"), yuan("2,266.67")]
    assert rule.month_after(first, 71) == date(2032, 2, 1)
    assert sum(charges("4,800.00", 72, 1, 72)) == yuan("4,800.00")


def test_d2_the_month_of_disposal_does_not_count():
    months = rule.months_between(date(2026, 3, 15), date(2028, 5, 20))
    assert months == 26
    accumulated = rule.accumulated_after(yuan("4,800.00"), 72, months)
    assert (accumulated, yuan("4,800.00") - accumulated) == (yuan("1,733.33"), yuan("3,066.67"))


def test_d3_desk_over_fifteen_years():
    assert charges("2,999.99", 180, 1, 3) == [yuan("16.67"), yuan("16.66"), yuan("16.67")]
    assert charges("2,999.99", 180, 180, 180) == [yuan("16.67")]
    assert rule.accumulated_after(yuan("2,999.99"), 180, 179) == yuan("2,983.32")


def test_d4_copier_over_six_years():
    assert charges("35,000.00", 72, 1, 2) == [yuan("486.11"), yuan("486.11")]
    assert rule.accumulated_after(yuan("35,000.00"), 72, 48) == yuan("23,333.33")
    assert rule.accumulated_after(yuan("35,000.00"), 72, 71) == yuan("34,513.89")


def test_d5_renovated_building():
    done = rule.months_between(date(2020, 1, 1), date(2026, 1, 1))
    accumulated = rule.accumulated_after(yuan("6,000,000.00"), 600, done)
    assert accumulated == yuan("720,000.00")
    segment = rule.change(yuan("6,540,000.00"), accumulated, 576, date(2026, 1, 1))
    assert segment.base == yuan("5,820,000.00")
    assert charges("5,820,000.00", 576, 1, 3) == [yuan("10,104.17"), yuan("10,104.16"), yuan("10,104.17")]
    charge = rule.next_charge(segment, accumulated, date(2025, 12, 1), date(2026, 1, 1))
    assert charge == rule.Charge(yuan("10,104.17"), yuan("730,104.17"), 1, 0)


def test_d6_final_value_of_a_provisional_one():
    accumulated = rule.accumulated_after(yuan("5,000,000.00"), 600, 12)
    assert accumulated == yuan("100,000.00")
    segment = rule.change(yuan("5,236,000.00"), accumulated, rule.months_left(600, 12), date(2027, 1, 1))
    assert (segment.base, segment.months) == (yuan("5,136,000.00"), 588)
    assert charges("5,136,000.00", 588, 1, 3) == [yuan("8,734.69"), yuan("8,734.70"), yuan("8,734.69")]


def test_d7_vehicle_by_kilometres():
    assert rule.accumulated_by_units(yuan("180,000.00"), Decimal(300_000), Decimal(2_150)) == yuan("1,290.00")
    segment = Segment(date(2026, 1, 1), yuan("180,000.00"), method=rule.UNITS, units=Decimal(300_000))
    charge = rule.next_charge(segment, Decimal(0), None, date(2026, 1, 1), Decimal(2_150))
    assert charge == rule.Charge(yuan("1,290.00"), yuan("1,290.00"), 1, 0)


def test_units_beyond_the_total_take_no_more_than_the_base():
    segment = Segment(date(2026, 1, 1), yuan("180,000.00"), method=rule.UNITS, units=Decimal(300_000))
    last = rule.next_charge(segment, yuan("179,999.40"), date(2026, 1, 1), date(2026, 2, 1), Decimal(300_001))
    assert (last.amount, last.accumulated) == (yuan("0.60"), yuan("180,000.00"))
    assert rule.next_charge(segment, yuan("180,000.00"), date(2026, 2, 1), date(2026, 3, 1), Decimal(300_002)) is None


def test_units_lowered_afterwards_take_nothing_back():
    segment = Segment(date(2026, 1, 1), yuan("180,000.00"), method=rule.UNITS, units=Decimal(300_000))
    charge = rule.next_charge(segment, yuan("1,290.00"), date(2026, 1, 1), date(2026, 2, 1), Decimal(2_000))
    assert (charge.amount, charge.accumulated) == (Decimal(0), yuan("1,290.00"))


def test_units_of_a_later_segment_stand_on_what_it_began_with():
    segment = Segment(
        date(2026, 1, 1), yuan("180,000.00"), method=rule.UNITS, units=Decimal(300_000), opening=yuan("20,000.00")
    )
    charge = rule.next_charge(segment, yuan("20,000.00"), date(2025, 12, 1), date(2026, 1, 1), Decimal(2_150))
    assert charge == rule.Charge(yuan("1,290.00"), yuan("21,290.00"), 1, 0)
    # a month that is posted takes nothing again, also when more was driven in it
    assert rule.next_charge(segment, yuan("21,290.00"), date(2026, 1, 1), date(2026, 1, 1), Decimal(2_200)) is None


def test_d8_a_late_card_catches_up():
    segment = Segment(rule.month_of(date(2026, 1, 10)), yuan("4,800.00"), 72)
    charge = rule.next_charge(segment, Decimal(0), None, date(2026, 3, 1))
    assert charge == rule.Charge(yuan("200.00"), yuan("200.00"), 3, 2)


def test_d9_import_with_opening_depreciation():
    found = rule.opening(yuan("4,800.00"), 72, date(2024, 3, 15), yuan("1,500.00"), date(2026, 7, 1))
    assert found.months == 44
    assert charges(str(found.base), found.months, 1, 44) == [yuan("75.00")] * 44
    assert found.computed == yuan("1,866.67")
    assert (found.months_done, found.first_month) == (28, date(2026, 7, 1))


def test_an_opening_on_the_last_day_of_a_month_includes_that_month():
    june = rule.opening(yuan("4,800.00"), 72, date(2024, 3, 15), yuan("1,500.00"), date(2026, 6, 30))
    july = rule.opening(yuan("4,800.00"), 72, date(2024, 3, 15), yuan("1,500.00"), date(2026, 7, 1))
    day_before = rule.opening(yuan("4,800.00"), 72, date(2024, 3, 15), yuan("1,500.00"), date(2026, 6, 29))
    assert june == july
    assert (day_before.first_month, day_before.months) == (date(2026, 6, 1), 45)


def test_an_opening_past_its_life_has_one_month_for_the_rest():
    found = rule.opening(yuan("4,800.00"), 72, date(2018, 3, 15), yuan("4,000.00"), date(2026, 7, 1))
    assert (found.base, found.months, found.months_done) == (yuan("800.00"), 1, 72)
    assert found.computed == yuan("4,800.00")


def test_an_opening_before_the_service_begins_with_the_service():
    found = rule.opening(yuan("4,800.00"), 72, date(2026, 9, 15), Decimal(0), date(2026, 7, 1))
    assert (found.first_month, found.months, found.months_done) == (date(2026, 9, 1), 72, 0)


def test_an_opening_with_everything_depreciated_leaves_no_base():
    assert rule.opening(yuan("100.00"), 10, date(2020, 1, 1), yuan("100.00"), date(2026, 1, 1)).base == 0


def test_d10_nominal_value_and_small_amounts():
    assert rule.next_charge(Segment(date(2026, 1, 1), Decimal(1), method=rule.NONE), 0, None, date(2026, 1, 1)) is None
    assert charges("100.00", 72, 1, 6) == [yuan(x) for x in ("1.39", "1.39", "1.39", "1.39", "1.38", "1.39")]


def test_d11_longer_life():
    accumulated = rule.accumulated_after(yuan("4,800.00"), 72, 26)
    segment = rule.change(yuan("4,800.00"), accumulated, rule.months_left(96, 26), date(2028, 5, 1))
    assert (segment.base, segment.months) == (yuan("3,066.67"), 70)
    assert charges("3,066.67", 70, 1, 3) == [yuan("43.81")] * 3
    assert accumulated + sum(charges("3,066.67", 70, 1, 70)) == yuan("4,800.00")


def test_nothing_is_due_outside_the_life():
    segment = Segment(date(2026, 3, 1), yuan("100.00"), 2)
    assert rule.next_charge(segment, Decimal(0), None, date(2026, 2, 1)) is None
    assert rule.next_charge(segment, yuan("50.00"), date(2026, 3, 1), date(2026, 3, 1)) is None
    assert rule.next_charge(segment, yuan("50.00"), date(2026, 4, 1), date(2026, 3, 1)) is None
    assert rule.next_charge(segment, yuan("100.00"), date(2026, 4, 1), date(2026, 5, 1)) is None
    # both months were missed: the first month after the life takes them, and both were missed
    assert rule.next_charge(segment, Decimal(0), None, date(2026, 6, 1)) == rule.Charge(yuan("100"), yuan("100"), 2, 2)


def test_the_schedule_begins_with_what_was_missed():
    segment = Segment(date(2026, 1, 1), yuan("100.00"), 6)
    future = rule.schedule(segment, Decimal(0), None, date(2026, 3, 1))
    assert [(month.month, charge.catch_up) for month, charge in future] == [(3, 2), (4, 0), (5, 0), (6, 0)]
    assert sum(charge.amount for _month, charge in future) == yuan("100.00")


def test_half_a_cent_is_rounded_up():
    assert rule.accumulated_after(yuan("0.01"), 2, 1) == yuan("0.01")
    assert rule.accumulated_after(yuan("0.03"), 6, 3) == yuan("0.02")
    assert rule.accumulated_after(yuan("0.01"), 3, 1) == yuan("0.00")


@pytest.mark.parametrize(
    ("base", "months", "k"),
    [("100.00", 0, 0), ("100.00", 72, 73), ("100.00", 72, -1), ("-0.01", 72, 1), ("0.001", 72, 1)],
)
def test_nonsense_is_refused(base, months, k):
    with pytest.raises(ValueError, match=r"does not exist|not a positive number"):
        rule.accumulated_after(Decimal(base), months, k)


@pytest.mark.parametrize(("units", "used"), [("0", "1"), ("100", "-1"), ("100", "0.001")])
def test_impossible_units_are_refused(units, used):
    with pytest.raises(ValueError, match=r"more than 0|not a positive number"):
        rule.accumulated_by_units(yuan("100.00"), Decimal(units), Decimal(used))


def test_impossible_changes_are_refused():
    with pytest.raises(ValueError, match="less than the depreciation"):
        rule.change(yuan("99.99"), yuan("100.00"), 10, date(2026, 1, 1))
    with pytest.raises(ValueError, match="cannot be spread"):
        rule.change(yuan("100.01"), yuan("100.00"), 0, date(2026, 1, 1))
    assert rule.change(yuan("100.00"), yuan("100.00"), 0, date(2026, 1, 1)).base == 0
    with pytest.raises(ValueError, match="does not lie"):
        rule.opening(yuan("100.00"), 10, date(2026, 1, 1), yuan("100.01"), date(2026, 1, 1))
