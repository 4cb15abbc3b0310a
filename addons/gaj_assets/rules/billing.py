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
    billed = ZERO
    for place, match in enumerate(goods):
        billed += match.amount
        if match.quantity > 0:
            free = [unit for unit, payer in enumerate(payers) if payer is None][: match.quantity]
            if len(free) < match.quantity:
                raise ValueError(f"{match.quantity} pieces billed, {len(free)} left")
            # a bill of less than nothing is no bill; a discount of the whole price is one of nothing
            for unit, value in zip(free, split_amount(match.amount, len(free)), strict=True):
                values[unit], payers[unit] = value, place
        elif match.quantity < 0:
            taken = [unit for unit, payer in enumerate(payers) if payer is not None][match.quantity :]
            if len(taken) < -match.quantity:
                raise ValueError(f"{-match.quantity} pieces credited, {len(taken)} billed")
            for unit in taken:
                values[unit], payers[unit] = estimates[unit], None
    paid = [unit for unit, payer in enumerate(payers) if payer is not None]
    _spread(values, paid, billed - sum(values[unit] for unit in paid))
    if fees:
        _spread(values, range(len(values)), sum(fees))
    else:
        values = [value + fee for value, fee in zip(values, fee_estimates, strict=True)]
    if min(values) < 0:
        raise ValueError(f"more is credited than the pieces cost: {min(values)}")
    _level(values, payers)
    return list(zip(payers, values, strict=True))


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
