"""Bills and credit notes set off against each other: what is left for payments. Amounts are ``Decimal`` yuan."""

from dataclasses import replace

from .allotment import ZERO, allot, allot_spans


def set_off(parts, others):
    """Return what each of ``parts`` of a bill keeps (≥ 0) when ``others``, the parts of a credit note, are set off.

    Parts with the same account and dimensions go against each other first, then those with the same account and
    economic class, then those of the same economic class; what finds none of these is taken from all in proportion.
    """
    left = [abs(part.balance) for part in parts]
    rest = [abs(other.balance) for other in others]
    for same in (_exact, _account_and_class, _class):
        for place, other in enumerate(others):
            alike = [number for number, part in enumerate(parts) if same(part) == same(other)]
            for number in alike:
                taken = min(left[number], rest[place])
                left[number] -= taken
                rest[place] -= taken
    beyond = min(sum(rest, ZERO), sum(left, ZERO))
    return [one - share for one, share in zip(left, allot(left, beyond), strict=True)]


def _exact(item):
    return item.code, item.dims


def _account_and_class(item):
    return item.code, item.dims.economic


def _class(item):
    return item.dims.economic


def expand_after(parts, spans, earlier):
    """Return the stretches ``spans`` of a traced line as items, each with its share of what ``earlier`` matches left.

    :param earlier: matches that come before, pairs: their stretches, and the items set off (None: a payment)
    """
    weights, gone, paid = [abs(part.balance) for part in parts], [], []
    for stretches, others in earlier:
        if others is None:
            paid.append(stretches)
            continue
        shares = [allot_spans(weights, _without(gone, one)) for one in paid]
        for taken in shares:
            weights = [weight - share for weight, share in zip(weights, taken, strict=True)]
        there = [replace(part, balance=weight) for part, weight in zip(parts, weights, strict=True)]
        weights = set_off(there, others)
        gone += [stretch for one in [*paid, stretches] for stretch in one]
        paid = []
    return [
        replace(part, balance=share if part.balance > 0 else -share)
        for part, share in zip(parts, allot_spans(weights, _without(gone, spans)), strict=True)
        if share
    ]


def _without(gone, spans):
    """Return ``spans`` as they lie when the stretches ``gone`` are cut out of the line."""

    def place(point):
        return point - sum((min(max(point - start, ZERO), stop - start) for start, stop in gone), ZERO)

    return [(place(start), place(stop)) for start, stop in spans]
