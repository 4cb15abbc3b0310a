"""Worked examples of dividing a cost among the items of one row."""

from decimal import Decimal

import pytest
from gaj_assets_rules.split import split_amount


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
