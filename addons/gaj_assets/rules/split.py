"""Dividing one amount among several equal items, to the cent. Amounts are ``Decimal`` yuan."""

from decimal import Decimal

CENT = Decimal("0.01")


def split_amount(total, n):
    """Return ``n`` amounts that add up to ``total``: all alike, the first ones one cent more where it does not divide.

    Splitting a cost and a smaller accumulated depreciation with the same ``n`` keeps every item's depreciation within
    its cost.

    :raises ValueError: if ``n`` < 1, or ``total`` is negative or not in whole cents
    Source: rule of the card register for one purchase of several items (base = floor(total / n), the first r items
    bear one cent more).
    """
    if n < 1:
        raise ValueError(f"cannot divide among {n} items")
    if total < 0 or total % CENT:
        raise ValueError(f"cannot divide {total}: not a positive amount in whole cents")
    base, rest = divmod(int(total / CENT), n)
    return [CENT * (base + (place < rest)) for place in range(n)]


def split_off(total, quantity, part):
    """Return ``(kept, taken)``: what remains when the last ``part`` of ``quantity`` equal items leave ``total``.

    The items are those of :func:`split_amount`, so what was split with the same numbers stays within each other: the
    depreciation within the cost, on both sides.

    :raises ValueError: unless 0 < ``part`` < ``quantity``, or as :func:`split_amount` says
    """
    if not 0 < part < quantity:
        raise ValueError(f"{part} of {quantity} items cannot be split off")
    if total < 0 or total % CENT:
        raise ValueError(f"cannot divide {total}: not a positive amount in whole cents")
    base, rest = divmod(int(total / CENT), quantity)
    taken = CENT * (part * base + max(rest - (quantity - part), 0))
    return total - taken, taken
