"""What the money of one entry was paid for: the flow from those who give to those who get. Amounts are ``Decimal`` yuan."""

from collections import defaultdict
from dataclasses import dataclass, replace

from .allotment import ZERO, allot, allot_spans, matrix, spread

OWN_MONEY = "800102"
VAT = "2101"
ASSETS = ("13", "16", "17", "18")
#: Accounts that are the other side of an asset's value without any money: what is worn off, allocated or donated.
NO_MONEY = {"1602": "1601", "1702": "1701", "1802": "1801", "1832": "1831", "3401": ASSETS, "4603": ASSETS}


@dataclass(frozen=True)
class Dimensions:
    """What the Government Accounting System asks for beside the account; each may be unknown (None)."""

    economic: object = None
    functional: object = None
    nature: str | None = None
    project: object = None
    funding: str | None = None

    def filled_from(self, other):
        """Return these dimensions, the unknown ones taken from ``other``; nature and project only together."""
        source = self if self.nature else other
        return Dimensions(
            self.economic or other.economic,
            self.functional or other.functional,
            source.nature,
            source.project,
            self.funding or other.funding,
        )


@dataclass(frozen=True)
class Item:
    """One line of a financial entry, or a part of one: ``balance`` is debit less credit."""

    line: object
    code: str
    role: str
    balance: object
    budget: str | None = None
    dims: Dimensions = Dimensions()
    codes: frozenset | None = None
    process: object = None


@dataclass(frozen=True)
class Kind:
    """Money of one kind: a budget account such as 800102, or (``line`` set) the debt or claim on one traced line."""

    code: str
    line: object = None


@dataclass(frozen=True)
class Portion:
    """``amount`` (> 0) goes from ``giver`` to ``taker``: each a kind of money, an item, or None where nobody is known."""

    giver: object
    taker: object
    amount: object


def kind_of(item):
    """Return the kind of money that ``item`` (role fund or traced) moves."""
    return Kind(item.budget) if item.role == "fund" else Kind(item.code, item.line)


def moved(items):
    """Return how much of each kind of money was given (negative: received), without those that come to nothing."""
    sums = defaultdict(lambda: ZERO)
    for item in items:
        if item.role in ("fund", "traced"):
            sums[kind_of(item)] -= item.balance
    return {kind: amount for kind, amount in sums.items() if amount}


def flow(items, is_bearer):
    """Return the portions of an entry.

    Expenses, purchases and income carry the money given or received, in proportion; an account without part in the
    budget carries what they do not explain if ``is_bearer(item)`` says so. What kinds of money give and nobody carries
    went from one kind to another.

    :return: list of :class:`Portion`; money of others is covered first, and what cannot be has ``None`` on the other side
    """
    kinds = moved(items)
    portions = cover_others(items, kinds)
    items = _without_moneyless(items)
    bearers = _with_vat(_net([item for item in items if item.role in ("spend", "income")]))
    spare = [item for item in items if item.role == "none" and item.balance and is_bearer(item)]
    given = {kind: amount for kind, amount in kinds.items() if amount > 0}
    taken = {kind: -amount for kind, amount in kinds.items() if amount < 0}
    debits, credits_ = ([i for i in bearers if i.balance > 0], [i for i in bearers if i.balance < 0])
    spare_in, spare_out = ([i for i in spare if i.balance > 0], [i for i in spare if i.balance < 0])
    passed = min(_left(given, debits, spare_in), _left(taken, credits_, spare_out))
    if passed > 0:
        portions += _pass_on(given, taken, passed)
    for kind, item, amount in _carry(given, debits, spare_in):
        portions.append(Portion(kind, item, amount))
    for kind, item, amount in _carry(taken, credits_, spare_out):
        portions.append(Portion(item, kind, amount))
    return portions


def parts_of(items, line, is_bearer):
    """Return what stands behind the traced ``line`` of an entry: items whose balances add up to minus the line's.

    They take the line's place in the entry that pays it.
    """
    codes = frozenset(item.code for item in items)
    parts = []
    for portion in flow(items, is_bearer):
        if isinstance(portion.giver, Kind) and portion.giver.line == line:
            other, amount = portion.taker, portion.amount
        elif isinstance(portion.taker, Kind) and portion.taker.line == line:
            other, amount = portion.giver, -portion.amount
        else:
            continue
        parts.append(_as_item(other, amount, items, codes))
    return parts


def expand(parts, spans):
    """Return the stretches ``spans`` of a traced line as items, each with its share of ``parts``."""
    shares = allot_spans([abs(part.balance) for part in parts], spans)
    return [
        replace(part, balance=share if part.balance > 0 else -share)
        for part, share in zip(parts, shares, strict=True)
        if share
    ]


def uncovered_others(items):
    """Return the money of others that an entry without money of the budget leaves uncovered, as portions."""
    return [one for one in cover_others(items, moved(items)) if one.giver is None or one.taker is None]


