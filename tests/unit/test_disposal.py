"""Worked examples of the disposal rules, and one step beyond each limit."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from gaj_assets_rules import disposal
from gaj_assets_rules.disposal import Batch, Level

D = Decimal
THRESHOLD = D("5000.00")


def watched(*batches, days=30):
    rows = [Batch(key, date.fromisoformat(day), D(value)) for key, (day, value) in enumerate(batches)]
    return disposal.supervised(rows, THRESHOLD, days)


@pytest.mark.parametrize(("value", "expected"), [("4999.99", {}), ("5000.00", {0: D("5000.00")})])
def test_one_batch_is_watched_from_the_threshold_on(value, expected):
    assert watched(("2026-06-01", value)) == expected


def test_two_batches_of_one_unit_within_the_window_count_together():
    assert watched(("2026-06-01", "3000.00"), ("2026-06-20", "2400.00")) == {0: D("5400.00"), 1: D("5400.00")}


def test_the_window_ends_after_its_last_day():
    assert set(watched(("2026-06-01", "3000.00"), ("2026-07-01", "2400.00"))) == {0, 1}
    assert watched(("2026-06-01", "3000.00"), ("2026-07-02", "2400.00")) == {}


def test_the_window_is_no_chain():
    """The first and the last of three lie too far apart to count together."""
    found = watched(("2026-06-01", "2000.00"), ("2026-06-20", "2000.00"), ("2026-07-10", "3000.00"))
    assert found == {1: D("5000.00"), 2: D("5000.00")}


def test_without_an_appraisal_the_higher_of_net_and_expected_counts():
    assert disposal.watched_value(None, D("2133.33"), D("5000.00")) == D("5000.00")
    assert disposal.watched_value(None, D("6000.00"), D("5000.00")) == D("6000.00")
    assert disposal.watched_value(D("4999.99"), D("6000.00"), D("7000.00")) == D("4999.99")
    assert disposal.watched_value(None, D("10.00"), D("0"), D("5000.00")) == D("5000.00")
    assert disposal.watched_value(D("4999.99"), D("0"), D("0"), D("6000.00")) == D("4999.99")
    with pytest.raises(ValueError, match="negative"):
        disposal.watched_value(None, D("-0.01"), D("0"))


@pytest.mark.parametrize(("threshold", "days"), [("0", 30), ("5000", -1)])
def test_nonsense_about_supervision_is_refused(threshold, days):
    with pytest.raises(ValueError, match="threshold"):
        disposal.supervised([], D(threshold), days)


CITY = (
    Level(1, item_to=D("100000"), batch_to=D("200000")),
    Level(2, batch_to=D("5000000")),
    Level(3, batch_to=D("10000000")),
    Level(4),
)


@pytest.mark.parametrize(
    ("item", "batch", "level"),
    [
        ("100000.00", "200000.00", 1),
        ("100000.01", "100000.01", 2),
        ("1000.00", "200000.01", 2),
        ("100.00", "5000000.00", 2),
        ("100.00", "5000000.01", 3),
        ("100.00", "10000000.00", 3),
        ("100.00", "10000000.01", 4),
    ],
)
def test_the_sample_matrix_of_one_city(item, batch, level):
    assert disposal.authority(CITY, "scrap", D(item), D(batch)) == level


def test_a_level_may_be_for_some_kinds_and_from_an_amount_on():
    levels = (Level(1, frozenset({"scrap"}), batch_from=D("10"), batch_to=D("100")), Level(2, item_from=D("50")))
    assert disposal.authority(levels, "scrap", D("5"), D("10")) == 1
    assert disposal.authority(levels, "scrap", D("5"), D("9.99")) is None
    assert disposal.authority(levels, "sale", D("50"), D("50")) == 2
    assert disposal.authority(levels, "sale", D("49.99"), D("50")) is None


def test_a_sale_stops_below_ninety_per_cent():
    assert disposal.lowest_price(D("5600.00"), D("90")) == D("5040.00")
    assert not disposal.stops_sale(D("5040.00"), D("5600.00"), D("90"))
    assert disposal.stops_sale(D("5039.99"), D("5600.00"), D("90"))
    assert not disposal.stops_sale(D("6120.00"), D("5600.00"), D("90"))
    # rounded half up, so that no bid below ninety per cent slips through by a fraction of a cent
    assert [disposal.lowest_price(D(value), D("90")) for value in ("10.01", "0.05")] == [D("9.01"), D("0.05")]


def test_a_low_price_that_was_approved_since_goes_on_but_none_below_it():
    approved = D("5039.99")
    assert not disposal.stops_sale(D("5039.99"), D("5600.00"), D("90"), approved)
    assert disposal.stops_sale(D("5039.98"), D("5600.00"), D("90"), approved)
    # what was approved never raises the floor
    assert not disposal.stops_sale(D("5040.00"), D("5600.00"), D("90"), D("7000.00"))


@pytest.mark.parametrize(("value", "percent"), [("-1", "90"), ("1", "100.01"), ("1", "-0.01")])
def test_nonsense_about_the_floor_is_refused(value, percent):
    with pytest.raises(ValueError, match="appraised"):
        disposal.lowest_price(D(value), D(percent))


def test_the_remittance_is_net_of_taxes_and_costs():
    assert disposal.remittance_due(D("6120.00"), D("0"), D("320.00")) == D("5800.00")
    assert disposal.remittance_due(D("68000"), D("0"), D("2000")) == D("66000")
    assert disposal.remittance_due(D("150"), D("0"), D("50")) == D("100")
    assert disposal.remittance_due(D("50"), D("0"), D("80")) == 0
    assert disposal.remittance_due(D("100"), D("3"), D("20")) == D("77")
    with pytest.raises(ValueError, match="negative"):
        disposal.remittance_due(D("1"), D("-1"), D("0"))


def test_the_deadline_counts_working_days_only():
    """Ten working days after Friday 2026-09-25, with the National Day week off and Saturday 10-10 worked."""
    start = date(2026, 9, 25)
    off = {date(2026, 10, day) for day in range(1, 8)}
    days = [start + timedelta(days=n) for n in range(60)]
    working = [day for day in days if (day.weekday() < 5 and day not in off) or day == date(2026, 10, 10)]
    assert disposal.deadline(start, 3, working) == date(2026, 9, 30)
    assert disposal.deadline(start, 10, working) == date(2026, 10, 15)
    with pytest.raises(ValueError, match="calendar"):
        disposal.deadline(start, 10, working[:5])
    with pytest.raises(ValueError, match="ahead"):
        disposal.deadline(start, 0, working)


@pytest.mark.parametrize(
    ("since", "day", "life", "months", "early"),
    [
        ("2021-06-10", "2026-06-15", 72, 60, True),  # the desktop of the example
        ("2020-06-10", "2026-06-15", 72, 72, False),  # the copier
        ("2020-07-01", "2026-06-30", 72, 71, True),
        ("2018-02-01", "2026-06-15", 180, 100, True),  # the sofa
        ("2026-03-15", "2028-05-20", 72, 26, True),  # D2
        ("2026-06-15", "2026-06-20", 72, 0, True),
        ("2026-06-15", "2026-06-20", 0, 0, False),
    ],
)
def test_early_disposal(since, day, life, months, early):
    since, day = date.fromisoformat(since), date.fromisoformat(day)
    assert disposal.months_served(since, day) == months
    assert disposal.is_early(since, day, life) is early


def test_what_goes_on_in_use_elsewhere_needs_no_proof_of_damage():
    assert [kind for kind in disposal.KINDS if disposal.needs_damage_evidence(kind, early=True)] == [
        "sale",
        "exchange",
        "scrap",
    ]
    assert not any(disposal.needs_damage_evidence(kind, early=False) for kind in disposal.KINDS)


@pytest.mark.parametrize(
    ("kind", "money", "steps"),
    [
        ("sale", True, ("appraisal", "publication", "handover", "receipt")),
        ("exchange", False, ("appraisal", "publication", "handover")),
        ("scrap", True, ("appraisal", "handover", "receipt")),
        ("donation", False, ("appraisal", "handover")),
        ("loss", False, ("appraisal",)),
        ("loss", True, ("appraisal", "receipt")),
    ],
)
def test_what_is_signed(kind, money, steps):
    assert disposal.signed_steps(kind, money) == steps


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="kind"):
        disposal.signed_steps("gift", True)


@pytest.mark.parametrize(
    ("spent", "proceeds", "wanted"),
    [
        ("0", "0", False),
        ("320.00", "6120.00", False),  # the worked batch
        ("1000.00", "5000.00", False),
        ("1000.01", "50000.00", True),  # above the amount
        ("20.00", "100.00", False),
        ("20.01", "100.00", True),  # above the share
        ("4000.00", "4000.00", True),  # would leave nothing
        ("80.00", "0", False),  # nothing came in
        ("1000.01", "0", True),
    ],
)
def test_large_costs_are_shown_by_papers(spent, proceeds, wanted):
    assert disposal.needs_cost_paper(D(spent), D(proceeds), D("1000"), D("20")) is wanted


def test_costs_are_not_negative():
    with pytest.raises(ValueError, match="cannot be negative"):
        disposal.needs_cost_paper(D("-1"), D("0"), D("1000"), D("20"))
