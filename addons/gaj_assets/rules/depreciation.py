"""Monthly depreciation of a fixed asset, exact to the cent. Amounts are ``Decimal`` yuan, months the first day of one.

A *segment* spreads one base over months (年限平均法) or over units of work (工作量法), without residual value. Whatever
changes the value or the life of an asset closes its segment and begins another with what is left; posted months stay.

Source: Government Accounting Standard No. 3, Fixed Assets (政府会计准则第3号——固定资产), and its guidance
(财会〔2017〕4号): the month of addition counts, the month of disposal does not.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

CENT = Decimal("0.01")
#: Units of work (kilometres, hours, copies) are counted to the hundredth.
UNIT = Decimal("0.01")
STRAIGHT_LINE, UNITS, NONE = "straight_line", "units", "none"


@dataclass(frozen=True)
class Segment:
    """A stretch of an asset's life in which ``base`` (yuan) is spread in one way.

    ``opening`` is the accumulated depreciation when it begins; ``months`` or ``units`` are what is left of the life.
    """

    first_month: date
    base: Decimal
    months: int = 0
    method: str = STRAIGHT_LINE
    units: Decimal = Decimal(0)
    opening: Decimal = Decimal(0)


@dataclass(frozen=True)
class Charge:
    """What one run takes from an asset: ``amount`` (yuan) for ``months`` months, ``catch_up`` of them missed before."""

    amount: Decimal
    accumulated: Decimal
    months: int
    catch_up: int


@dataclass(frozen=True)
class Opening:
    """What is left of an asset taken over from other books, and what straight-line depreciation would have been."""

    first_month: date
    base: Decimal
    months: int
    months_done: int
    computed: Decimal


def month_of(day: date) -> date:
    """Return the first day of the month of ``day``."""
    return day.replace(day=1)


def month_after(month: date, count: int = 1) -> date:
    """Return the first day of the month that lies ``count`` months after that of ``month`` (before, if negative)."""
    years, place = divmod(month.year * 12 + month.month - 1 + count, 12)
    return date(years, place + 1, 1)


def month_end(day: date) -> date:
    """Return the last day of the month of ``day``."""
    return month_after(day) - timedelta(days=1)


def months_between(first: date, last: date) -> int:
    """Return how many months the month of ``last`` lies after that of ``first``."""
    return (last.year - first.year) * 12 + last.month - first.month


def _in_hundredths(value: Decimal, what: str) -> int:
    if value < 0 or value % CENT:
        raise ValueError(f"{what} {value} is not a positive number with two decimals")
    return int(value / CENT)


def _share(cents: int, part: int, whole: int) -> Decimal:
    """Return ``cents`` × ``part`` / ``whole`` in yuan, rounded half up to the cent, without any intermediate rounding."""
    return CENT * ((2 * cents * part + whole) // (2 * whole))


def accumulated_after(base: Decimal, months: int, k: int) -> Decimal:
    """Return what ``k`` of ``months`` months take from ``base``: round(base × k / months, 2); the last leaves nothing.

    :raises ValueError: if ``months`` < 1, ``k`` lies outside 0 to ``months``, or ``base`` is negative or has fractions
        of a cent
    """
    if months < 1 or not 0 <= k <= months:
        raise ValueError(f"month {k} of {months} does not exist")
    return _share(_in_hundredths(base, "the base"), k, months)


def charge_of_month(base: Decimal, months: int, k: int) -> Decimal:
    """Return the charge of month ``k`` (from 1) of ``months``; refusals as :func:`accumulated_after`."""
    return accumulated_after(base, months, k) - accumulated_after(base, months, k - 1)


def accumulated_by_units(base: Decimal, units: Decimal, used: Decimal) -> Decimal:
    """Return what ``used`` of ``units`` units of work take from ``base``; never more than ``base``.

    :raises ValueError: if ``units`` is not positive, or a number is negative or has more than two decimals
    """
    whole = _in_hundredths(units, "the total of units")
    part = min(_in_hundredths(used, "the number of units"), whole)
    if not whole:
        raise ValueError("the total of units must be more than 0")
    return _share(_in_hundredths(base, "the base"), part, whole)


def next_charge(
    segment: Segment, accumulated: Decimal, done_to: date | None, month: date, used: Decimal = Decimal(0)
) -> Charge | None:
    """Return what the run of ``month`` takes, given what is posted; ``None`` when nothing is due.

    Months that no run has taken yet are caught up in this one. Units that became known late count in it as well.

    :param accumulated: what is posted of the asset, with what it began with
    :param done_to: the last month posted, ``None`` before the first
    :param used: units of work from the first month of the segment to ``month``
    """
    if segment.method == NONE or not segment.base or month < segment.first_month:
        return None
    if done_to is not None and done_to >= month:
        return None
    place = months_between(segment.first_month, month) + 1
    before = max(months_between(segment.first_month, done_to) + 1, 0) if done_to else 0
    if segment.method == UNITS:
        if accumulated >= segment.opening + segment.base:
            return None
        target = segment.opening + accumulated_by_units(segment.base, segment.units, used)
        # a reading that was lowered afterwards takes nothing back: it only delays what comes
        target = max(target, accumulated)
        return Charge(target - accumulated, target, place - before, place - before - 1)
    k = min(place, segment.months)
    if before >= k:
        return None
    target = segment.opening + accumulated_after(segment.base, segment.months, k)
    return Charge(target - accumulated, target, k - before, k - before - (place <= segment.months))


def schedule(
    segment: Segment, accumulated: Decimal, done_to: date | None, first_run: date
) -> list[tuple[date, Charge]]:
    """Return ``[(month, charge)]`` of the straight-line runs still to come, the first of them in ``first_run``."""
    result: list[tuple[date, Charge]] = []
    month = max(first_run, segment.first_month)
    while segment.method == STRAIGHT_LINE and (charge := next_charge(segment, accumulated, done_to, month)):
        result.append((month, charge))
        accumulated, done_to, month = charge.accumulated, month, month_after(month)
    return result


def months_left(months: int, months_done: int) -> int:
    """Return how many months of a life of ``months`` remain after ``months_done``; at least one while value is left."""
    return max(months - months_done, 1)


def opening(cost: Decimal, months: int, in_service: date, accumulated: Decimal, day: date) -> Opening:
    """Return how an asset goes on whose depreciation until ``day`` stands in other books.

    ``accumulated`` counts what was posted before the month of ``day``; on the last day of a month that month is in it.

    :raises ValueError: if ``accumulated`` is negative or more than ``cost``, or ``months`` < 1
    """
    if not 0 <= accumulated <= cost:
        raise ValueError(f"accumulated {accumulated} does not lie between 0 and {cost}")
    first = month_after(day) if day == month_end(day) else month_of(day)
    first = max(first, month_of(in_service))
    done = min(months_between(in_service, first), months)
    return Opening(first, cost - accumulated, months_left(months, done), done, accumulated_after(cost, months, done))


def change(cost: Decimal, accumulated: Decimal, left: int, month: date) -> Segment:
    """Return the segment that begins in ``month`` after a change: base' = cost' − accumulated over ``left`` months.

    :raises ValueError: if the new cost is less than what is depreciated already, or no month is left
    """
    if cost < accumulated:
        raise ValueError(f"cost {cost} is less than the depreciation {accumulated}")
    if left < 1 and cost > accumulated:
        raise ValueError(f"{cost - accumulated} cannot be spread over {left} months")
    return Segment(month, cost - accumulated, left, opening=accumulated)
