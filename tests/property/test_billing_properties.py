from decimal import Decimal

from gaj_assets_rules.billing import Match, unit_values
from gaj_assets_rules.split import CENT, split_amount
from hypothesis import given
from hypothesis import strategies as st

amounts = st.integers(1, 10**9).map(lambda cents: CENT * cents)


@given(amounts, st.integers(1, 40), st.lists(st.tuples(st.integers(1, 10), amounts), max_size=6), st.lists(amounts))
def test_values_add_up_to_bills_and_estimates_of_the_rest(total, pieces, bills, fees):
    goods, left = [], pieces
    for quantity, amount in bills:
        if quantity <= left:
            goods.append(Match(quantity, amount))
            left -= quantity
    estimates = split_amount(total, pieces)
    values = unit_values(estimates, goods, [Decimal(0)] * pieces, fees)
    rest = sum(estimate for (payer, _value), estimate in zip(values, estimates, strict=True) if payer is None)
    assert sum(value for _payer, value in values) == sum(match.amount for match in goods) + rest + sum(fees)
    assert [payer for payer, _value in values].count(None) == left


@given(amounts, st.integers(1, 40), amounts)
def test_taking_a_bill_back_leaves_no_trace(total, pieces, billed):
    estimates = split_amount(total, pieces)
    there_and_back = [Match(pieces, billed), Match(-pieces, -billed)]
    nothing = [Decimal(0)] * pieces
    assert unit_values(estimates, there_and_back, nothing) == unit_values(estimates, [], nothing)
