"""Disposal of state property (国有资产处置): who decides, who watches, when a sale stops, what goes to the treasury.

Amounts are ``Decimal`` yuan. Every threshold, rate and number of days is an argument: they are dated records.

Sources: 财资〔2021〕127号 art. 3 (kinds) and art. 4 (grounds); decree 738 art. 25-26 (proceeds go to the treasury);
supervision, its threshold and the 90 % stop are local rules and practice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
HUNDRED = Decimal(100)

KINDS = ("transfer_out", "donation", "sale", "exchange", "scrap", "loss")
#: Kinds that need an appraisal report before anybody decides.
APPRAISED_KINDS = ("sale", "exchange")
#: Kinds whose things are gone or go to waste, so that a thing not yet worn out needs proof.
DAMAGE_KINDS = ("sale", "exchange", "scrap")
#: Kinds that pass through 待处理财产损溢.
SET_ASIDE_KINDS = ("scrap", "loss")

#: What discipline inspection signs, in this order.
SIGNED_STEPS = ("appraisal", "publication", "handover", "receipt")


@dataclass(frozen=True)
class Batch:
    """One application for disposal: a key of the caller, the day of the application, its value in yuan."""

    key: int
    day: date
    value: Decimal


@dataclass(frozen=True)
class Level:
    """One row of the matrix of authorities. ``None`` means no limit; kinds empty means all."""

    key: int
    kinds: frozenset[str] = frozenset()
    item_from: Decimal | None = None
    item_to: Decimal | None = None
    batch_from: Decimal | None = None
    batch_to: Decimal | None = None


def watched_value(
    appraised: Decimal | None, net: Decimal, expected: Decimal, obtained: Decimal = Decimal(0)
) -> Decimal:
    """Return the value of a batch that decides about supervision: appraised, else the higher of net and expected.

    What was ``obtained`` takes the place of a lower expectation as soon as it is known: who expects nothing and gets
    the threshold is watched all the same. An appraisal stands, whatever the things bring.

    :raises ValueError: if an amount is negative
    """
    if min(net, expected, obtained, appraised or 0) < 0:
        raise ValueError("the value of a batch cannot be negative")
    return max(net, expected, obtained) if appraised is None else appraised


def supervised(batches: Sequence[Batch], threshold: Decimal, window_days: int) -> dict[int, Decimal]:
    """Return ``{key: value that counts}`` of the batches that are watched from start to end.

    A batch is watched if it, together with the other batches of the same unit applied for within ``window_days``
    (both ends included), reaches ``threshold``. ``batches`` are those of one unit; the value that counts is the largest
    total of a window in which the batch lies.

    :raises ValueError: if the threshold is not positive or the window is negative
    """
    if threshold <= 0 or window_days < 0:
        raise ValueError("the threshold is above nothing and the window has at least no day")
    highest: dict[int, Decimal] = {}
    for first in batches:
        last_day = first.day + timedelta(days=window_days)
        together = [batch for batch in batches if first.day <= batch.day <= last_day]
        total = sum((batch.value for batch in together), Decimal(0))
        for batch in together:
            highest[batch.key] = max(highest.get(batch.key, Decimal(0)), total)
    return {key: total for key, total in highest.items() if total >= threshold}


def authority(levels: Iterable[Level], kind: str, item_cost: Decimal, batch_cost: Decimal) -> int | None:
    """Return the key of the first level that may decide, ``None`` if the matrix names nobody.

    ``levels`` stand in ascending order of rank; limits include the number itself. ``item_cost`` is the original cost of
    the dearest single item, ``batch_cost`` that of all.
    """
    for level in levels:
        if level.kinds and kind not in level.kinds:
            continue
        if _within(item_cost, level.item_from, level.item_to) and _within(batch_cost, level.batch_from, level.batch_to):
            return level.key
    return None


def _within(amount: Decimal, low: Decimal | None, high: Decimal | None) -> bool:
    return (low is None or amount >= low) and (high is None or amount <= high)


def lowest_price(appraised: Decimal, floor_percent: Decimal) -> Decimal:
    """Return the lowest price, in yuan, at which a sale goes on without another approval.

    :raises ValueError: if the appraised value is negative or the rate is not between 0 and 100 %
    """
    if appraised < 0 or not 0 <= floor_percent <= HUNDRED:
        raise ValueError("the appraised value is not negative and the rate lies between 0 and 100 %")
    return (appraised * floor_percent / HUNDRED).quantize(CENT, ROUND_HALF_UP)


def stops_sale(bid: Decimal, appraised: Decimal, floor_percent: Decimal, approved_price: Decimal | None = None) -> bool:
    """Return whether ``bid`` needs another approval: below the floor, and below what was approved since."""
    floor = lowest_price(appraised, floor_percent)
    return bid < (floor if approved_price is None else min(floor, approved_price))


def remittance_due(proceeds: Decimal, taxes: Decimal, costs: Decimal) -> Decimal:
    """Return what goes to the treasury: proceeds less taxes and costs, never below nothing.

    Source: decree 738 art. 25-26 (收支两条线).

    :raises ValueError: if an amount is negative
    """
    if min(proceeds, taxes, costs) < 0:
        raise ValueError("proceeds, taxes and costs cannot be negative")
    return max(proceeds - taxes - costs, Decimal(0))


def needs_cost_paper(spent: Decimal, proceeds: Decimal, amount: Decimal, percent: Decimal) -> bool:
    """Return whether taxes and costs are shown by papers: above ``amount`` yuan, or above ``percent`` of the proceeds.

    Where nothing comes in, only the amount counts: there is nothing that costs could swallow.

    :raises ValueError: if a number is negative
    """
    if min(spent, proceeds, amount, percent) < 0:
        raise ValueError("costs, proceeds and limits cannot be negative")
    return spent > amount or bool(proceeds and spent * HUNDRED > proceeds * percent)


def deadline(start: date, days: int, working_days: Iterable[date]) -> date:
    """Return the ``days``-th working day after ``start``; ``working_days`` come from the calendar of the company.

    :raises ValueError: if ``days`` < 1 or the calendar does not reach far enough
    """
    if days < 1:
        raise ValueError("a deadline lies at least one working day ahead")
    after = sorted({day for day in working_days if day > start})
    if len(after) < days:
        raise ValueError(f"the calendar knows only {len(after)} working days after {start}")
    return after[days - 1]


def months_served(since: date, day: date) -> int:
    """Return the months of service on ``day``: the month in which it began counts, the month of ``day`` does not."""
    return max((day.year - since.year) * 12 + day.month - since.month, 0)


def is_early(since: date, day: date, min_months: int) -> bool:
    """Return whether a thing in service ``since`` has not served its shortest life on ``day``."""
    return months_served(since, day) < min_months


def needs_damage_evidence(kind: str, early: bool) -> bool:
    """Return whether proof of “destroyed beyond repair” is needed: its life is not over and nobody uses it on."""
    return early and kind in DAMAGE_KINDS


def signed_steps(kind: str, has_money: bool) -> tuple[str, ...]:
    """Return what discipline inspection signs in a watched batch of ``kind``, in order.

    Only what is sold or exchanged is published; what is lost is not handed over; a receipt needs money.

    :raises ValueError: if ``kind`` is unknown
    """
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is not a kind of disposal")
    left_out = set()
    if kind not in APPRAISED_KINDS:
        left_out.add("publication")
    if kind == "loss":
        left_out.add("handover")
    if not has_money:
        left_out.add("receipt")
    return tuple(step for step in SIGNED_STEPS if step not in left_out)
