from decimal import Decimal

from gaj_assets_rules.acquisition import allocate, initial_cost, part_of
from gaj_assets_rules.split import CENT
from hypothesis import given
from hypothesis import strategies as st

amounts = st.integers(0, 10**11).map(lambda cents: CENT * cents)
weights = st.lists(st.integers(0, 10**9).map(lambda cents: CENT * cents), min_size=1, max_size=40)


@given(amounts, weights)
def test_shares_add_up_and_stay_within_a_cent_of_exact(total, parts):
    shares = allocate(total, parts)
    assert sum(shares) == total
    whole = sum(parts)
    for share, part in zip(shares, parts, strict=True):
        exact = Decimal(total) * part / whole if whole else total / len(parts)
        assert abs(share - exact) <= CENT


@given(amounts, st.lists(st.integers(1, 50), min_size=1, max_size=10), st.integers(0, 20))
def test_deliveries_of_any_size_add_up(total, deliveries, undelivered):
    whole, before, shares = sum(deliveries) + undelivered, 0, []
    for now in deliveries:
        shares.append(part_of(total, before, now, whole))
        before += now
    shares.append(part_of(total, before, undelivered, whole))
    assert sum(shares) == total
    assert min(shares) >= 0


@given(amounts, amounts, st.integers(0, 100))
def test_what_is_received_never_loses_or_makes_money(value, fees, percent):
    accumulated = (value * percent / 100).quantize(CENT)
    cost = initial_cost("transfer_in", "papers", value, fees, accumulated)
    assert cost.net + cost.expense == value - accumulated + fees
    assert cost.net >= 0
