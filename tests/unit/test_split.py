"""Worked examples of dividing a cost among the items of one row."""

from decimal import Decimal

import pytest
from gaj_assets_rules.split import split_amount, split_off


def test_ten_desktops_with_tax():
    assert split_amount(Decimal("48000.03"), 10) == [Decimal("4800.01")] * 3 + [Decimal("4800.00")] * 7


def test_one_cent_short():
    assert split_amount(Decimal("47999.99"), 10) == [Decimal("4800.00")] * 9 + [Decimal("4799.99")]


def test_one_item_keeps_all():
    assert split_amount(Decimal("0.01"), 1) == [Decimal("0.01")]


@pytest.mark.parametrize(("total", "n"), [("1.00", 0), ("1.00", -1), ("-0.01", 2), ("1.005", 2)])
def test_nonsense_is_refused(total, n):
    with pytest.raises(ValueError, match="cannot divide"):
        split_amount(Decimal(total), n)


def test_three_of_ten_desktops_leave_with_the_cheaper_items():
    assert split_off(Decimal("48000.03"), 10, 3) == (Decimal("33600.03"), Decimal("14400.00"))
    assert split_off(Decimal("47999.99"), 10, 9) == (Decimal("4800.00"), Decimal("43199.99"))
    assert split_off(Decimal("0.01"), 2, 1) == (Decimal("0.01"), Decimal("0.00"))


@pytest.mark.parametrize("part", [0, -1, 10, 11])
def test_a_part_is_less_than_the_whole(part):
    with pytest.raises(ValueError, match="cannot be split off"):
        split_off(Decimal("100.00"), 10, part)


@pytest.mark.parametrize("total", ["-0.01", "1.005"])
def test_no_part_of_nonsense(total):
    with pytest.raises(ValueError, match="cannot divide"):
        split_off(Decimal(total), 2, 1)