def cover_others(items, kinds):
    """Take money of others out of ``kinds``: from own money first, the rest from debts; return the portions of debts.

    Debts count net: a debt that the same entry both takes on and pays covers nothing.
    """
    others = [item for item in items if item.role == "nonbudget"]
    owed = sum((item.balance for item in others), ZERO)
    if not owed:
        return []
    sign = 1 if owed > 0 else -1
    item = replace(others[0], balance=owed)
    portions, rest = [], abs(owed)
    own = Kind(OWN_MONEY)
    covered = min(rest, max(ZERO, sign * kinds.get(own, ZERO)))
    if covered:
        rest -= covered
        kinds[own] -= sign * covered
    debts = [kind for kind, amount in kinds.items() if kind.line is not None and sign * amount > 0]
    net = sign * sum((amount for kind, amount in kinds.items() if kind.line is not None), ZERO)
    from_debts = min(rest, max(ZERO, net))
    for kind, share in zip(debts, allot([abs(kinds[kind]) for kind in debts], from_debts), strict=True):
        kinds[kind] -= sign * share
        portions.append(_direction(sign, kind, item, share))
    if rest > from_debts:
        portions.append(_direction(sign, None, item, rest - from_debts))
    return [portion for portion in portions if portion.amount]


def _direction(sign, giver, taker, amount):
    return Portion(giver, taker, amount) if sign > 0 else Portion(taker, giver, amount)


def _without_moneyless(items):
    """Return ``items`` less the value of assets that came or went without money, as far as it can be told."""
    items = list(items)
    for place, item in enumerate(items):
        against = next((codes for code, codes in NO_MONEY.items() if item.code.startswith(code)), None)
        if not against:
            continue
        left = item.balance
        for other, one in enumerate(items):
            if one.role == "spend" and one.code.startswith(against) and one.balance * left < 0:
                taken = min(abs(left), abs(one.balance)) * (1 if left > 0 else -1)
                left -= taken
                items[other] = replace(one, balance=one.balance + taken)
        items[place] = replace(item, balance=left)
    return items


def _net(items):
    """Return ``items`` with those of the same account and dimensions as one, in the order of the first ones."""
    groups = defaultdict(list)
    for item in items:
        groups[item.code, item.role, item.budget, item.dims, item.codes, item.process].append(item)
    result = []
    for group in groups.values():
        if len({item.balance > 0 for item in group}) == 1:
            result += group
            continue
        total = sum(item.balance for item in group)
        largest = max(group, key=lambda item: abs(item.balance) if (item.balance > 0) == (total > 0) else ZERO)
        result.append(replace(largest, balance=total))
    return [item for item in result if item.balance]


def _with_vat(bearers):
    """Return ``bearers`` with value-added tax added to those it belongs to, in proportion; alone it stays as it is.

    Source: Government Accounting System, 2101 应交增值税: budget income and expenditure include the tax received or paid.
    """
    result = list(bearers)
    for vat in [item for item in bearers if item.code.startswith(VAT) and not item.dims.economic]:
        places = [
            place
            for place, item in enumerate(result)
            if item.balance * vat.balance > 0 and not (item.code.startswith(VAT) and not item.dims.economic)
        ]
        if not places:
            continue
        sign = 1 if vat.balance > 0 else -1
        shares = spread([abs(result[place].balance) for place in places], abs(vat.balance))
        for place, share in zip(places, shares, strict=True):
            result[place] = replace(result[place], balance=result[place].balance + sign * share)
        result.remove(vat)
    return result


def _left(kinds, bearers, spare):
    return sum(kinds.values(), ZERO) - sum((abs(item.balance) for item in [*bearers, *spare]), ZERO)


def _pass_on(given, taken, passed):
    """Take ``passed`` out of both sides, in proportion; return the portions from kind to kind."""
    rows, columns = _take(given, passed), _take(taken, passed)
    return [
        Portion(giver, taker, amount)
        for (giver, _given), row in zip(rows, matrix([a for _k, a in rows], [a for _k, a in columns]), strict=True)
        for (taker, _taken), amount in zip(columns, row, strict=True)
        if amount
    ]


def _take(kinds, amount):
    shares = list(zip(list(kinds), allot(list(kinds.values()), amount), strict=True))
    for kind, share in shares:
        kinds[kind] -= share
    return shares


def _carry(kinds, bearers, spare):
    """Return (kind, bearer, amount) for all of ``kinds``: bearers in proportion, spare ones for what goes beyond them."""
    total = sum(kinds.values(), ZERO)
    if not total:
        return []
    size = sum((abs(item.balance) for item in bearers), ZERO)
    beyond = max(ZERO, total - size)
    if not spare:
        beyond = total if not bearers else ZERO
    carried = []
    for group, amount in ((bearers, total - beyond), (spare, beyond)):
        if amount and group:
            carried += zip(group, spread([abs(item.balance) for item in group], amount), strict=True)
    if not bearers and not spare:
        carried = [(None, total)]
    givers = [(kind, amount) for kind, amount in kinds.items() if amount]
    rows = matrix([amount for _kind, amount in givers], [share for _item, share in carried])
    return [
        (kind, item, amount)
        for (kind, _amount), row in zip(givers, rows, strict=True)
        for (item, _share), amount in zip(carried, row, strict=True)
        if amount
    ]


def _as_item(other, amount, items, codes):
    """Return what stands behind a traced line as an item of ``amount``."""
    if other is None:
        return Item(None, "", "none", amount, codes=codes)
    if isinstance(other, Item):
        return replace(other, balance=amount, codes=other.codes or codes)
    source = next(item for item in items if item.role in ("fund", "traced") and kind_of(item) == other)
    return replace(source, balance=amount, codes=codes)
