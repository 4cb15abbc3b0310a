"""Round trips of every style in which a value may be written."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from gaj_base_rules import sheet_values
from gaj_base_rules.sheet_values import CENT, SERIAL_EPOCH, ValueRefused
from hypothesis import example, given
from hypothesis import strategies as st

FULL_WIDTH = str.maketrans({sign: chr(ord(sign) + 0xFEE0) for sign in "0123456789.,-()"})
DATE_STYLES = [
    "{0:04d}-{1:02d}-{2:02d}",
    "{0:04d}/{1:02d}/{2:02d}",
    "{0:04d}/{1}/{2}",
    "{0:04d}年{1}月{2}日",
    "{0:04d}.{1}.{2}",
    "{0:04d}{1:02d}{2:02d}",
    " {0:04d}-{1}-{2} 00:00:00 ",
]
MONEY_STYLES = ["{:.2f}", "{:,.2f}", "¥{:.2f}", "￥{:,.2f}", " {:,.2f} 元\u3000", "¥ {:,.2f}"]

days = st.dates(date(1927, 6, 1), date(2099, 12, 31))
amounts = st.integers(-(10**12), 10**12).map(lambda cents: CENT * cents)


@given(days, st.sampled_from(DATE_STYLES), st.booleans())
def test_a_date_survives_every_style(day, style, full_width):
    written = style.format(day.year, day.month, day.day)
    assert sheet_values.day(written.translate(FULL_WIDTH) if full_width else written) == day


@given(days)
def test_a_date_survives_cells_and_serial_numbers(day):
    assert sheet_values.day(datetime(day.year, day.month, day.day, 12, 30)) == day
    assert sheet_values.day((day - SERIAL_EPOCH) // timedelta(days=1)) == day


@given(amounts, st.sampled_from(MONEY_STYLES), st.booleans())
def test_an_amount_survives_every_style(amount, style, full_width):
    written = style.format(amount)
    assert sheet_values.money(written.translate(FULL_WIDTH) if full_width else written) == amount


@given(amounts.filter(lambda amount: amount < 0))
def test_brackets_mean_a_negative_amount(amount):
    assert sheet_values.money(f"({-amount:,.2f})") == amount


@given(st.integers(-(10**11), 10**11))
def test_an_amount_survives_binary_floating_point(cents):
    assert sheet_values.money(cents / 100) == CENT * cents


@given(st.integers(-(10**14), 10**14))
def test_a_whole_number_survives(count):
    assert sheet_values.integer(str(count)) == sheet_values.integer(f"{count:,}") == count
    assert sheet_values.integer(float(count)) == count


@given(st.text())
@example("K¸")  # a space that hides in another character
def test_normalising_twice_changes_nothing(raw):
    for reader in (sheet_values.text, sheet_values.code, sheet_values.name):
        try:
            once = reader(raw)
        except ValueRefused:
            continue
        if reader is sheet_values.text:
            assert once == once.strip()
        else:
            assert reader(once) == once


@pytest.mark.parametrize("kind", sorted(sheet_values.READERS))
@given(raw=st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.none(), st.datetimes(), st.decimals()))
def test_any_cell_is_read_or_refused_with_a_sentence(kind, raw):
    try:
        value = sheet_values.READERS[kind](raw)
    except ValueRefused as refused:
        assert refused.reason in ValueRefused.SENTENCES
    else:
        assert value is None or isinstance(value, (str, int, date, Decimal))
