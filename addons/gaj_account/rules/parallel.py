"""The budget entry that goes with a financial entry (平行记账). Amounts are ``Decimal`` yuan.

Source: Government Accounting System (政府会计制度——行政事业单位会计科目和报表, 财会〔2017〕25号), general notes: what
moves cash of the department budget is booked in budget accounting as well, on the day of the cash.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date

from .allotment import ZERO
from .flow import Dimensions, Kind, cover_others, flow, moved, uncovered_others

EXPENDITURE = "7"
BASIC = Dimensions(nature="basic")
FUNDING_KEPT = ("6001", EXPENDITURE)
ACCUMULATED = "3001"
#: Income, expenses, the surplus of the year and adjustments: an entry with one of these opens no balances.
OF_A_YEAR = ("33", "35", "4", "5")


@dataclass(frozen=True)
class Rule:
    """Which budget account a part of an entry uses; of an ordered list the first that fits holds.

    Codes are beginnings of codes of accounts: ``with_codes`` some line of the entry, ``line_codes`` the part itself,
    ``fund_codes`` the money that paid. Empty: no condition. ``record`` is what the caller knows the rule by.
    """

    name: str
    code: str
    receipt: bool = False
    entity: str | None = None
    with_codes: tuple = ()
    line_codes: tuple = ()
    fund_codes: tuple = ()
    process: object = None
    valid_from: date | None = None
    valid_to: date | None = None
    record: object = None

    def fits(self, setting, item, codes, fund=None):
        """Return whether this rule holds for ``item`` of an entry with accounts ``codes``, paid with ``fund``."""
        day = setting.day
        return (
            (not self.entity or self.entity == setting.entity)
            and (not self.valid_from or not day or self.valid_from <= day)
            and (not self.valid_to or not day or day <= self.valid_to)
            and (not self.process or self.process == (item.process or setting.process))
            and (not self.line_codes or item.code.startswith(self.line_codes))
            and (not self.with_codes or any(code.startswith(self.with_codes) for code in codes))
            and (not self.fund_codes or fund is None or fund.startswith(self.fund_codes))
        )


@dataclass(frozen=True)
class Setting:
    """The unit and the day: which rules hold, and the dimensions where no line says any."""

    entity: str = "administrative"
    day: date | None = None
    process: object = None
    rules: tuple = ()
    defaults: Dimensions = BASIC


@dataclass(frozen=True)
class Booking:
    """One line of a budget entry: ``balance`` is debit less credit."""

    code: str
    balance: object
    line: object
    dims: Dimensions


@dataclass(frozen=True)
class Open:
    """``amount`` of money ``kind`` given (negative: received) over the traced ``line``: its match says what for."""

    kind: Kind
    line: object
    amount: object


@dataclass(frozen=True)
class Problem:
    """Why there is no answer: a ``reason`` known to the caller, the line and its account, the kind and the amount."""

    reason: str
    line: object = None
    code: str = ""
    kind: str = ""
    amount: object = ZERO


@dataclass(frozen=True)
class Outcome:
    """Bookings of the budget entry (none: no entry needed), what waits for a match, the first problem, the steps."""

    bookings: tuple = ()
    opens: tuple = ()
    problem: Problem | None = None
    steps: tuple = ()


def derive(items, setting):
    """Return the :class:`Outcome` for the ``items`` of one financial entry.

    A problem means that no budget entry may be made; then ``bookings`` is empty.
    """
    if not any(item.role == "fund" and item.balance for item in items):
        if uncovered := uncovered_others(items):
            return Outcome(problem=_others_problem(items, uncovered[0].amount))
        return Outcome(steps=(("no_fund", ()),))
    book = _Book(items, setting)
    if opening := opening_line(items, setting):
        book.take_opening(opening)
        return book.outcome()
    for portion in flow(items, book.is_bearer):
        book.take(portion)
    return book.outcome()


def opening_line(items, setting):
    """Return the item on accumulated surplus of an entry that opens balances, None for any other entry.

    Such an entry has accumulated surplus, money received and a rule for both, but no income, expense or prior-year
    adjustment. Its other balances (loans, debts, wages) are opening balances too.
    """
    if any(item.code.startswith(OF_A_YEAR) for item in items):
        return None
    return next(
        (item for item in items if item.code.startswith(ACCUMULATED) and _opening_rule(item, items, setting)), None
    )


def _opening_rule(item, items, setting, fund=None):
    codes = frozenset(one.code for one in items)
    for rule in setting.rules:
        if rule.receipt and item.code.startswith(rule.line_codes or ("-",)) and rule.fits(setting, item, codes, fund):
            return rule
    return None


def _others_problem(items, amount):
    item = next(item for item in items if item.role == "nonbudget" and item.balance)
    return Problem("others", item.line, item.code, amount=amount)


class _Book:
    """Collects what the portions of one entry come to."""

    def __init__(self, items, setting):
        self.items, self.setting = items, setting
        self.codes = frozenset(item.code for item in items)
        self.sums, self.opens = defaultdict(lambda: ZERO), defaultdict(lambda: ZERO)
        self.problem, self.steps = None, []
        self.steps += [("moved", (kind.code, amount)) for kind, amount in moved(items).items() if kind.line is None]
        self.funds = {}
        for item in items:
            if item.role == "fund":
                self.funds.setdefault(item.budget, item)
        others = sum((item.balance for item in items if item.role == "nonbudget"), ZERO)
        if others:
            self.steps.append(("others", (others,)))

    def is_bearer(self, item):
        """Return whether a rule names the account of ``item``, which has no part in the budget by itself."""
        return bool(self._rule(item, item.balance < 0, named=True))

    def _rule(self, item, receipt, fund=None, named=False, own=False):
        """Return the first rule for ``item``; ``named``: one that names its account, ``own``: as the part it is for."""
        for rule in self.setting.rules:
            if rule.receipt != receipt or (own and not rule.line_codes):
                continue
            if named and not item.code.startswith(rule.line_codes + rule.with_codes):
                continue
            if rule.fits(self.setting, item, item.codes or self.codes, fund):
                return rule
        return None

    def take(self, portion):
        """Book ``portion`` if it moves money of the budget."""
        giver, taker = portion.giver, portion.taker
        kinds = [side for side in (giver, taker) if isinstance(side, Kind)]
        real = [kind for kind in kinds if kind.line is None]
        if not kinds:
            item = giver or taker
            self._fail(Problem("others", item.line, item.code, amount=portion.amount))
        elif len(kinds) == 1 and real:
            self._take_bearer(real[0], giver if taker is real[0] else taker, portion.amount, taker is real[0])
        elif len(real) == 2:
            self._pass_on(giver, taker, portion.amount)
        elif real:
            traced = next(kind for kind in kinds if kind.line is not None)
            self.opens[real[0], traced.line] += portion.amount if real[0] is giver else -portion.amount

    def take_opening(self, opening):
        """Book all money of an entry that opens balances, less money of others, as accumulated balances."""
        kinds = moved(self.items)
        for portion in cover_others(self.items, kinds):
            if None in (portion.giver, portion.taker):
                self.take(portion)
        for kind, amount in kinds.items():
            if kind.line is not None or not amount:
                continue
            rule = _opening_rule(opening, self.items, self.setting, kind.code)
            if not rule:
                self._fail(Problem("no_account", opening.line, opening.code, kind.code, abs(amount)))
                continue
            dims = replace(self._dims(opening.dims, kind.code), economic=None)
            self.sums[rule.code, opening.line, dims] += amount
            self.sums[kind.code, self.funds[kind.code].line, dims] -= amount
            self._tell_booked(opening, rule.code, kind, amount, rule)

    def _take_bearer(self, kind, item, amount, receipt):
        if item is None:
            self._fail(
                Problem("no_counterpart", self.funds[kind.code].line, self.funds[kind.code].code, kind.code, amount)
            )
            return
        code, rule = self._account(item, receipt, kind.code)
        if not code:
            self._fail(Problem("no_account", item.line, item.code, kind.code, amount))
            return
        dims = self._dims(item.dims, kind.code)
        for what in self._missing(code, dims):
            self._fail(Problem(what, item.line, item.code, kind.code, amount))
        if not code.startswith(EXPENDITURE):
            dims = replace(dims, economic=None)
        sign = -1 if receipt else 1
        self.sums[code, item.line, dims] += sign * amount
        self.sums[kind.code, self.funds[kind.code].line, replace(dims, economic=None)] -= sign * amount
        self._tell_booked(item, code, kind, sign * amount, rule)

    def _tell_booked(self, item, code, kind, amount, rule):
        which = (rule.name, rule.record) if rule else (None, None)
        self.steps.append(("booked", (item.code, item.line, code, kind.code, amount, *which)))

    def _account(self, item, receipt, fund):
        """Return the code of the budget account of ``item``, and the rule that says so."""
        if item.role == "none":
            rule = self._rule(item, receipt, fund, named=True)
        else:
            rule = self._rule(item, receipt, fund, own=True)
            if item.role == "income" and not rule:
                return item.budget, None
            if not rule:
                rule = self._rule(item, False, fund)
        return (rule.code, rule) if rule else (None, None)

    def _pass_on(self, giver, taker, amount):
        for kind, signed in ((taker, amount), (giver, -amount)):
            dims = self._dims(Dimensions(), kind.code)
            for what in self._missing(kind.code, dims):
                self._fail(Problem(what, self.funds[kind.code].line, self.funds[kind.code].code, kind.code, amount))
            self.sums[kind.code, self.funds[kind.code].line, replace(dims, economic=None)] += signed
        self.steps.append(("passed", (giver.code, taker.code, amount)))

    def _dims(self, dims, fund):
        return dims.filled_from(self.funds[fund].dims).filled_from(self.setting.defaults)

    def _missing(self, code, dims):
        if not code.startswith(FUNDING_KEPT):
            return []
        needed = {
            "no_economic": code.startswith(EXPENDITURE) and not dims.economic,
            "no_functional": not dims.functional,
        }
        return [reason for reason, is_missing in (needed | {"no_funding": not dims.funding}).items() if is_missing]

    def _fail(self, problem):
        self.problem = self.problem or problem

    def outcome(self):
        opens = tuple(Open(kind, line, amount) for (kind, line), amount in self.opens.items() if amount)
        steps = [*self.steps, *(("open", (one.kind.code, one.line, one.amount)) for one in opens)]
        if self.problem:
            return Outcome(opens=opens, problem=self.problem, steps=tuple(steps))
        bookings = [Booking(code, balance, line, dims) for (code, line, dims), balance in self.sums.items() if balance]
        if not bookings and not opens:
            steps.append(("nothing_left", ()))
        return Outcome(tuple(sorted(bookings, key=lambda one: one.balance < 0)), opens, None, tuple(steps))
