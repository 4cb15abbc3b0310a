"""Cards against the ledger."""

from datetime import date
from decimal import Decimal

import pytest
from gaj_assets_rules.reconciliation import Difference, differences, last_quarter, quarter_end
from hypothesis import given
from hypothesis import strategies as st

D = Decimal


def test_entry_without_card_of_the_rule_book():
    assert differences(D("1200000.00"), D("1204800.00"), D(0), D("4800.00")) == (
        Difference("entry_without_card", D("4800.00")),
    )


def test_what_nothing_explains_is_an_amount():
    assert differences(D(100), D("104.80"), D(0), D(0)) == (Difference("amount", D("4.80")),)
    assert differences(D(100), D(100), D(0), D(0)) == ()


def test_origins_may_hide_one_another():
    assert differences(D(100), D(100), D(30), D(30)) == (
        Difference("card_without_entry", D(-30)),
        Difference("entry_without_card", D(30)),
    )


amounts = st.integers(-(10**12), 10**12).map(lambda cents: D(cents) / 100)


@given(amounts, amounts, amounts, amounts)
def test_the_parts_add_up(cards, ledger, unbooked, foreign):
    assert sum(part.amount for part in differences(cards, ledger, unbooked, foreign)) == ledger - cards


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 1), (2025, 4)),
        (date(2026, 3, 31), (2025, 4)),
        (date(2026, 4, 1), (2026, 1)),
        (date(2026, 12, 31), (2026, 3)),
    ],
)
def test_last_quarter_is_over(day, expected):
    assert last_quarter(day) == expected
    assert quarter_end(*expected) < day


def test_quarters_end_with_their_months():
    assert [quarter_end(2026, quarter) for quarter in (1, 2, 3, 4)] == [
        date(2026, 3, 31),
        date(2026, 6, 30),
        date(2026, 9, 30),
        date(2026, 12, 31),
    ]
    with pytest.raises(ValueError, match="no quarter 5"):
        quarter_end(2026, 5)
