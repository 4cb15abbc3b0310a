"""The year-end closing of both ledgers (年末结转). Amounts are ``Decimal`` yuan, debit positive, credit negative.

Source: Government Accounting System for administrative units and public institutions, the year-end paragraphs of
accounts 3301, 3302, 3401, 3501, 8101, 8102, 8201, 8202, 8301, 8401, 8501 and 8701
(政府会计制度——行政事业单位会计科目和报表, 财会〔2017〕25号, in force since 2019-01-01).

A closing is always planned from the balances *without* its own entries, and what is booked already is taken off. So a
closing repeated after a late entry books the difference only, and leaves what a single closing would have left.
"""

from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

ZERO = Decimal(0)

SURPLUS = "3301"  # 本期盈余
DISTRIBUTION = "3302"  # 本年盈余分配
ACCUMULATED = "3001"  # 累计盈余
SPECIAL_FUND = "3101"  # 专用基金
FISCAL_RESULT = "810102"  # 财政拨款结转—本年收支结转
FISCAL_TOTAL = "810103"  # 财政拨款结转—累计结转
FISCAL_SURPLUS_TOTAL = "810203"  # 财政拨款结余—累计结余
EARMARKED_RESULT = "820102"  # 非财政拨款结转—本年收支结转
EARMARKED_TOTAL = "820103"  # 非财政拨款结转—累计结转
NONFISCAL_TOTAL = "820203"  # 非财政拨款结余—累计结余
SPECIAL_BALANCE = "8301"  # 专用结余
OPERATING = "8401"  # 经营结余
OTHER = "8501"  # 其他结余
APPROPRIATION = "8701"  # 非财政拨款结余分配

TOTALS = {"8101": FISCAL_TOTAL, "8102": FISCAL_SURPLUS_TOTAL, "8201": EARMARKED_TOTAL, "8202": NONFISCAL_TOTAL}
"""Carry-forwards and surpluses, with the account in which all their other sub-accounts end each year."""

PLANNED = ("3001", "3101", "3301", "3302", "3401", "3501", "4", "5", "6", "7", "8101", "8102", "8201", "8202")
PLANNED += ("8301", "8401", "8501", "8701")
"""Beginnings of the codes of all accounts that a closing looks at."""

EMPTY_AFTER = ("1902", "3301", "3302", "3401", "3501", "4", "5", "6", "7", "8501", "8701")
"""Beginnings of the codes of the accounts that have no balance after the closing."""


class Dims(NamedTuple):
    """What a line in the budget ledger says beside its account: names, keys or nothing."""

    source: object = None
    nature: object = None
    project: object = None
    function: object = None
    economic: object = None


class Line(NamedTuple):
    """A balance, or a line of an entry: account code, dimensions, amount."""

    code: str
    dims: Dims
    amount: Decimal


class Step(NamedTuple):
    """One entry of the closing: its name and its lines, which add up to nothing."""

    key: str
    lines: tuple


class Plan(NamedTuple):
    """The entries of a closing and what it comes to."""

    steps: tuple
    surplus: Decimal
    budget_surplus: Decimal
    distributable: Decimal
    """Non-fiscal surplus of the year before special funds are taken from it."""


NO_DIMS = Dims()


def ledger_of(code):
    """Return which ledger an account belongs to: the classes 6, 7 and 8 are budget accounting."""
    return "budget" if code[:1] in "678" else "financial"


def plan(balances, institution, special_fund=ZERO):
    """Return the :class:`Plan` of closing a year.

    :param balances: a :class:`Line` per account and dimensions, at the year's end, without this closing's own entries
    :param institution: whether the unit is a public institution (事业单位), not an administrative unit (行政单位)
    :param special_fund: yuan that a public institution takes from its surplus into special funds (提取专用基金)
    """
    books = _Books(balances)
    surplus, budget_surplus = -books.total("4", "5"), -books.total("6", "7")
    books.transfer("income", ("4",), SURPLUS)
    books.transfer("expense", ("5",), SURPLUS)
    books.transfer("surplus", (SURPLUS,), DISTRIBUTION)
    books.transfer("budget_income", ("6",), _balance_account)
    books.transfer("budget_expenditure", ("7",), _balance_account)
    distributable = ZERO
    if institution:
        distributable = _appropriate(books, special_fund)
    else:
        books.transfer("other_surplus", (OTHER,), NONFISCAL_TOTAL)
    books.transfer("appropriation", (APPROPRIATION,), NONFISCAL_TOTAL)
    books.transfer("distribution", (DISTRIBUTION,), ACCUMULATED)
    books.transfer("allocation", ("3401",), ACCUMULATED)
    books.transfer("prior_year", ("3501",), ACCUMULATED)
    books.transfer("accumulate", tuple(TOTALS), _total_account)
    return Plan(tuple(books.steps), surplus, budget_surplus, distributable)


