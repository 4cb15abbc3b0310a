"""Codes of the national catalogue of fixed assets: a letter and four pairs of digits.

Source: GB/T 14885-2022, Classification and codes of fixed assets and other assets.
"""

import re

_CODE = re.compile(r"A(?!00)\d{8}", re.ASCII)


def parent_code(code: str) -> str | None:
    """Return the code one level up (the last pair that is not 00 becomes 00), or ``None`` for a class.

    :raises ValueError: if ``code`` is not a letter A with eight digits, or names a class 00
    """
    if not _CODE.fullmatch(code):
        raise ValueError(f"{code!r} is not an asset category code: A and eight digits are expected")
    pairs = [code[place : place + 2] for place in (1, 3, 5, 7)]
    last = max(place for place, pair in enumerate(pairs) if pair != "00")
    if last == 0:
        return None
    pairs[last] = "00"
    return "A" + "".join(pairs)
