"""What a cell of a spreadsheet says: text, code, money, whole number, date. No Odoo, no clock.

Every function takes the raw cell (``str``, ``int``, ``float``, ``Decimal``, ``date``, ``datetime``, ``bool`` or
``None``) and returns a plain value, or ``None`` for an empty cell (``""`` for text and codes). Spaces around a value,
full-width ones included, never matter.

:raises ValueRefused: if the cell cannot be read as what it should be; the message is a whole sentence
"""

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import ClassVar

CENT = Decimal("0.01")
#: Spreadsheet programs keep 15 digits of a number; what follows has been replaced by zeros.
KEPT_DIGITS = 15
#: Noise that binary floating point leaves behind a number typed with few decimals.
FLOAT_NOISE = Decimal("0.000001")
#: Day 0 of the serial numbers of spreadsheets (right from 1900-03-01 on).
SERIAL_EPOCH = date(1899, 12, 30)
#: Serial numbers that are certainly meant as dates: 1927-05-18 to 2099-12-31.
SERIALS = range(10000, 73051)

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_CELL_ERROR = re.compile(r"#(N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|DIV/0!|SPILL!|CALC!|GETTING_DATA)", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+\d{2,}")
_FORMULA_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_DATE = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?(?:[T ]?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?|[+-]?\d+(\.\d*)?|[+-]?\.\d+")


class ValueRefused(ValueError):
    """A cell that cannot be read.

    ``reason`` is one of ``cell_error``, ``long_number``, ``not_number``, ``too_many_decimals``, ``not_integer``,
    ``not_date``, ``no_such_day``, ``two_digit_year``; ``value`` is the cell as text.
    """

    SENTENCES: ClassVar = {
        "cell_error": "The formula in this cell failed: %s.",
        "long_number": "The number %s has lost its last digits: format the column as text and enter it again.",
        "not_number": "“%s” is not a number.",
        "too_many_decimals": "%s has more than two decimals.",
        "not_integer": "“%s” is not a whole number.",
        "not_date": "“%s” is not a date; write it like 2020-05-30.",
        "no_such_day": "There is no day %s in the calendar.",
        "two_digit_year": "The year of “%s” has only two digits; write it like 2020-05-30.",
    }

    def __init__(self, reason, value):
        self.reason = reason
        self.value = str(value)
        super().__init__(self.SENTENCES[reason] % self.value)


def shown(value):
    """Return the cell as a person sees it, never refusing: for messages and for the error workbook."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ", "seconds")
    if isinstance(value, float) and value.is_integer():
        return format(value, ".0f")
    return str(value)


def text(value):
    """Return the cell as trimmed text; a number without decimals loses its ``.0``.

    :raises ValueRefused: for a failed formula, or a number so long that the program has dropped digits
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)) and abs(value) >= 10**KEPT_DIGITS:
        raise ValueRefused("long_number", shown(value))
    result = shown(value).translate(_INVISIBLE).strip()
    if match := _FORMULA_TEXT.fullmatch(result):
        result = match[1].strip()
    if _CELL_ERROR.fullmatch(result):
        raise ValueRefused("cell_error", result)
    return result


def code(value):
    """Return a number or code without any space, full-width letters and digits made plain (NFKC).

    :raises ValueRefused: as :func:`text`, and for a long number that was saved as ``1.45546E+19``
    """
    bare = "".join(unicodedata.normalize("NFKC", text(value)).split())
    # taking a space away can join a letter and the accent behind it
    result = unicodedata.normalize("NFKC", bare)
    if _SCIENTIFIC.fullmatch(result):
        raise ValueRefused("long_number", result)
    return result


def name(value):
    """Return a name for comparison and storing: trimmed, plain letters and digits, single spaces inside."""
    return " ".join(unicodedata.normalize("NFKC", text(value)).split())


def number(value):
    """Return the cell as an exact ``Decimal``, or ``None`` if it is empty.

    Accepts ¥ and ￥ or 元, thousands commas, full-width digits, and parentheses for a negative amount.
    """
    if isinstance(value, (bool, date, datetime)):
        raise ValueRefused("not_number", shown(value))
    if isinstance(value, (int, float, Decimal)):
        try:
            return _plain(Decimal(str(value)))
        except InvalidOperation:
            raise ValueRefused("not_number", value) from None
    bare = "".join(unicodedata.normalize("NFKC", text(value)).split())
    if not bare:
        return None
    stripped = bare.replace("−", "-").removesuffix("元")
    negative = stripped.startswith("(") and stripped.endswith(")")
    if negative:
        stripped = stripped[1:-1]
    sign, body = ("-", stripped[1:]) if stripped.startswith("-") else ("", stripped)
    body = sign + re.sub(r"^(¥|CNY|RMB)", "", body)
    if not _GROUPED.fullmatch(body) or (negative and body.startswith("-")):
        raise ValueRefused("not_number", shown(value))
    amount = Decimal(body.replace(",", ""))
    return _plain(-amount if negative else amount)


def money(value):
    """Return an amount in yuan with two decimals as ``Decimal``, or ``None``; never rounds what a person typed."""
    amount = number(value)
    if amount is None:
        return None
    rounded = amount.quantize(CENT, ROUND_HALF_UP)
    if abs(rounded - amount) > (FLOAT_NOISE if isinstance(value, float) else 0):
        raise ValueRefused("too_many_decimals", shown(value))
    return rounded


def integer(value):
    """Return the cell as ``int``, or ``None``; ``4``, ``4.0``, ``４`` and ``1,000`` are whole numbers, ``两`` is not."""
    try:
        amount = number(value)
    except ValueRefused as refused:
        if refused.reason != "not_number":
            raise
        raise ValueRefused("not_integer", shown(value)) from None
    if amount is None:
        return None
    if amount != amount.to_integral_value():
        raise ValueRefused("not_integer", shown(value))
    return int(amount)


def day(value):
    """Return the cell as ``date``, or ``None``.

    Accepts a date cell, 2020-05-30, 2023/11/11, 2015年1月18日, 2018.5.8, 20151127 (each with or without a time) and
    the serial number of a date whose format was lost (43981).
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    bare = unicodedata.normalize("NFKC", text(value)).strip()
    if not bare:
        return None
    match = _DATE.fullmatch(re.sub(r"\s*([年月日./-])\s*", r"\1", bare)) or _COMPACT_DATE.fullmatch(bare)
    if match:
        try:
            return date(*map(int, match.groups()))
        except ValueError:
            raise ValueRefused("no_such_day", shown(value)) from None
    if re.fullmatch(r"\d{5}(\.\d+)?", bare) and int(float(bare)) in SERIALS:
        return SERIAL_EPOCH + timedelta(days=int(float(bare)))
    if re.fullmatch(r"\d{2}(年|[-/.])\d{1,2}(月|[-/.])\d{1,2}日?", bare):
        raise ValueRefused("two_digit_year", shown(value))
    raise ValueRefused("not_date", shown(value))


def _plain(amount):
    if not amount.is_finite():
        raise ValueRefused("not_number", amount)
    if abs(amount) >= 10**KEPT_DIGITS:
        raise ValueRefused("long_number", amount)
    return amount


#: How a column of each kind is read.
READERS = {"text": text, "name": name, "code": code, "number": number, "money": money, "integer": integer, "date": day}
