"""When are several things free together? Times are ``datetime``; every span is half-open: ``start <= t < stop``."""


def merged(spans):
    """Return the sorted spans with those that overlap or touch joined.

    :raises ValueError: if a span does not end after it starts
    """
    joined = []
    for start, stop in sorted(spans):
        if stop <= start:
            raise ValueError(f"a span must end after it starts: {start} – {stop}")
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return joined


def free_gaps(busy, start, stop, shortest):
    """Return the spans between ``start`` and ``stop`` that touch no busy span and last at least ``shortest``.

    :param busy: spans of everything that is needed at once, in any order, overlapping or not
    :param shortest: a ``timedelta``
    :raises ValueError: if a span, or the window itself, does not end after it starts
    """
    if stop <= start:
        raise ValueError(f"a window must end after it starts: {start} – {stop}")
    gaps = []
    free_from = start
    for busy_start, busy_stop in merged(busy):
        if min(busy_start, stop) - free_from >= shortest and busy_start > free_from:
            gaps.append((free_from, min(busy_start, stop)))
        free_from = max(free_from, busy_stop)
    if stop > free_from and stop - free_from >= shortest:
        gaps.append((free_from, stop))
    return gaps
