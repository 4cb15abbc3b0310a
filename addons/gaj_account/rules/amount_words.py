"""Amounts in Chinese capitals (人民币大写), as vouchers and cheques show them. Amounts are ``Decimal`` yuan.

Source: Payment and Settlement Measures, annex 1, basic rules for filling in bills and settlement vouchers
(支付结算办法附件一《正确填写票据和结算凭证的基本规定》, 银发〔1997〕393号).
"""

from decimal import Decimal

CENT = Decimal("0.01")
LIMIT = Decimal(10) ** 16
"""The first amount too large: ten thousand times ten thousand hundred-millions (万万亿) has no agreed reading."""

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("仟", "佰", "拾", "")


def amount_in_words(amount):
    """Return ``amount`` (yuan) in capitals, such as 人民币壹仟肆佰零玖元伍角 for 1,409.50.

    Where the rules leave a choice (no unit of 元 or 万, but of 角 or 仟) no 零 is written; after 角 stands no 整.

    :raises ValueError: if the amount is not in whole cents, or is 10,000 trillion yuan or more
    """
    if not amount.is_finite() or amount % CENT or abs(amount) >= LIMIT:
        raise ValueError(f"cannot write {amount} in capitals")
    yuan, cents = divmod(int(abs(amount) / CENT), 100)
    tenths, cents = divmod(cents, 10)
    words = "负" if amount < 0 else ""
    if yuan or not (tenths or cents):
        words += (_integer(yuan) or "零") + "元"
    words += _fraction(tenths, cents, bool(yuan))
    return f"人民币{words}"


def _fraction(tenths, cents, after_yuan):
    """Return 角 and 分; 零 stands for missing 角 between 元 and 分."""
    if not tenths and not cents:
        return "整"
    words = f"{DIGITS[tenths]}角" if tenths else ""
    if cents:
        words += ("零" if after_yuan and not tenths else "") + f"{DIGITS[cents]}分"
    return words


def _integer(number):
    """Return the words of a whole number below 10**16, nothing for 0."""
    above, below = divmod(number, 10**8)
    return _joined(_below_hundred_million(above), "亿", below, 10**7, _below_hundred_million(below))


def _below_hundred_million(number):
    above, below = divmod(number, 10**4)
    return _joined(_below_ten_thousand(above), "万", below, 10**3, _below_ten_thousand(below))


def _joined(words_above, unit, below, highest_place, words_below):
    """Join two parts of a number; 零 stands where the lower part does not begin with its highest place."""
    if not words_above:
        return words_below
    gap = "零" if 0 < below < highest_place else ""
    return f"{words_above}{unit}{gap}{words_below}"


def _below_ten_thousand(number):
    words, gap = "", False
    for place, digit in zip(PLACES, f"{number:04d}", strict=True):
        if digit == "0":
            gap = bool(words)
            continue
        words += ("零" if gap else "") + DIGITS[int(digit)] + place
        gap = False
    return words
