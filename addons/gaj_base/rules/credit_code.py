"""Unified social credit codes of organisations (统一社会信用代码).

Source: GB 32100-2015, 法人和其他组织统一社会信用代码编码规则.
"""

import unicodedata

from stdnum.cn import uscc


def normalise(raw):
    """Return ``raw`` as it is stored: half-width capitals without spaces or hyphens; ``""`` for nothing."""
    text = unicodedata.normalize("NFKC", raw or "")
    return "".join(text.split()).replace("-", "").upper()


def is_valid(code):
    """Tell whether the normalised ``code`` has 18 characters of the standard's alphabet and a right check character."""
    return uscc.is_valid(code)
