from decimal import Decimal

import pytest
from gaj_base_rules.budget import available, cents, spending


def test_worked_example():
    left = available(cents(200000), cents(35000), cents(120000))
    assert left == Decimal("45000.00")
    assert cents("45000.00") <= left < cents("45000.01")


@pytest.mark.parametrize(
    ("amount", "committed", "expected"),
    [(600, 1000, (600, 0)), (1000, 1000, (1000, 0)), (1200, 1000, (1000, 200)), (-50, 1000, (0, -50)), (5, 0, (0, 5))],
)
def test_the_commitment_is_used_first(amount, committed, expected):
    assert spending(Decimal(amount), Decimal(committed)) == expected


def test_half_a_cent_is_rounded_up():
    assert cents("0.005") == Decimal("0.01")
    assert cents(0.1 + 0.2) == Decimal("0.30")


@pytest.mark.parametrize("value", ["many", "nan", "inf", None])
def test_no_amount_is_refused(value):
    with pytest.raises(ValueError, match="no amount"):
        cents(value)


def test_no_commitment_below_zero():
    with pytest.raises(ValueError, match="committed"):
        spending(Decimal(1), Decimal(-1))
