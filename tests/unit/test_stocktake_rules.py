"""The worked example of a stocktake, and each outcome by itself."""

from datetime import date
from decimal import Decimal

import pytest
from gaj_assets_rules.stocktake import (
    IN_PLACE,
    Confirmation,
    Expected,
    Scan,
    asset_results,
    deadline,
    figures,
    period_of,
    scan_outcomes,
)

A, B, C, D, E, F, G, H = range(1, 9)
X = None
EXPECTED = {**dict.fromkeys((A, B, C, D), Expected(301)), **dict.fromkeys((E, F), Expected(302))}
SCANS = [Scan(A, 301), Scan(B, 301), Scan(E, 301), Scan(X, 301), Scan(A, 301), Scan(C, 302), Scan(G, 302), Scan(H, 302)]


def test_worked_example():
    assert scan_outcomes(EXPECTED, {H}, SCANS) == [
        "matched",
        "matched",
        "misplaced",
        "unknown",
        "duplicate",
        "misplaced",
        "out_of_scope",
        "ghost",
    ]
    assert asset_results(EXPECTED, {H}, SCANS, finished=True) == {
        A: "matched",
        B: "matched",
        C: "misplaced",
        D: "missing",
        E: "misplaced",
        F: "missing",
        G: "out_of_scope",
        H: "ghost",
    }


def test_worked_example_figures():
    count = figures(expected=6, found=4, in_place=2)
    assert (count.found_rate, count.location_accuracy) == (Decimal("66.67"), Decimal("33.33"))


def test_nothing_expected_has_no_rate():
    assert figures(0, 0, 0).found_rate is None


@pytest.mark.parametrize("numbers", [(1, 2, 0), (2, 1, 2), (2, 1, -1)])
def test_impossible_figures_are_refused(numbers):
    with pytest.raises(ValueError, match="do not go together"):
        figures(*numbers)


def test_second_room_is_a_conflict_until_confirmed():
    scans = [Scan(A, 302), Scan(A, 301)]
    assert scan_outcomes(EXPECTED, (), scans) == ["misplaced", "conflict"]
    assert asset_results(EXPECTED, (), scans)[A] == "conflict"
    assert asset_results(EXPECTED, (), scans, {A: Confirmation(301, 2)})[A] == "matched"
    assert asset_results(EXPECTED, (), scans, {A: Confirmation(302, 2)})[A] == "misplaced"


def test_another_room_after_the_confirmation_is_a_conflict_again():
    confirmed = {A: Confirmation(301, 2)}
    scans = [Scan(A, 302), Scan(A, 301), Scan(A, 301), Scan(A, 302)]
    assert scan_outcomes(EXPECTED, (), scans, confirmed)[2:] == ["duplicate", "conflict"]
    assert asset_results(EXPECTED, (), scans[:3], confirmed)[A] == "matched"
    assert asset_results(EXPECTED, (), scans, confirmed)[A] == "conflict"


def test_custodian_comes_before_condition():
    expected = {A: Expected(301, custodian=7, condition="in_use")}
    assert scan_outcomes(expected, (), [Scan(A, 301, 8, "damaged")]) == ["custodian_mismatch"]
    assert scan_outcomes(expected, (), [Scan(A, 301, 7, "damaged")]) == ["condition"]
    assert scan_outcomes(expected, (), [Scan(A, 301, 7, "in_use")]) == ["matched"]
    assert scan_outcomes(expected, (), [Scan(A, 302, 8, "damaged")]) == ["misplaced"]


def test_what_was_noted_last_counts():
    expected = {A: Expected(301, custodian=7)}
    scans = [Scan(A, 301, custodian=8), Scan(A, 301, custodian=7), Scan(A, 301)]
    assert asset_results(expected, (), scans) == {A: "matched"}


