"""Sums of money shared out by weights, to the cent. Amounts are ``Decimal`` yuan."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def spread(weights, amount):
    """Return ``amount`` (≥ 0) shared out in proportion to ``weights`` (> 0); the last one takes the rounding.

    Where rounding would leave less than nothing for the last one, all are rounded as :func:`allot` does.
    """
    total = sum(weights)
    shares = [(amount * weight / total).quantize(CENT, ROUND_HALF_UP) for weight in weights[:-1]]
    rest = amount - sum(shares, ZERO)
    return allot(weights, amount) if rest < 0 else [*shares, rest]


def allot(weights, amount):
    """Return the first ``amount`` of a sum that is made up of ``weights`` (≥ 0, whole cents), shared out among them.

    A larger amount never gives anybody less, and the whole sum gives everybody exactly his weight; so what several
    payments of one bill bring to each class adds up to the bill. (Each next cent goes where the share lags behind
    most: the divisor method of Sainte-Laguë; of equals, to the last.)
    """
    cents = [int(weight / CENT) for weight in weights]
    total, wanted = sum(cents), int(amount / CENT)
    if wanted == total:
        return list(weights)
    shares = [(2 * wanted * one + total) // (2 * total) for one in cents]
    rest = wanted - sum(shares)
    while rest > 0:
        _key, place = min((Fraction(2 * shares[i] + 1, one), -i) for i, one in enumerate(cents) if one)
        shares[-place] += 1
        rest -= 1
    while rest < 0:
        _key, place = max((Fraction(2 * shares[i] - 1, one), -i) for i, one in enumerate(cents) if one and shares[i])
        shares[-place] -= 1
        rest += 1
    return [CENT * share for share in shares]


def allot_spans(weights, spans):
    """Return what the stretches ``spans`` (pairs: from, to) of a sum made up of ``weights`` bring to each of them."""
    shares = [ZERO] * len(weights)
    for start, stop in spans:
        after, before = allot(weights, stop), allot(weights, start)
        shares = [share + high - low for share, high, low in zip(shares, after, before, strict=True)]
    return shares


def matrix(rows, columns):
    """Return, row by row, how ``rows`` pay for ``columns`` (sums equal): in proportion, both sums exact."""
    left, result = list(columns), []
    for row in rows[:-1]:
        shares = allot(left, row)
        left = [one - share for one, share in zip(left, shares, strict=True)]
        result.append(shares)
    return [*result, left] if rows else []


def free_spans(taken, amount):
    """Return the first stretches of ``amount`` in all that no stretch of ``taken`` covers.

    Stretches are pairs (from, to). What a payment takes of a bill stays its own when an earlier match is undone.
    """
    spans, place = [], ZERO
    for start, stop in [*sorted(taken), (None, None)]:
        room = amount if start is None else min(amount, start - place)
        if room > 0:
            spans.append((place, place + room))
            amount -= room
        if not amount:
            break
        place = max(place, stop)
    return spans
