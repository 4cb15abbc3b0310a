"""Amounts in capitals: the examples of the rules for bills, and each rule about 零."""

from decimal import Decimal

import pytest
from gaj_account_rules.amount_words import LIMIT, amount_in_words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        # the examples of the regulation (银发〔1997〕393号, annex 1), without the 零 that it leaves to choice
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
    ],
)
def test_examples_of_the_regulation(amount, words):
    assert amount_in_words(Decimal(amount)) == f"人民币{words}"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("0.00", "零元整"),
        ("-0.00", "零元整"),
        ("0.01", "壹分"),
        ("0.10", "壹角"),
        ("0.99", "玖角玖分"),
        ("1", "壹元整"),
        ("10", "壹拾元整"),
        ("10.05", "壹拾元零伍分"),
        ("100", "壹佰元整"),
        ("101", "壹佰零壹元整"),
        ("110", "壹佰壹拾元整"),
        ("1001", "壹仟零壹元整"),
        ("1010", "壹仟零壹拾元整"),
        ("10000", "壹万元整"),
        ("10001", "壹万零壹元整"),
        ("10100", "壹万零壹佰元整"),
        ("11000", "壹万壹仟元整"),
        ("100000", "壹拾万元整"),
        ("1000000.01", "壹佰万元零壹分"),
        ("20050003", "贰仟零伍万零叁元整"),
        ("99999999.99", "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
        ("100000000", "壹亿元整"),
        ("100000001", "壹亿零壹元整"),
        ("100010000", "壹亿零壹万元整"),
        ("110000000", "壹亿壹仟万元整"),
        ("1000000000000", "壹万亿元整"),
        ("1000000010000", "壹万亿零壹万元整"),
        ("1000100000000", "壹万零壹亿元整"),
        ("1234567890123.45", "壹万贰仟叁佰肆拾伍亿陆仟柒佰捌拾玖万零壹佰贰拾叁元肆角伍分"),
        ("9999999999999999.99", "玖仟玖佰玖拾玖万" + "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
        ("-60000", "负陆万元整"),
        ("-0.05", "负伍分"),
    ],
)
def test_zeros_limits_and_red_amounts(amount, words):
    assert amount_in_words(Decimal(amount)) == f"人民币{words}"


@pytest.mark.parametrize("amount", [LIMIT, -LIMIT, Decimal("0.001"), Decimal("NaN"), Decimal("Infinity")])
def test_what_has_no_reading_is_refused(amount):
    with pytest.raises(ValueError, match="capitals"):
        amount_in_words(amount)
