"""Four months of an administrative unit as it books them: 53 entries, 16 of which move the money of its budget.

Each event is ``(name, day, lines, budget)``: lines are ``(account, debit, credit, economic class or None)`` of the
financial entry, budget those expected of the budget ledger, ``(account, debit, credit, economic class or None)``.
Amounts are texts in yuan. What an event pays, it pays after the event that it names in :data:`PAYS`.

Source: Government Accounting System (政府会计制度, 财会〔2017〕25号); Government Accounting Standard No. 3.
"""

from datetime import date


def _day(text):
    return date.fromisoformat(f"2026-{text}")


def _treasury(account, amount, economic):
    """Return an expense or purchase paid by the treasury and its budget entry."""
    return (
        [(account, amount, None, economic), ("4001", None, amount, None)],
        [("7101", amount, None, economic), ("6001", None, amount, None)],
    )


def _depreciation(amount):
    return [("5001", amount, None, None), ("160202", None, amount, None)], []


def _internal(*lines):
    """Return an entry that moves no money of the budget."""
    return [(code, debit, credit, None) for code, debit, credit in lines], []


OPENING = [
    ("1002", "200000.00", None),
    ("160102", "247200.00", None),
    ("160202", None, "185600.00"),
    ("3001", None, "261600.00"),
]
OPENING_BUDGET = [("800102", "200000.00", None), ("820203", None, "200000.00")]

