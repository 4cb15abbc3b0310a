"""Openings, value added tax, gifts and disposals, special funds and credit notes in the budget ledger."""

from decimal import Decimal

import pytest
from gaj_account_rules.flow import parts_of
from gaj_account_rules.parallel import Rule
from gaj_account_rules.setoff import expand_after

from support.budget_entries import RULES, budget, entry

OPENING = (
    Rule("appropriations", "810103", receipt=True, line_codes=("3001",), fund_codes=("800101", "800103")),
    Rule("own money", "820203", receipt=True, line_codes=("3001",)),
    *RULES,
)


@pytest.mark.parametrize(
    ("financial", "expected"),
    [
        ("Dr 1002 200, Cr 2501 50, Cr 3001 150", "Dr 800102 200.00, Cr 820203 200.00"),
        ("Dr 1002 200, Cr 2302 150, Cr 230701 90, Dr 3001 40", "Dr 800102 200.00, Cr 820203 200.00"),
        ("Dr 1002 200, Cr 230702 50, Cr 3001 150", "Dr 800102 150.00, Cr 820203 150.00"),
        (
            "Dr 1002 5, Dr 1201 7, Cr 3001 12",
            "Dr 800102 5.00, Dr 800103 7.00, Cr 820203 5.00, Cr 810103 7.00",
        ),
        ("Dr 1201 7, Cr 230702 7, Dr 3001 1, Cr 3001 1", "? others 230702"),
        ("Dr 1002 200, Cr 4604 150, Cr 3001 50", "Dr 800102 200.00, Cr 6609 150.00, Cr 820203 50.00"),
        ("Dr 160102 200, Cr 3001 200", "-"),
    ],
)
def test_an_opening_entry_brings_all_its_money_in(financial, expected):
    assert sorted(budget(financial, rules=OPENING).split(", ")) == sorted(expected.split(", "))


@pytest.mark.parametrize(
    ("financial", "expected"),
    [
        ("Dr 1002 113, Cr 4101 100, Cr 2101 13", "Dr 800102 113.00, Cr 6101 113.00"),
        ("Dr 5201 [30201] 100, Dr 2101 13, Cr 1002 113", "Dr 7301 [30201] 113.00, Cr 800102 113.00"),
        (
            "Dr 5201 [30201] 100, Dr 5101 [30202] 200, Dr 2101 0.01, Cr 1002 300.01",
            "Dr 7301 [30201] 100.00, Dr 7201 [30202] 200.01, Cr 800102 300.01",
        ),
        ("Dr 2101 [30240] 13, Cr 1002 13", "Dr 7201 [30240] 13.00, Cr 800102 13.00"),
        ("Dr 2101 13, Cr 1002 13", "? no_economic 2101"),
    ],
)
def test_value_added_tax_goes_with_its_line(financial, expected):
    assert budget(financial, entity="institution") == expected


@pytest.mark.parametrize(
    ("financial", "expected"),
    [
        (
            "Dr 5001 [30201] 100, Dr 5901 [30299] 20, Cr 1002 120",
            "Dr 7101 [30201] 100.00, Dr 7901 [30299] 20.00, Cr 800102 120.00",
        ),
        (
            "Dr 5001 [30201] 100, Dr 190201 [30299] 20, Cr 1002 120",
            "Dr 7101 [30201] 100.00, Dr 7901 [30299] 20.00, Cr 800102 120.00",
        ),
        (
            "Dr 160105 [31002] 25600, Cr 3401 25000, Dr 5001 [30201] 50, Cr 1002 650",
            "Dr 7901 [31002] 600.00, Dr 7101 [30201] 50.00, Cr 800102 650.00",
        ),
    ],
)
def test_only_the_parts_for_gifts_and_disposals_are_other_expenditure(financial, expected):
    assert budget(financial) == expected


def test_what_is_paid_from_special_funds_lowers_the_special_surplus():
    rules = (Rule("special funds", "8301", entity="institution", line_codes=("3101",)), *RULES)
    text = "Dr 3101 10, Cr 1002 10"
    assert budget(text, rules=rules, entity="institution") == "Dr 8301 10.00, Cr 800102 10.00"
    assert budget(text, rules=rules) == "? no_counterpart 1002"


def parts(text, line):
    items = entry(text)
    return parts_of(items, line, lambda _item: False)


def spans(*pairs):
    return [(Decimal(start), Decimal(stop)) for start, stop in pairs]


BILL = "Dr 160102 [31002] 57000, Dr 5001 [30211] 3000, Cr 2302 60000", "3"


@pytest.mark.parametrize(
    ("note", "left"),
    [
        ("Dr 2302 6000, Cr 160102 [31002] 6000", {"31002": 51000, "30211": 3000}),
        ("Dr 2302 6000, Cr 5001 [31002] 6000", {"31002": 51000, "30211": 3000}),
        ("Dr 2302 6000, Cr 5001 [30211] 6000", {"31002": 54000}),
        ("Dr 2302 6000, Cr 5001 [30201] 6000", {"31002": 51300, "30211": 2700}),
    ],
)
def test_a_credit_note_goes_against_its_own_class_first(note, left):
    items = expand_after(parts(*BILL), spans((6000, 60000)), [(spans((0, 6000)), parts(note, "1"))])
    assert {item.dims.economic: item.balance for item in items} == left


def test_what_was_paid_before_the_credit_note_stays():
    note = parts("Dr 2302 6000, Cr 160102 [31002] 6000", "1")
    earlier = [(spans((0, 20000)), None), (spans((20000, 26000)), note)]
    first = expand_after(parts(*BILL), spans((0, 20000)), [])
    second = expand_after(parts(*BILL), spans((26000, 60000)), earlier)
    assert [item.balance for item in first] == [19000, 1000]
    assert [item.balance for item in second] == [32000, 2000]
