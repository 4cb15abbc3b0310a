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
