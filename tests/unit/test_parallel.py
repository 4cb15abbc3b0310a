"""The budget entry that goes with each financial entry: every process, each exception, each refusal."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from gaj_account_rules.flow import Dimensions
from gaj_account_rules.parallel import Rule

from support.budget_entries import RULES, SETTING, budget, outcome, paid

PROCESSES = {
    "G1 computers bought by treasury payment": (
        "Dr 160102 [31002] 57600, Cr 4001 57600",
        "Dr 7101 [31002] 57600.00, Cr 6001 57600.00",
    ),
    "G2 quality deposit withheld": (
        "Dr 160102 [31002] 100000, Cr 4001 95000, Cr 230701 5000",
        "Dr 7101 [31002] 95000.00, Cr 6001 95000.00",
    ),
    "G3 received by allocation, with transport": (
        "Dr 160105 [31002] 25600, Cr 3401 25000, Cr 1002 600",
        "Dr 7901 [31002] 600.00, Cr 800102 600.00",
    ),
    "G4 same, fully depreciated": (
        "Dr 160105 [31002] 10000, Cr 160205 10000, Dr 5901 [30299] 200, Cr 1002 200",
        "Dr 7901 [30299] 200.00, Cr 800102 200.00",
    ),
    "G3 and G4 in one": (
        "Dr 160105 [31002] 10000, Cr 160205 4000, Cr 3401 6000, Dr 5901 [30299] 200, Cr 1002 200",
        "Dr 7901 [30299] 200.00, Cr 800102 200.00",
    ),
    "donated in kind and in money": (
        "Dr 160102 [31002] 5000, Dr 1002 1000, Cr 4603 6000",
        "Dr 800102 1000.00, Cr 6609 1000.00",
    ),
    "G5 donated, with freight": (
        "Dr 160102 [31002] 12300, Cr 4603 12000, Cr 1002 300",
        "Dr 7901 [31002] 300.00, Cr 800102 300.00",
    ),
    "X2 donated at nominal amount": ("Dr 160102 [31002] 1, Cr 4603 1", "-"),
    "X2 its freight": ("Dr 5901 [30299] 100, Cr 1002 100", "Dr 7901 [30299] 100.00, Cr 800102 100.00"),
    "G6 depreciation": ("Dr 5001 3400, Cr 160202 3400", "-"),
    "G7 found in a stocktake": ("Dr 160102 3600, Cr 190201 3600", "-"),
    "G7 approved": ("Dr 190201 3600, Cr 3501 3600", "-"),
    "G7 carried": ("Dr 3501 3600, Cr 3001 3600", "-"),
    "G8 missing": ("Dr 190201 5520, Dr 160202 240, Cr 160102 5760", "-"),
    "G8 approved": ("Dr 5301 5520, Cr 190201 5520", "-"),
    "G8 paid by the custodian": ("Dr 1002 1000, Cr 190202 1000", "-"),
    "G8 due to the treasury": ("Dr 190202 1000, Cr 2103 1000", "-"),
    "G8 remitted": ("Dr 2103 1000, Cr 1002 1000", "-"),
    "G9 removal": ("Dr 190202 50, Cr 1002 50", "-"),
    "X3 costs beyond proceeds": ("Dr 5301 [30299] 30, Cr 190202 30", "Dr 7901 [30299] 30.00, Cr 800102 30.00"),
    "G10 sold": ("Dr 5301 52500, Dr 160202 187500, Cr 160102 240000", "-"),
    "G10 price less fee": ("Dr 1002 68000, Cr 1002 2000, Cr 2103 66000", "-"),
    "X4 allocated out": ("Dr 3401 30000, Dr 160202 20000, Cr 160102 50000", "-"),
    "X4 its transport": ("Dr 5301 [30299] 400, Cr 1002 400", "Dr 7901 [30299] 400.00, Cr 800102 400.00"),
    "X5 donated out": (
        "Dr 5301 [30299] 30400, Dr 160202 20000, Cr 160102 50000, Cr 1002 400",
        "Dr 7901 [30299] 400.00, Cr 800102 400.00",
    ),
    "X6 into construction": ("Dr 1613 2400000, Dr 160201 600000, Cr 160101 3000000", "-"),
    "X6 works": ("Dr 1613 [31006] 500000, Cr 4001 500000", "Dr 7101 [31006] 500000.00, Cr 6001 500000.00"),
    "X6 replaced part": ("Dr 190201 100000, Cr 1613 100000", "-"),
    "X6 completed": ("Dr 160101 2800000, Cr 1613 2800000", "-"),
    "X7 repair": ("Dr 5001 [30213] 2000, Cr 4001 2000", "Dr 7101 [30213] 2000.00, Cr 6001 2000.00"),
    "G11 fuel card topped up": ("Dr 1214 [30231] 6000, Cr 4001 6000", "Dr 7101 [30231] 6000.00, Cr 6001 6000.00"),
    "G11 fuel used": ("Dr 5001 4200, Cr 1214 4200", "-"),
    "G12 bill": ("Dr 5001 [30231] 3500, Cr 2302 3500", "-"),
    "G13 insurance": ("Dr 1401 [30231] 4800, Cr 4001 4800", "Dr 7101 [30231] 4800.00, Cr 6001 4800.00"),
    "G13 a month of it": ("Dr 5001 400, Cr 1401 400", "-"),
    "G14 electricity, a part for others": (
        "Dr 5001 [30206] 18000, Dr 121802 12000, Cr 4001 18000, Cr 1002 12000",
        "Dr 7101 [30206] 18000.00, Cr 6001 18000.00",
    ),
    "G14 repaid": ("Dr 1002 12000, Cr 121802 12000", "-"),
    "X8 energy service": ("Dr 5001 [30206] 700, Cr 4001 700", "Dr 7101 [30206] 700.00, Cr 6001 700.00"),
    "G15 by official card": ("Dr 5001 [30217] 1280, Cr 230704 1280", "-"),
    "G15 the guest's share": ("Dr 1001 100, Cr 5001 [30217] 100", "Dr 800102 100.00, Cr 7101 [30217] 100.00"),
    "X9 meal fee for another": ("Dr 1001 100, Cr 230702 100", "-"),
    "X9 passed on": ("Dr 230702 100, Cr 1001 100", "-"),
    "G16 meeting": ("Dr 5001 [30215] 9000, Cr 4001 9000", "Dr 7101 [30215] 9000.00, Cr 6001 9000.00"),
    "G20 some of it comes back": ("Dr 4001 500, Cr 5001 [30215] 500", "Dr 6001 500.00, Cr 7101 [30215] 500.00"),
    "G17 staff advance": ("Dr 121801 3000, Cr 1002 3000", "-"),
    "G17 settled": (
        "Dr 5001 [30211] 2600, Dr 1001 400, Cr 121801 3000",
        "Dr 7101 [30211] 2600.00, Cr 800102 2600.00",
    ),
    "G18 deposit": ("Dr 1002 10000, Cr 230702 10000", "-"),
    "G18 returned": ("Dr 230702 10000, Cr 1002 10000", "-"),
    "X10 prepayment": ("Dr 1214 [31002] 20000, Cr 4001 20000", "Dr 7101 [31002] 20000.00, Cr 6001 20000.00"),
    "X10 bill": ("Dr 160102 [31002] 50000, Cr 1214 20000, Cr 2302 30000", "-"),
    "G21 interest": ("Dr 1002 86.40, Cr 4604 86.40", "Dr 800102 86.40, Cr 6609 86.40"),
    "X11 rent due to the treasury": ("Dr 1002 5000, Cr 2103 5000", "-"),
    "X11 remitted": ("Dr 2103 5000, Cr 1002 5000", "-"),
    "G19a custody": ("Dr 1002 50000, Cr 230703 50000", "-"),
    "G19b custody": ("Dr 230703 42000, Cr 230705 42000", "-"),
    "G19c custody": ("Dr 130202 36000, Cr 1002 36000", "-"),
    "G19d custody": ("Dr 230705 33500, Cr 130202 33500", "-"),
    "G19e rice": ("Dr 130201 [30106] 8000, Cr 4001 8000", "Dr 7101 [30106] 8000.00, Cr 6001 8000.00"),
    "G19f rice issued": ("Dr 5001 8000, Cr 130201 8000", "-"),
    "G19a own income": ("Dr 1002 50000, Cr 230706 50000", "-"),
    "G19b own income": ("Dr 230706 42000, Cr 4609 42000", "Dr 800102 42000.00, Cr 6609 42000.00"),
    "G19c own income": ("Dr 130201 [30106] 36000, Cr 1002 36000", "Dr 7101 [30106] 36000.00, Cr 800102 36000.00"),
    "X12 custody": ("Dr 230703 120, Cr 1002 120", "-"),
    "X12 own income": ("Dr 230706 120, Cr 1002 120", "-"),
    "X13 short": ("Dr 230705 20, Cr 130202 20", "-"),
    "X13 over": ("Dr 130202 15, Cr 230705 15", "-"),
    "quota notice": ("Dr 1011 80000, Cr 4001 80000", "Dr 800101 80000.00, Cr 6001 80000.00"),
    "spent out of the quota": (
        "Dr 5001 [30201] 300, Cr 1011 300",
        "Dr 7101 [30201] 300.00, Cr 800101 300.00",
    ),
    "unused quota recognised": ("Dr 1201 7000, Cr 4001 7000", "Dr 800103 7000.00, Cr 6001 7000.00"),
    "paid out of last year's quota": (
        "Dr 5001 [30201] 300, Cr 1201 300",
        "Dr 7101 [30201] 300.00, Cr 800103 300.00",
    ),
    "cash drawn from the quota": ("Dr 1001 500, Cr 1011 500", "Dr 800102 500.00, Cr 800101 500.00"),
    "cash short": ("Dr 190201 [39999] 50, Cr 1001 50", "Dr 7901 [39999] 50.00, Cr 800102 50.00"),
    "cash over": ("Dr 1001 50, Cr 190201 50", "Dr 800102 50.00, Cr 6609 50.00"),
    "cash to the bank": ("Dr 1002 50, Cr 1001 50", "-"),
    "income given back": ("Dr 4605 70, Cr 1002 70", "Dr 6609 70.00, Cr 800102 70.00"),
    "meals of others become income of the unit only through its own account": (
        "Dr 230703 80, Dr 1002 20, Cr 4609 100",
        "? others 230703",
    ),
    "expense and income in one entry": (
        "Dr 5001 [30201] 300, Cr 4001 300, Dr 1002 1000, Cr 4604 1000",
        "Dr 7101 [30201] 300.00, Dr 800102 1000.00, Cr 6001 300.00, Cr 6609 1000.00",
    ),
    "a part drawn as cash": (
        "Dr 5001 [30201] 300, Dr 1001 700, Cr 1011 1000",
        "Dr 800102 700.00, Dr 7101 [30201] 300.00, Cr 800101 1000.00",
    ),
}


@pytest.mark.parametrize("name", PROCESSES)
def test_each_process_has_its_budget_entry(name):
    financial, expected = PROCESSES[name]
    assert sorted(budget(financial).split(", ")) == sorted(expected.split(", "))


PAID = {
    "G12 repair": (
        "Dr 5001 [30231] 3500, Cr 2302 3500",
        ["Dr 2302 3500, Cr 4001 3500"],
        ["Dr 7101 [30231] 3500.00, Cr 6001 3500.00"],
    ),
    "G15 card": (
        "Dr 5001 [30217] 1280, Cr 230704 1280",
        ["Dr 230704 1280, Cr 4001 1280"],
        ["Dr 7101 [30217] 1280.00, Cr 6001 1280.00"],
    ),
    "X1 quality deposit released": (
        "Dr 160102 [31002] 100000, Cr 2302 95000, Cr 230701 5000",
        ["Dr 2302 95000, Cr 4001 95000", "Dr 230701 5000, Cr 4001 5000"],
        ["Dr 7101 [31002] 95000.00, Cr 6001 95000.00", "Dr 7101 [31002] 5000.00, Cr 6001 5000.00"],
    ),
    "X10 rest of a prepaid bill": (
        "Dr 160102 [31002] 50000, Cr 1214 20000, Cr 2302 30000",
        ["Dr 2302 30000, Cr 4001 30000"],
        ["Dr 7101 [31002] 30000.00, Cr 6001 30000.00"],
    ),
    "rule 6": (
        "Dr 160102 [31002] 57000, Dr 5001 [30211] 3000, Cr 2302 60000",
        ["Dr 2302 20000, Cr 4001 20000", "Dr 2302 40000, Cr 4001 40000"],
        [
            "Dr 7101 [31002] 19000.00, Dr 7101 [30211] 1000.00, Cr 6001 20000.00",
            "Dr 7101 [31002] 38000.00, Dr 7101 [30211] 2000.00, Cr 6001 40000.00",
        ],
    ),
    "three thirds of a cent": (
        "Dr 5001 [30201] 0.05, Dr 5001 [30202] 0.05, Cr 2302 0.10",
        ["Dr 2302 0.03, Cr 1002 0.03", "Dr 2302 0.03, Cr 1002 0.03", "Dr 2302 0.04, Cr 1002 0.04"],
        [
            "Dr 7101 [30201] 0.01, Dr 7101 [30202] 0.02, Cr 800102 0.03",
            "Dr 7101 [30201] 0.02, Dr 7101 [30202] 0.01, Cr 800102 0.03",
            "Dr 7101 [30201] 0.02, Dr 7101 [30202] 0.02, Cr 800102 0.04",
        ],
    ),
    "two kinds of money": (
        "Dr 5001 [30201] 60, Dr 5001 [30202] 40, Cr 2302 100",
        ["Dr 2302 100, Cr 4001 50, Cr 1002 50"],
        ["Dr 7101 [30201] 60.00, Dr 7101 [30202] 40.00, Cr 6001 50.00, Cr 800102 50.00"],
    ),
    "stores bought with diners' money": (
        "Dr 130202 36000, Cr 2302 36000",
        ["Dr 2302 36000, Cr 1002 36000"],
        ["-"],
    ),
    "a bill that is others' in part": (
        "Dr 5001 [30206] 18000, Dr 121802 12000, Cr 2302 30000",
        ["Dr 2302 30000, Cr 1002 12000, Cr 4001 18000"],
        ["Dr 7101 [30206] 18000.00, Cr 6001 18000.00"],
    ),
    "others' part paid with the appropriation": (
        "Dr 5001 [30206] 18000, Dr 121802 12000, Cr 2302 30000",
        ["Dr 2302 30000, Cr 4001 30000"],
        ["? others 121802"],
    ),
    "rent received": ("Dr 1212 500, Cr 4605 500", ["Dr 1002 500, Cr 1212 500"], ["Dr 800102 500.00, Cr 6609 500.00"]),
    "freight of a donation, billed": (
        "Dr 160102 [31002] 12300, Cr 4603 12000, Cr 2302 300",
        ["Dr 2302 300, Cr 1002 300"],
        ["Dr 7901 [31002] 300.00, Cr 800102 300.00"],
    ),
    "an unknown part": ("Dr 3001 500, Cr 2302 500", ["Dr 2302 500, Cr 1002 500"], ["? no_counterpart 1002"]),
}


@pytest.mark.parametrize("name", PAID)
def test_a_payment_takes_the_classes_of_its_bill(name):
    bill, payments, expected = PAID[name]
    assert [sorted(text.split(", ")) for text in paid(bill, payments)] == [sorted(one.split(", ")) for one in expected]


def test_the_last_line_takes_the_rounding():
    text = "Dr 5001 [30201] 50, Dr 5001 [30202] 50, Dr 5001 [30205] 50, Cr 3001 50, Cr 1002 100"
    assert budget(text) == "Dr 7101 [30201] 33.33, Dr 7101 [30202] 33.33, Dr 7101 [30205] 33.34, Cr 800102 100.00"


def test_a_payable_in_a_payment_waits_for_its_match():
    result = outcome("Dr 2302 3500, Cr 4001 3500")
    assert (result.bookings, result.problem) == ((), None)
    assert [(one.kind.code, one.line, one.amount) for one in result.opens] == [("6001", "1", Decimal("3500.00"))]


def test_a_bill_paid_in_part_at_once_books_the_part():
    result = outcome("Dr 5001 [30201] 100, Cr 2302 80, Cr 1002 20")
    assert not result.opens
    assert [(one.code, one.balance) for one in result.bookings] == [("7101", 20), ("800102", -20)]


def test_public_institutions_have_expenditure_of_their_own():
    text = "Dr 5101 [30201] 10, Cr 1002 10"
    assert budget(text, entity="institution") == "Dr 7201 [30201] 10.00, Cr 800102 10.00"
    text = "Dr 5201 [30201] 10, Cr 1002 10"
    assert budget(text, entity="institution") == "Dr 7301 [30201] 10.00, Cr 800102 10.00"


def test_a_rule_holds_from_its_first_to_its_last_day():
    rules = (Rule("one year", "7601", valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31)), *RULES)
    found = {
        day: budget("Dr 5001 [30201] 1, Cr 1002 1", rules=rules, day=day)[3:7]
        for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    }
    assert list(found.values()) == ["7101", "7601", "7601", "7101"]


def test_a_rule_may_be_for_one_process_only():
    rules = (Rule("heads of bureaus", "7601", process="travel"), *RULES)
    text = "Dr 5001 [30211] 1, Cr 1002 1"
    assert budget(text, rules=rules, process="travel")[3:7] == "7601"
    assert budget(text, rules=rules, process="meeting")[3:7] == "7101"


def test_a_rule_for_receipts_may_depend_on_the_money():
    rules = (
        Rule("of former years, fiscal", "810101", receipt=True, with_codes=("3501",), fund_codes=("800103",)),
        Rule("of former years", "820101", receipt=True, with_codes=("3501",)),
        *RULES,
    )
    assert budget("Dr 1201 9, Cr 3501 9", rules=rules) == "Dr 800103 9.00, Cr 810101 9.00"
    assert budget("Dr 1002 9, Cr 3501 9", rules=rules) == "Dr 800102 9.00, Cr 820101 9.00"
    assert budget("Dr 1002 9, Cr 3501 9") == "? no_counterpart 1002"


def test_dimensions_come_from_the_line_then_the_money_then_the_unit():
    [spent, money] = outcome("Dr 5001 [30201] 1, Cr 4001 1").bookings
    assert spent.dims == Dimensions("30201", "2010303", "basic", None, "fiscal")
    assert money.dims == Dimensions(None, "2010303", "basic", None, "fiscal")


def test_nature_and_project_go_together():
    own = Dimensions(nature="basic").filled_from(Dimensions(nature="project", project="P1"))
    assert (own.nature, own.project) == ("basic", None)


REFUSED = {
    "expense without class": ("Dr 5001 100, Cr 1002 100", "? no_economic 5001"),
    "others' money from the appropriation": ("Dr 121802 10, Cr 4001 10", "? others 121802"),
    "others' money recharged against an expense": ("Dr 121802 10, Cr 5001 [30206] 10", "? others 121802"),
    "others' money against an expense beside a debt": (
        "Dr 121802 100, Cr 5001 [30206] 100, Dr 2302 5, Cr 2302 5",
        "? others 121802",
    ),
    "others' money against a debt that is paid at once": (
        "Dr 121802 100, Cr 5001 [30206] 100, Dr 2302 100, Cr 2302 100",
        "? others 121802",
    ),
    "more of others than own money": ("Dr 121802 20, Cr 1002 10, Cr 4001 10", "? others 121802"),
    "income without a budget account": ("Dr 1002 10, Cr 4301 10", "? no_account 4301"),
    "money from nowhere": ("Dr 1002 10, Cr 3001 10", "? no_counterpart 1002"),
    "money to nowhere": ("Dr 3001 10, Cr 1002 10", "? no_counterpart 1002"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_no_answer_names_the_line(name):
    financial, expected = REFUSED[name]
    assert budget(financial) == expected


def test_no_functional_class_no_answer():
    missing = Dimensions(nature="basic")
    assert budget("Dr 5001 [30201] 1, Cr 1002 1", defaults=missing) == "? no_functional 5001"
    assert budget("Dr 1011 1, Cr 4001 1", defaults=missing) == "? no_functional 4001"
    assert budget("Dr 1002 1, Cr 4604 1", defaults=missing) == "Dr 800102 1.00, Cr 6609 1.00"


def test_every_step_is_told():
    steps = outcome("Dr 5001 [30206] 18000, Dr 121802 12000, Cr 4001 18000, Cr 1002 12000").steps
    assert [kind for kind, _values in steps] == ["moved", "moved", "others", "booked"]
    assert steps[-1][1][-2:] == (SETTING.rules[-1].name, None)
    known = outcome("Dr 5001 [30206] 1, Cr 4001 1", rules=(replace(SETTING.rules[-1], record=7),)).steps
    assert known[-1][1][-2:] == (SETTING.rules[-1].name, 7)
    assert [kind for kind, _values in outcome("Dr 5001 1, Cr 1214 1").steps] == ["no_fund"]
    assert [kind for kind, _values in outcome("Dr 1002 1, Cr 1001 1").steps] == ["nothing_left"]
