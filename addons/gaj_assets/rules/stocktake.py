"""What a scan in a stocktake means, and what a stocktake has found.

A stocktake compares what the books expect (a snapshot) with what people saw. Assets, places, custodians and
conditions are keys of the caller; scans stand in the order in which they were made.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

#: In the order in which they are tried: the first that holds is the outcome.
OUTCOMES = (
    "conflict",
    "duplicate",
    "unknown",
    "ghost",
    "out_of_scope",
    "misplaced",
    "custodian_mismatch",
    "condition",
    "matched",
)
#: Results with which an expected asset counts as found where the books have it.
IN_PLACE = ("custodian_mismatch", "condition", "matched")


@dataclass(frozen=True)
class Expected:
    """What the snapshot says of one asset; ``None`` where the books say nothing."""

    place: int | None
    custodian: int | None = None
    condition: str | None = None


@dataclass(frozen=True)
class Scan:
    """One thing seen in ``place``; ``asset`` is ``None`` when the tag belongs to nothing we know."""

    asset: int | None
    place: int
    custodian: int | None = None
    condition: str | None = None
    #: made in the second count, by somebody else than the first time
    second: bool = False


@dataclass(frozen=True)
class Confirmation:
    """Somebody has confirmed, after the first ``after`` scans, that the asset stands in ``place``."""

    place: int
    after: int


@dataclass(frozen=True)
class Figures:
    """Counts of a stocktake; the rates are per cent of what was expected, ``None`` when nothing was."""

    expected: int
    found: int
    in_place: int
    found_rate: Decimal | None
    location_accuracy: Decimal | None


def _rate(part: int, whole: int) -> Decimal | None:
    if not whole:
        return None
    return (Decimal(100 * part) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)


def figures(expected: int, found: int, in_place: int) -> Figures:
    """Return the found rate (per cent of ``expected`` seen anywhere) and location accuracy (seen in their place).

    :raises ValueError: unless ``0 <= in_place <= found <= expected``
    """
    if not 0 <= in_place <= found <= expected:
        raise ValueError(f"{in_place} in place, {found} found and {expected} expected do not go together")
    return Figures(expected, found, in_place, _rate(found, expected), _rate(in_place, expected))


def _meaning(expected: Expected | None, is_disposed: bool, place: int, custodian: int | None, condition: str | None):
    """Return what seeing an asset in ``place`` means, when nothing else was seen of it."""
    if is_disposed:
        return "ghost"
    if expected is None:
        return "out_of_scope"
    if place != expected.place:
        return "misplaced"
    if custodian is not None and custodian != expected.custodian:
        return "custodian_mismatch"
    if condition is not None and condition != expected.condition:
        return "condition"
    return "matched"


def _places(
    scans: Sequence[Scan], asset: int, confirmation: Confirmation | None, until: int, second: bool
) -> list[int]:
    """Return the places that count for ``asset`` before scan ``until``: the confirmed one and those seen after it.

    Where the thing was seen in the ``second`` count, what the first one saw counts no more.
    """
    after = confirmation.after if confirmation and until >= confirmation.after else None
    seen = [scan.place for scan in scans[after or 0 : until] if scan.asset == asset and scan.second == second]
    return seen if after is None else [confirmation.place, *seen]


def scan_outcomes(
    expected: Mapping[int, Expected],
    disposed: Collection[int],
    scans: Sequence[Scan],
    confirmed: Mapping[int, Confirmation] | None = None,
) -> list[str]:
    """Return the outcome of each scan, given the ones before it: the first of :data:`OUTCOMES` that holds."""
    outcomes = []
    for number, scan in enumerate(scans):
        if scan.asset is None:
            outcomes.append("unknown")
            continue
        before = _places(scans, scan.asset, (confirmed or {}).get(scan.asset), number, scan.second)
        if any(place != scan.place for place in before):
            outcomes.append("conflict")
        elif before:
            outcomes.append("duplicate")
        else:
            known = expected.get(scan.asset)
            outcomes.append(_meaning(known, scan.asset in disposed, scan.place, scan.custodian, scan.condition))
    return outcomes


def asset_results(
    expected: Mapping[int, Expected],
    disposed: Collection[int],
    scans: Sequence[Scan],
    confirmed: Mapping[int, Confirmation] | None = None,
    finished: bool = False,
) -> dict[int, str]:
    """Return the result of every expected or seen asset, from all scans of it together.

    Seen in two places it is a conflict until one place is confirmed, or a second count saw it in one place only. What
    was noted last of custodian and condition counts. An expected asset that nobody saw is ``pending``, and ``missing`` once counting has finished.
    """
    results = dict.fromkeys(expected, "missing" if finished else "pending")
    for asset in {scan.asset for scan in scans if scan.asset is not None}:
        own = [scan for scan in reversed(scans) if scan.asset == asset]
        again = any(scan.second for scan in own)
        places = _places(scans, asset, (confirmed or {}).get(asset), len(scans), again)
        if len(set(places)) > 1:
            results[asset] = "conflict"
            continue
        custodian = next((scan.custodian for scan in own if scan.custodian is not None), None)
        condition = next((scan.condition for scan in own if scan.condition is not None), None)
        results[asset] = _meaning(expected.get(asset), asset in disposed, places[0], custodian, condition)
    return results


def period_of(kind: str, day: date) -> date | None:
    """Return the first day of the year of an ``annual`` or the month of a ``monthly`` stocktake, ``None`` for others."""
    return {"annual": day.replace(month=1, day=1), "monthly": day.replace(day=1)}.get(kind)


def deadline(kind: str, period: date | None, planned: date | None) -> date | None:
    """Return the day by which a stocktake is finished: 31 December, the end of its month, or as planned.

    Source: every unit counts its assets each year and finishes by its last day (decree 738; yearly full stocktake).
    """
    if kind == "annual" and period:
        return period.replace(month=12, day=31)
    if kind == "monthly" and period:
        return (period.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return planned
