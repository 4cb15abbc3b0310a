from datetime import date
from decimal import Decimal

import pytest
from gaj_assets_rules.card_values import impossible

GOOD = {
    "cost": Decimal("4800.00"),
    "accumulated": Decimal("4800.00"),
    "acquired": date(2026, 3, 1),
    "in_service": date(2026, 3, 1),
    "life_months": 0,
    "today": date(2026, 3, 1),
}


def test_values_at_their_limits_are_possible():
    assert impossible(**GOOD) is None
    assert impossible(**{**GOOD, "in_service": None}) is None
    assert impossible(**{**GOOD, "cost": Decimal(0), "accumulated": Decimal(0)}) is None


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"cost": Decimal("-0.01"), "accumulated": Decimal(0)}, "cost"),
        ({"cost": Decimal("NaN")}, "cost"),
        ({"cost": Decimal("Infinity")}, "cost"),
        ({"accumulated": Decimal("NaN")}, "accumulated"),
        ({"accumulated": Decimal("4800.01")}, "accumulated"),
        ({"accumulated": Decimal("-0.01")}, "accumulated"),
        ({"acquired": date(2026, 3, 2)}, "future"),
        ({"in_service": date(2026, 3, 2)}, "future"),
        ({"in_service": date(2026, 2, 28)}, "order"),
        ({"life_months": -1}, "life"),
    ],
)
def test_one_step_beyond_the_limit_is_impossible(change, problem):
    assert impossible(**{**GOOD, **change}) == problem