def _appropriate(books, special_fund):
    """Bring a public institution's surplus to 8701; return what could be taken into special funds.

    A loss of operations stays on 8401 until later years make up for it.
    """
    books.transfer("other_surplus", (OTHER,), APPROPRIATION)
    if books.total(OPERATING) < 0:
        books.transfer("operating_surplus", (OPERATING,), APPROPRIATION)
    distributable = -books.total(APPROPRIATION)
    if special_fund:
        for key, giver, taker in (
            ("special_fund", DISTRIBUTION, SPECIAL_FUND),
            ("special_balance", APPROPRIATION, SPECIAL_BALANCE),
        ):
            books.book(key, [Line(giver, NO_DIMS, special_fund), Line(taker, NO_DIMS, -special_fund)])
    return distributable


def _balance_account(code, dims):
    """Return where a budget income or expenditure ends: by the kind of activity, then by the source of its money."""
    if code.startswith(("6401", "7301")):
        return OPERATING, NO_DIMS
    if code.startswith("6001") or dims.source == "fiscal":
        return FISCAL_RESULT, dims._replace(source="fiscal", economic=None)
    if dims.source == "nonfiscal_special":
        return EARMARKED_RESULT, dims._replace(economic=None)
    return OTHER, NO_DIMS


def _total_account(code, dims):
    return TOTALS[code[:4]], dims._replace(economic=None)


class _Books:
    """Balances while the closing goes on; each transfer is booked at once, so that the next one sees it."""

    def __init__(self, balances):
        self.steps = []
        self.balances = defaultdict(lambda: ZERO)
        for code, dims, amount in balances:
            self.balances[code, dims if ledger_of(code) == "budget" else NO_DIMS] += amount

    def total(self, *beginnings):
        return sum((amount for (code, _dims), amount in self.balances.items() if code.startswith(beginnings)), ZERO)

    def transfer(self, key, beginnings, target):
        """Empty the accounts whose codes begin so into ``target``: a code, or a function of code and dimensions."""
        find = target if callable(target) else lambda code, dims: (target, NO_DIMS)
        emptied, filled = [], defaultdict(lambda: ZERO)
        for (code, dims), amount in sorted(self.balances.items(), key=_order):
            if amount and code.startswith(beginnings) and find(code, dims) != (code, dims):
                emptied.append(Line(code, dims, -amount))
                filled[find(code, dims)] += amount
        # what comes back to a place just emptied leaves one line there, and none if nothing is left
        self.book(key, [*emptied, *(Line(code, dims, amount) for (code, dims), amount in filled.items())])

    def book(self, key, lines):
        lines = _merged(lines)
        if lines:
            self.steps.append(Step(key, lines))
        for code, dims, amount in lines:
            self.balances[code, dims] += amount


def _order(item):
    code, dims = item[0]
    return code, tuple(str(value or "") for value in dims)


def _merged(lines):
    totals = defaultdict(lambda: ZERO)
    for code, dims, amount in lines:
        totals[code, dims] += amount
    return tuple(Line(code, dims, amount) for (code, dims), amount in totals.items() if amount)


def difference(steps, booked):
    """Return the steps that are left to book.

    :param booked: ``{step key: [Line]}`` of the entries of this closing that stand in the books, red ones included
    """
    left = []
    planned = {step.key: step.lines for step in steps}
    for key in [*planned, *(key for key in booked if key not in planned)]:
        taken = [line._replace(amount=-line.amount) for line in booked.get(key, ())]
        if lines := _merged([*planned.get(key, ()), *taken]):
            left.append(Step(key, lines))
    return left


def not_empty(balances):
    """Return ``{code: amount}`` of the accounts that must have no balance after a closing, but have one."""
    totals = defaultdict(lambda: ZERO)
    for code, _dims, amount in balances:
        if code.startswith(EMPTY_AFTER):
            totals[code] += amount
    return {code: amount for code, amount in sorted(totals.items()) if amount}


def without_source(balances):
    """Return the codes of budget expenditure whose money has no known source, so that it cannot be closed."""
    return sorted(
        {
            code
            for code, dims, amount in balances
            if amount and code.startswith("7") and not code.startswith("7301") and not dims.source
        }
    )
