"""Financial entries written as text, and the budget entries that the rules make of them, as text."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from gaj_account_rules.allotment import free_spans
from gaj_account_rules.flow import Dimensions, Item, expand, parts_of
from gaj_account_rules.parallel import Rule, Setting, derive

FUNDS = {
    "1001": "800102",
    "1002": "800102",
    "1011": "800101",
    "1021": "800102",
    "121801": "800102",
    "121809": "800102",
    "1201": "800103",
    "190202": "800102",
    "230706": "800102",
    "4001": "6001",
}
FISCAL = ("1011", "1201", "4001")
INCOME = {
    "4101": "6101",
    "4601": "6601",
    "4602": "6602",
    "4603": "6609",
    "4604": "6609",
    "4605": "6609",
    "4609": "6609",
}
TRACED = ("1212", "2302", "2502", "230701", "230704")
OTHERS = ("121802", "130202", "2103", "230702", "230703", "230705")
NONE = ("1602", "190201", "3")

RULES = (
    Rule("cash found", "6609", receipt=True, with_codes=("190201",)),
    Rule("operating", "7301", entity="institution", line_codes=("5201",)),
    Rule("gifts, allocations, disposals", "7901", line_codes=("3401", "5301", "5901", "190201")),
    Rule(
        "assets got by gift or allocation",
        "7901",
        with_codes=("3401", "4603", "190201"),
        line_codes=("13", "1601", "1611", "1613", "1701", "1703", "1801", "1811", "1821", "1831"),
    ),
    Rule("institution", "7201", entity="institution"),
    Rule("administrative unit", "7101"),
)
SETTING = Setting(
    "administrative", date(2026, 3, 1), rules=RULES, defaults=Dimensions(functional="2010303", nature="basic")
)
LINE = re.compile(r"(Dr|Cr) (\d+)(?: \[(\d+)\])? (-?[\d.]+)")


def role_of(code):
    """Return role and budget account of the account ``code``."""
    if code in FUNDS:
        return "fund", FUNDS[code]
    for roles, role in ((OTHERS, "nonbudget"), (TRACED, "traced"), (NONE, "none")):
        if code.startswith(roles):
            return role, None
    return ("income", INCOME.get(code)) if code.startswith("4") else ("spend", None)


def entry(text, name="", process=None):
    """Return the items of ``text`` such as ``Dr 5001 [30206] 100.00, Cr 1002 100.00``; their lines are numbered."""
    items = []
    for number, (side, code, economic, amount) in enumerate(LINE.findall(text), start=1):
        role, budget = role_of(code)
        funding = ("fiscal" if code in FISCAL else "other") if role == "fund" else None
        balance = Decimal(amount).quantize(Decimal("0.01")) * (1 if side == "Dr" else -1)
        dims = Dimensions(economic or None, funding=funding)
        items.append(Item(f"{name}{number}", code, role, balance, budget, dims, process=process))
    assert sum(item.balance for item in items) == 0, text
    return items


def outcome(text, **setting):
    """Return what the rules make of the entry in ``text``."""
    return derive(entry(text), replace(SETTING, **setting))


def written(outcome):
    """Return the budget entry of ``outcome`` as text, ``-`` for none, ``? reason`` for no answer."""
    if outcome.problem:
        return f"? {outcome.problem.reason} {outcome.problem.code}".strip()
    sums = {}
    for one in outcome.bookings:
        key = (one.balance < 0, one.code, one.dims.economic)
        sums[key] = sums.get(key, 0) + abs(one.balance)
    texts = [
        f"{'Cr' if is_credit else 'Dr'} {code}{f' [{economic}]' if economic else ''} {amount}"
        for (is_credit, code, economic), amount in sums.items()
    ]
    return ", ".join(texts) or "-"


def budget(text, **setting):
    """Return the budget entry of the financial entry in ``text``, as text."""
    return written(outcome(text, **setting))


def paid(bill, payments, **setting):
    """Return the budget entries of ``payments``, each matched with the traced line of ``bill`` on the same account."""
    bill, taken, texts = entry(bill, "bill "), {}, []
    setting = replace(SETTING, **setting)
    for payment in payments:
        items = []
        for item in entry(payment):
            if item.role != "traced":
                items.append(item)
                continue
            origin = next(one for one in bill if one.role == "traced" and one.code == item.code)
            spans = free_spans(taken.setdefault(origin.line, []), abs(item.balance))
            taken[origin.line] += spans
            items += expand(parts_of(bill, origin.line, lambda _item: False), spans)
        texts.append(written(derive(items, setting)))
    return texts
