"""What holds for every amount in capitals: it can be read back, and no 零 stands where none may stand."""

from decimal import Decimal

from gaj_account_rules.amount_words import CENT, DIGITS, amount_in_words
from hypothesis import example, given
from hypothesis import strategies as st

amounts = st.integers(-(10**18) + 1, 10**18 - 1).map(lambda cents: CENT * cents)
sparse = st.lists(st.sampled_from("000123456789"), min_size=1, max_size=18).map(lambda d: CENT * int("".join(d)))


def read_back(words):
    """Return the amount that a clerk reads: place values added up, 万 and 亿 multiply what stands before."""
    assert words.startswith("人民币")
    words = words.removeprefix("人民币").removesuffix("整")
    sign = -1 if words.startswith("负") else 1
    total = part = small = digit = 0
    for char in words.removeprefix("负"):
        if char in DIGITS:
            digit = DIGITS.index(char)
        elif char in "拾佰仟":
            small, digit = small + digit * {"拾": 10, "佰": 100, "仟": 1000}[char], 0
        elif char == "万":
            part, small, digit = (small + digit) * 10**4, 0, 0
        elif char == "亿":
            total, part, small, digit = (part + small + digit) * 10**8, 0, 0, 0
        elif char == "元":
            total, part, small, digit = (total + part + small + digit) * 100, 0, 0, 0
        else:
            total, digit = total + digit * {"角": 10, "分": 1}[char], 0
    return sign * CENT * total


@given(amounts | sparse)
@example(Decimal("100100010001.01"))
def test_words_read_back_are_the_amount(amount):
    assert read_back(amount_in_words(amount)) == amount


@given(amounts | sparse)
def test_no_zero_too_many(amount):
    words = amount_in_words(amount)
    assert "零零" not in words
    if abs(amount) >= 1:
        for unit in "仟佰拾万亿元角分整":
            assert f"零{unit}" not in words
    assert words.endswith(("整", "角", "分"))
    assert words.endswith("整") == (amount == amount.to_integral_value())
