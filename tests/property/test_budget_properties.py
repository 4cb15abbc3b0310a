from decimal import Decimal

from gaj_base_rules.budget import available, spending
from hypothesis import given
from hypothesis import strategies as st

CENT = Decimal("0.01")
amounts = st.integers(-(10**12), 10**12).map(lambda count: CENT * count)
commitments = st.integers(0, 10**12).map(lambda count: CENT * count)


@given(amounts, commitments)
def test_parts_add_up_and_never_use_more_than_is_committed(amount, committed):
    used, direct = spending(amount, committed)
    assert used + direct == amount
    assert 0 <= used <= committed
    assert direct <= 0 or used == committed


@given(amounts, commitments, commitments, amounts)
def test_only_the_direct_part_changes_what_is_available(amount, committed, budget, spent):
    used, direct = spending(amount, committed)
    before = available(budget, committed, spent)
    assert available(budget, committed - used, spent + amount) == before - direct
