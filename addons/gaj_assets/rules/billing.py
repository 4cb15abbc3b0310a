"""What each piece of a delivery costs once bills and credit notes for some of them are there. Amounts: ``Decimal`` yuan."""

from dataclasses import dataclass
from decimal import Decimal

from .acquisition import allocate
from .split import split_amount

ZERO = Decimal(0)


@dataclass(frozen=True)
class Match:
    """A line of a bill for ``quantity`` pieces of a delivery; of a credit note: both negative."""

    quantity: int
    amount: Decimal


def unit_values(estimates, goods, fee_estimates, fees=()):
    """Return ``[(place in goods or None, value)]`` for each piece of a delivery.

    ``estimates`` are the values of the pieces as accepted, without what comes on top of the price; ``goods`` the
    matches in their order, ``fee_estimates`` the share of freight and the like of each piece as accepted, ``fees`` the
    amounts of freight and the like billed, which take the place of their estimates.

    Each bill pays for the next pieces without one, alike to the cent; a credit note takes back the last ones billed.
    What a credit note leaves over (a price lowered) is shared by the pieces still billed, or by all. The values add up
    to what was billed plus the estimates of what was not.

    :raises ValueError: if more is billed than there is, more is credited than was billed, or a value would be negative
    """
    values, payers = list(estimates), [None] * len(estimates)
    kept = _kept(goods)
    if sum(kept) > len(values):
        raise ValueError(f"{sum(kept)} pieces billed, {len(values)} there")
    paid = []
    for place, (match, quantity) in enumerate(zip(goods, kept, strict=True)):
        if quantity:
            units = range(len(paid), len(paid) + quantity)
            for unit, value in zip(units, split_amount(match.amount, match.quantity), strict=False):
                values[unit], payers[unit] = value, place
            paid += units
    _spread(values, paid, sum(match.amount for match in goods) - sum(values[unit] for unit in paid))
    if fees:
        _spread(values, range(len(values)), sum(fees))
    else:
        values = [value + fee for value, fee in zip(values, fee_estimates, strict=True)]
    if min(values) < 0:
        raise ValueError(f"more is credited than the pieces cost: {min(values)}")
    _level(values, payers)
    return list(zip(payers, values, strict=True))


def _kept(goods):
    """Return how many pieces each of ``goods`` still pays for when credit notes took back the last ones billed."""
    kept = []
    for match in goods:
        kept.append(max(match.quantity, 0))
        back = -min(match.quantity, 0)
        for place in reversed(range(len(kept))):
            taken = min(back, kept[place])
            kept[place] -= taken
            back -= taken
        if back:
            raise ValueError(f"{-match.quantity} pieces credited, {-match.quantity - back} billed")
    return kept


def _level(values, payers):
    """Let the pieces of each bill, and those without one, cost the same, the first ones a cent more."""
    for payer in set(payers):
        units = [unit for unit, other in enumerate(payers) if other == payer]
        for unit, value in zip(units, split_amount(sum(values[unit] for unit in units), len(units)), strict=True):
            values[unit] = value


def _spread(values, places, amount):
    """Add ``amount`` to ``values`` at ``places`` (everywhere, if there are none) in proportion to the values there."""
    places = list(places) or list(range(len(values)))
    if amount:
        shares = allocate(amount, [max(values[place], ZERO) for place in places])
        for place, share in zip(places, shares, strict=True):
            values[place] += share