def test_nothing_noted_of_custodian_and_condition_is_no_difference():
    expected = {A: Expected(301, custodian=7, condition="in_use")}
    assert scan_outcomes(expected, (), [Scan(A, 301)]) == ["matched"]
    assert scan_outcomes(expected, (), [Scan(A, 301, custodian=7)]) == ["matched"]
    # somebody has it who should not, where nobody should
    assert scan_outcomes({A: Expected(301)}, (), [Scan(A, 301, custodian=7)]) == ["custodian_mismatch"]


def test_what_nobody_saw_is_pending_until_the_counting_has_finished():
    assert set(asset_results(EXPECTED, (), []).values()) == {"pending"}
    assert set(asset_results(EXPECTED, (), [], finished=True).values()) == {"missing"}


def test_another_custodian_or_condition_is_still_in_place():
    expected = {A: Expected(301, 7, "in_use"), B: Expected(301, 7, "in_use"), C: Expected(301)}
    results = asset_results(expected, (), [Scan(A, 301, 8), Scan(B, 301, 7, "damaged"), Scan(C, 302)])
    assert [results[asset] in IN_PLACE for asset in (A, B, C)] == [True, True, False]


def test_a_scan_of_the_first_count_that_comes_late_meets_only_those_of_the_first():
    scans = [Scan(A, 302, second=True), Scan(A, 301)]
    assert scan_outcomes(EXPECTED, (), scans) == ["misplaced", "matched"]
    assert asset_results(EXPECTED, (), scans)[A] == "misplaced"


def test_disposed_beats_everything_but_conflict():
    assert scan_outcomes({A: Expected(301)}, {A}, [Scan(A, 301), Scan(A, 302)]) == ["ghost", "conflict"]


def test_asset_without_a_place_in_the_books_is_misplaced_wherever_it_is():
    assert scan_outcomes({A: Expected(None)}, (), [Scan(A, 301)]) == ["misplaced"]


def test_the_second_count_decides_and_may_differ_with_itself():
    scans = [Scan(A, 301), Scan(A, 302), Scan(A, 302, second=True)]
    assert scan_outcomes(EXPECTED, (), scans) == ["matched", "conflict", "misplaced"]
    assert asset_results(EXPECTED, (), scans)[A] == "misplaced"
    assert asset_results(EXPECTED, (), [*scans, Scan(A, 302, second=True)])[A] == "misplaced"
    twice = [*scans, Scan(A, 301, second=True)]
    assert scan_outcomes(EXPECTED, (), twice)[3] == "conflict"
    assert asset_results(EXPECTED, (), twice)[A] == "conflict"
    assert asset_results(EXPECTED, (), twice, {A: Confirmation(301, 4)})[A] == "matched"


def test_a_place_confirmed_before_the_second_count_still_counts():
    scans = [Scan(A, 301), Scan(A, 302), Scan(A, 302, second=True)]
    assert asset_results(EXPECTED, (), scans, {A: Confirmation(301, 2)})[A] == "conflict"
    assert asset_results(EXPECTED, (), scans, {A: Confirmation(302, 2)})[A] == "misplaced"


@pytest.mark.parametrize(
    ("kind", "planned", "period", "due"),
    [
        ("annual", None, date(2026, 1, 1), date(2026, 12, 31)),
        ("annual", date(2026, 11, 30), date(2026, 1, 1), date(2026, 12, 31)),
        ("monthly", None, date(2026, 6, 1), date(2026, 6, 30)),
        ("extra", date(2026, 7, 5), None, date(2026, 7, 5)),
        ("extra", None, None, None),
    ],
)
def test_by_when_a_stocktake_is_finished(kind, planned, period, due):
    assert period_of(kind, date(2026, 6, 17)) == period
    assert deadline(kind, period, planned) == due


def test_december_and_february_end_when_they_end():
    assert deadline("monthly", date(2026, 12, 1), None) == date(2026, 12, 31)
    assert deadline("monthly", date(2028, 2, 1), None) == date(2028, 2, 29)
