"""The draw of a spot check: how many assets, and which, so that anybody can draw the same ones again.

The order of the draw is that of the SHA-256 of ``seed:id``, written in hexadecimal, and of the id where two agree. It
needs no random generator of any program: the recorded seed and the recorded ids always give the same assets.
"""

from collections.abc import Collection, Iterable
from decimal import ROUND_CEILING, Decimal
from hashlib import sha256


def size(population: int, rate: Decimal, floor: int) -> int:
    """Return how many of ``population`` assets are drawn: ``rate`` per cent rounded up, at least ``floor``, at most all.

    :raises ValueError: if ``population`` or ``floor`` is negative or ``rate`` lies outside 0 to 100
    """
    if population < 0 or floor < 0 or not 0 <= rate <= 100:
        raise ValueError(f"no sample of {population} assets at {rate} % with at least {floor}")
    share = (population * Decimal(rate) / 100).to_integral_value(ROUND_CEILING)
    return min(population, max(floor, int(share)))


def order(seed: str, ids: Iterable[int]) -> list[int]:
    """Return ``ids`` in the order in which ``seed`` draws them."""
    return sorted(ids, key=lambda number: (sha256(f"{seed}:{number}".encode()).hexdigest(), number))


def draw(seed: str, population: Collection[int], recent: Collection[int], count: int) -> list[int]:
    """Return the sorted ids of the ``count`` assets drawn from ``population``.

    Those of ``recent``, drawn not long ago, are taken only when the others are used up.

    :raises ValueError: if ``seed`` is empty or ``count`` is not within the population
    """
    everything, skipped = set(population), set(recent)
    if not seed or not 0 <= count <= len(everything):
        raise ValueError(f"cannot draw {count} of {len(everything)} assets with seed {seed!r}")
    fresh = order(seed, everything - skipped)
    return sorted((fresh + order(seed, everything & skipped))[:count])


def pack(ids: Iterable[int]) -> str:
    """Return ids, each once, as a short text: ``"1-3 7 9-10"``."""
    runs: list[list[int]] = []
    for number in sorted(set(ids)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return " ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def unpack(text: str) -> list[int]:
    """Return the sorted ids of a text that :func:`pack` made.

    :raises ValueError: if the text is none of these
    """
    ids: list[int] = []
    for run in text.split():
        first, _dash, last = run.partition("-")
        ids.extend(range(int(first), int(last or first) + 1))
    return ids