EVENTS = [
    ("G1", _day("01-15"), *_treasury("160102", "57600.00", "31002")),
    (
        "G2",
        _day("02-10"),
        [("160102", "100000.00", None, "31002"), ("4001", None, "95000.00", None), ("230701", None, "5000.00", None)],
        [("7101", "95000.00", None, "31002"), ("6001", None, "95000.00", None)],
    ),
    (
        "G3",
        _day("03-05"),
        [("160105", "25600.00", None, "31002"), ("3401", None, "25000.00", None), ("1002", None, "600.00", None)],
        [("7901", "600.00", None, "31002"), ("800102", None, "600.00", None)],
    ),
    (
        "G4",
        _day("03-05"),
        [
            ("160105", "10000.00", None, "31002"),
            ("160205", None, "10000.00", None),
            ("5901", "200.00", None, "30299"),
            ("1002", None, "200.00", None),
        ],
        [("7901", "200.00", None, "30299"), ("800102", None, "200.00", None)],
    ),
    (
        "G5",
        _day("03-20"),
        [("160102", "12300.00", None, "31002"), ("4603", None, "12000.00", None), ("1002", None, "300.00", None)],
        [("7901", "300.00", None, "31002"), ("800102", None, "300.00", None)],
    ),
    ("G6 January", _day("01-31"), *_depreciation("3400.00")),
    ("G6 February", _day("02-28"), *_depreciation("5066.67")),
    ("G6 March", _day("03-31"), *_depreciation("5471.67")),
    ("G6 April", _day("04-30"), *_depreciation("2891.67")),
    ("G7 found", _day("04-10"), *_internal(("160102", "3600.00", None), ("190201", None, "3600.00"))),
    ("G7 approved", _day("04-20"), *_internal(("190201", "3600.00", None), ("3501", None, "3600.00"))),
    ("G7 carried", _day("04-20"), *_internal(("3501", "3600.00", None), ("3001", None, "3600.00"))),
    (
        "G8 missing",
        _day("04-10"),
        *_internal(("190201", "5520.00", None), ("160202", "240.00", None), ("160102", None, "5760.00")),
    ),
    ("G8 approved", _day("04-20"), *_internal(("5301", "5520.00", None), ("190201", None, "5520.00"))),
    ("G8 paid", _day("04-20"), *_internal(("1002", "1000.00", None), ("190202", None, "1000.00"))),
    ("G8 due", _day("04-20"), *_internal(("190202", "1000.00", None), ("2103", None, "1000.00"))),
    ("G8 remitted", _day("04-20"), *_internal(("2103", "1000.00", None), ("1002", None, "1000.00"))),
    (
        "G9 set aside",
        _day("04-15"),
        *_internal(("190201", "1300.00", None), ("160202", "5900.00", None), ("160102", None, "7200.00")),
    ),
    ("G9 approved", _day("04-15"), *_internal(("5301", "1300.00", None), ("190201", None, "1300.00"))),
    ("G9 scrap value", _day("04-15"), *_internal(("1002", "150.00", None), ("190202", None, "150.00"))),
    ("G9 removal", _day("04-15"), *_internal(("190202", "50.00", None), ("1002", None, "50.00"))),
    ("G9 due", _day("04-15"), *_internal(("190202", "100.00", None), ("2103", None, "100.00"))),
    ("G9 remitted", _day("04-15"), *_internal(("2103", "100.00", None), ("1002", None, "100.00"))),
    (
        "G10 sold",
        _day("04-16"),
        *_internal(("5301", "52500.00", None), ("160202", "187500.00", None), ("160102", None, "240000.00")),
    ),
    (
        "G10 price",
        _day("04-16"),
        *_internal(("1002", "68000.00", None), ("1002", None, "2000.00"), ("2103", None, "66000.00")),
    ),
    ("G10 remitted", _day("04-16"), *_internal(("2103", "66000.00", None), ("1002", None, "66000.00"))),
    ("G11 top-up", _day("01-10"), *_treasury("1214", "6000.00", "30231")),
    ("G11 used", _day("03-31"), *_internal(("5001", "4200.00", None), ("1214", None, "4200.00"))),
    ("G12 bill", _day("03-08"), [("5001", "3500.00", None, "30231"), ("2302", None, "3500.00", None)], []),
    ("G12 paid", _day("03-25"), *_treasury("2302", "3500.00", "30231")),
    ("G13 insurance", _day("02-01"), *_treasury("1401", "4800.00", "30231")),
    ("G13 February", _day("02-28"), *_internal(("5001", "400.00", None), ("1401", None, "400.00"))),
    ("G13 March", _day("03-31"), *_internal(("5001", "400.00", None), ("1401", None, "400.00"))),
    ("G13 April", _day("04-30"), *_internal(("5001", "400.00", None), ("1401", None, "400.00"))),
    (
        "G14 electricity",
        _day("03-12"),
        [
            ("5001", "18000.00", None, "30206"),
            ("121802", "12000.00", None, None),
            ("4001", None, "18000.00", None),
            ("1002", None, "12000.00", None),
        ],
        [("7101", "18000.00", None, "30206"), ("6001", None, "18000.00", None)],
    ),
    ("G14 repaid", _day("04-05"), *_internal(("1002", "12000.00", None), ("121802", None, "12000.00"))),
    ("G15 approved", _day("03-28"), [("5001", "1280.00", None, "30217"), ("230704", None, "1280.00", None)], []),
    ("G15 card repaid", _day("04-03"), *_treasury("230704", "1280.00", "30217")),
    (
        "G15 guest's share",
        _day("04-03"),
        [("1001", "100.00", None, None), ("5001", None, "100.00", "30217")],
        [("800102", "100.00", None, None), ("7101", None, "100.00", "30217")],
    ),
    ("G16", _day("03-18"), *_treasury("5001", "9000.00", "30215")),
    (
        "G17 advance",
        _day("03-01"),
        *_internal(("121801", "3000.00", None), ("1002", None, "3000.00")),
    ),
    (
        "G17 settled",
        _day("03-15"),
        [("5001", "2600.00", None, "30211"), ("1001", "400.00", None, None), ("121801", None, "3000.00", None)],
        [("7101", "2600.00", None, "30211"), ("800102", None, "2600.00", None)],
    ),
    ("G18 received", _day("02-03"), *_internal(("1002", "10000.00", None), ("230702", None, "10000.00"))),
    ("G18 returned", _day("03-03"), *_internal(("230702", "10000.00", None), ("1002", None, "10000.00"))),
    ("G19a", _day("01-05"), *_internal(("1002", "50000.00", None), ("230703", None, "50000.00"))),
    ("G19b", _day("04-30"), *_internal(("230703", "42000.00", None), ("230705", None, "42000.00"))),
    ("G19c", _day("02-15"), *_internal(("130202", "36000.00", None), ("1002", None, "36000.00"))),
    ("G19d", _day("04-29"), *_internal(("230705", "33500.00", None), ("130202", None, "33500.00"))),
    ("G19e", _day("03-20"), *_treasury("130201", "8000.00", "30106")),
    ("G19f", _day("04-20"), *_internal(("5001", "8000.00", None), ("130201", None, "8000.00"))),
    (
        "G20",
        _day("04-08"),
        [("4001", "500.00", None, None), ("5001", None, "500.00", "30215")],
        [("6001", "500.00", None, None), ("7101", None, "500.00", "30215")],
    ),
    (
        "G21",
        _day("03-21"),
        [("1002", "86.40", None, None), ("4604", None, "86.40", None)],
        [("800102", "86.40", None, None), ("6609", None, "86.40", None)],
    ),
]

#: Events that go with an earlier one: paid after the bill, used after the top-up.
PAYS = {"G12 paid": "G12 bill", "G15 card repaid": "G15 approved"}

#: The trial balance on 2026-04-30, debit positive; prefixes of accounts.
FINANCIAL = {
    "1001": "500.00",
    "1002": "209986.40",
    "1214": "1800.00",
    "130202": "2500.00",
    "1401": "3600.00",
    "1601": "203340.00",
    "1602": "-18790.01",
    "230701": "-5000.00",
    "230703": "-8000.00",
    "230705": "-8500.00",
    "3001": "-265200.00",
    "3401": "-25000.00",
    "4001": "-202680.00",
    "4603": "-12000.00",
    "4604": "-86.40",
    "5001": "64010.01",
    "5301": "59320.00",
    "5901": "200.00",
}
BUDGET = {
    "6001": "-202680.00",
    "6609": "-86.40",
    "7101": "205180.00",
    "7901": "1100.00",
    "800102": "196486.40",
    "8202": "-200000.00",
}
CLASSES_OF_7101 = {
    "31002": "152600.00",
    "30231": "14300.00",
    "30206": "18000.00",
    "30217": "1180.00",
    "30215": "8500.00",
    "30211": "2600.00",
    "30106": "8000.00",
}
