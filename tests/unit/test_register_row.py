"""What must hold within one row of an asset register."""

from datetime import date
from decimal import Decimal

import pytest
from gaj_assets_rules.register_row import findings

TODAY = date(2026, 7, 1)
GOOD = {
    "quantity": 2,
    "price": Decimal("100.00"),
    "cost": Decimal("200.00"),
    "accumulated": Decimal("50.00"),
    "net": Decimal("150.00"),
    "life": 6,
    "acquired": date(2020, 1, 1),
    "in_service": date(2020, 1, 2),
}


def row(**values):
    result = {**GOOD, **values}
    for key, value in values.items():
        if value == "unreadable":
            del result[key]
        elif isinstance(value, str):
            result[key] = Decimal(value)
    return result


def test_a_good_row():
    assert findings(GOOD, TODAY) == []
    assert findings(dict.fromkeys(GOOD), TODAY) == []
    assert findings({}, TODAY) == []


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"quantity": 0}, [("quantity_not_integer", "quantity")]),
        ({"quantity": -2}, [("quantity_not_integer", "quantity")]),
        ({"quantity": 10_001}, [("quantity_too_large", "quantity")]),
        ({"price": "100.01"}, [("value_not_price_times_quantity", "cost")]),
        ({"price": "100.005"}, []),
        ({"price": "99.995"}, []),
        ({"price": "-100", "cost": "-200"}, [("negative_value", "price"), ("negative_value", "cost")]),
        ({"accumulated": "-1"}, [("negative_value", "accumulated")]),
        ({"accumulated": "200.01", "net": "-0.01"}, [("depreciation_above_value", "accumulated")]),
        ({"accumulated": "200.00", "net": "0.00"}, []),
        ({"net": "150.01"}, [("net_not_value_minus_depreciation", "net")]),
        ({"net": "149.99"}, [("net_not_value_minus_depreciation", "net")]),
        ({"accumulated": None, "net": "200.00"}, []),
        ({"accumulated": None}, [("net_not_value_minus_depreciation", "net")]),
        ({"accumulated": "unreadable"}, []),
        ({"cost": "unreadable"}, []),
        ({"price": None, "cost": "1000", "net": "950"}, []),
        ({"life": -1}, [("bad_life", "life")]),
        ({"life": 500}, []),
        ({"life": 501}, [("bad_life", "life")]),
        ({"acquired": TODAY, "in_service": TODAY}, []),
        ({"in_service": date(2026, 7, 2)}, [("date_in_future", "in_service")]),
        ({"acquired": date(2026, 7, 2), "in_service": None}, [("date_in_future", "acquired")]),
        ({"in_service": date(2019, 12, 31)}, [("use_before_acquisition", "in_service")]),
        ({"acquired": None, "in_service": date(2019, 12, 31)}, []),
    ],
)
def test_each_finding(values, found):
    assert findings(row(**values), TODAY) == found
