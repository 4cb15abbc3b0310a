from decimal import Decimal

import pytest
from gaj_assets_rules.billing import Match, unit_values
from gaj_assets_rules.split import split_amount

D = Decimal
TEN = split_amount(D("48000.03"), 10)
NOTHING = [D(0)] * 10


def test_without_a_bill_the_estimate_stands():
    assert unit_values(TEN, [], NOTHING) == [(None, value) for value in TEN]


def test_a_bill_of_the_same_amount_changes_nothing():
    assert unit_values(TEN, [Match(10, D("48000.03"))], NOTHING) == [(0, value) for value in TEN]


def test_a_bill_of_another_amount_decides():
    values = unit_values(TEN, [Match(10, D("47999.99"))], NOTHING)
    assert [value for _payer, value in values] == [D("4800.00")] * 9 + [D("4799.99")]


def test_each_bill_pays_for_the_next_pieces():
    values = unit_values(TEN, [Match(3, D("14400.00")), Match(6, D("29400.06"))], NOTHING)
    assert [payer for payer, _value in values] == [0] * 3 + [1] * 6 + [None]
    assert [value for _payer, value in values] == [D("4800.00")] * 3 + [D("4900.01")] * 6 + [D("4800.00")]


def test_a_credit_note_takes_back_the_bill():
    values = unit_values(TEN, [Match(10, D("50000.00")), Match(-10, D("-50000.00"))], NOTHING)
    assert values == [(None, value) for value in TEN]


def test_what_went_back_before_the_acceptance_and_was_credited():
    six = split_amount(D("28800.00"), 6)
    with pytest.raises(ValueError, match="10 pieces billed, 6 there"):
        unit_values(six, [Match(10, D("47900.00"))], [D(0)] * 6)
    goods = [Match(10, D("47900.00")), Match(-4, D("-19160.00"))]
    assert unit_values(six, goods, [D(0)] * 6) == [(0, D("4790.00"))] * 6


def test_a_lower_price_is_shared_by_the_pieces_billed():
    values = unit_values(TEN, [Match(10, D("48000.03")), Match(0, D("-1000.00"))], NOTHING)
    assert sum(value for _payer, value in values) == D("47000.03")
    assert {payer for payer, _value in values} == {0}


def test_freight_billed_takes_the_place_of_its_estimate():
    fees = split_amount(D("100.00"), 10)
    assert sum(value for _p, value in unit_values(TEN, [], fees)) == D("48100.03")
    billed = unit_values(TEN, [Match(10, D("48000.03"))], fees, [D("120.00")])
    assert sum(value for _p, value in billed) == D("48120.03")


def test_more_than_there_is_is_refused():
    with pytest.raises(ValueError, match="11 pieces billed, 10 there"):
        unit_values(TEN, [Match(11, D("1.00"))], NOTHING)
    with pytest.raises(ValueError, match="2 pieces credited, 1 billed"):
        unit_values(TEN, [Match(1, D("1.00")), Match(-2, D("-2.00"))], NOTHING)
    with pytest.raises(ValueError, match="more is credited"):
        unit_values(TEN, [Match(10, D("1.00")), Match(0, D("-2.00"))], NOTHING)


def test_price_and_freight_together_are_split_like_one_amount():
    freight = Match(10, D("48000.03")), [D("0.04")]
    values = [value for _payer, value in unit_values(TEN, [freight[0]], NOTHING, freight[1])]
    assert values == split_amount(D("48000.07"), 10)
