"""What holds for every stocktake, however the scans come."""

from gaj_assets_rules.stocktake import IN_PLACE, OUTCOMES, Expected, Scan, asset_results, figures, scan_outcomes
from hypothesis import given
from hypothesis import strategies as st

assets = st.integers(1, 8)
places = st.integers(301, 303)
people = st.none() | st.integers(1, 3)
conditions = st.none() | st.sampled_from(["in_use", "idle"])
snapshots = st.dictionaries(assets, st.builds(Expected, st.none() | places, people, conditions))
scan_lists = st.lists(st.builds(Scan, st.none() | assets, places, people, conditions), max_size=25)


@given(snapshots, st.sets(assets), scan_lists)
def test_every_scan_has_one_outcome_and_every_asset_one_result(expected, disposed, scans):
    outcomes = scan_outcomes(expected, disposed, scans)
    assert len(outcomes) == len(scans)
    assert set(outcomes) <= set(OUTCOMES)
    results = asset_results(expected, disposed, scans, finished=True)
    assert set(results) == set(expected) | {scan.asset for scan in scans if scan.asset is not None}


@given(snapshots, st.sets(assets), scan_lists)
def test_only_the_unseen_are_missing(expected, disposed, scans):
    results = asset_results(expected, disposed, scans, finished=True)
    seen = {scan.asset for scan in scans}
    assert {asset for asset, result in results.items() if result == "missing"} == set(expected) - seen


@given(snapshots, st.sets(assets), scan_lists)
def test_scanning_everything_again_changes_no_result_and_finds_no_new_thing(expected, disposed, scans):
    assert asset_results(expected, disposed, scans * 2) == asset_results(expected, disposed, scans)
    known = [number for number, scan in enumerate(scans) if scan.asset is not None]
    again = scan_outcomes(expected, disposed, scans * 2)[len(scans) :]
    assert {again[number] for number in known} <= {"conflict", "duplicate"}


@given(snapshots, st.sets(assets), scan_lists, st.randoms())
def test_results_of_places_do_not_depend_on_the_order(expected, disposed, scans, random):
    plain = [Scan(scan.asset, scan.place) for scan in scans]
    mixed = random.sample(plain, len(plain))
    assert asset_results(expected, disposed, plain) == asset_results(expected, disposed, mixed)


@given(snapshots, st.sets(assets), scan_lists)
def test_first_scans_agree_with_the_result_unless_something_came_later(expected, disposed, scans):
    outcomes, results = scan_outcomes(expected, disposed, scans), asset_results(expected, disposed, scans)
    for scan, outcome in zip(scans, outcomes, strict=True):
        alone = sum(other.asset == scan.asset for other in scans) == 1
        assert scan.asset is None or not alone or outcome == results[scan.asset]


@given(snapshots, st.sets(assets), scan_lists)
def test_figures_follow_from_the_results(expected, disposed, scans):
    results = asset_results(expected, disposed, scans, finished=True)
    mine = [results[asset] for asset in expected]
    count = figures(len(mine), sum(r != "missing" for r in mine), sum(r in IN_PLACE for r in mine))
    assert count.found_rate is None or 0 <= count.location_accuracy <= count.found_rate <= 100
