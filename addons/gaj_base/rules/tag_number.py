"""Numbers on tags, and what a scanner may hand over instead of one.

A tag number has 14 digits: unit 2, year 4, serial 6, check digits 2 by ISO/IEC 7064 MOD 97-10.
Source of the check digits: ISO/IEC 7064:2003 (GB/T 17710); of the GIAI: GS1 General Specifications, AI (8004).
"""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

TAG_LENGTH = 14
DEEP_LINK_PATH = "/gaj/a/"
GIAI_MAX_LENGTH = 30
_TAG = re.compile(r"[0-9]{14}")
_BODY_LENGTH = TAG_LENGTH - 2

# What scanners put before GS1 data: symbology identifiers of Code 128, Data Matrix, QR and DataBar, and FNC1.
_SYMBOLOGY = re.compile(r"\](?:C1|d2|Q3|e0)")
_GROUP_SEPARATOR = "\x1d"
_GIAI_BRACKETED = re.compile(r"\(8004\)(?P<value>.*)", re.DOTALL)
# GS1 AI encodable character set 82, the alphabet of a GIAI.
_GIAI_VALUE = re.compile(r"""[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,30}""")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
# Not str.strip() and not \s: both would take the group separator, which announces GS1 data.
_BLANKS = " \t\r\n\f\v"
_GROUPING = re.compile(r"[ \t\r\n\f\v-]")


class ScanRefused(ValueError):
    """A scan that looks like ours but must not be believed.

    ``reason`` is ``"check_digits"`` or ``"foreign_host"``; ``value`` is the number or the host met.
    """

    def __init__(self, reason, value):
        super().__init__(f"{reason}: {value}")
        self.reason = reason
        self.value = value


@dataclass(frozen=True)
class Parsed:
    """What a scan says: ``kind`` is ``"tag"``, ``"giai"``, ``"text"`` or ``"empty"``."""

    kind: str
    value: str


def make(unit: int, year: int, serial: int) -> str:
    """Return the 14 digits of the tag number of ``serial`` in ``unit`` and ``year``.

    :raises ValueError: unit outside 0-99, year outside 1000-9999, serial outside 1-999999
    """
    if not 0 <= unit <= 99 or not 1000 <= year <= 9999 or not 1 <= serial <= 999_999:
        raise ValueError(f"no tag number for unit {unit}, year {year}, serial {serial}")
    body = f"{unit:02d}{year:04d}{serial:06d}"
    return body + check_digits(body)


def check_digits(body: str) -> str:
    """Return the two check digits (02 to 98) of ``body``, 12 digits.

    :raises ValueError: ``body`` is not 12 ASCII digits
    """
    if len(body) != _BODY_LENGTH or not re.fullmatch("[0-9]+", body):
        raise ValueError(f"not 12 digits: {body!r}")
    return f"{98 - int(body) * 100 % 97:02d}"


def is_valid(tag_no) -> bool:
    """Return whether ``tag_no`` is 14 ASCII digits ending in the check digits of the first twelve."""
    return (
        isinstance(tag_no, str)
        and _TAG.fullmatch(tag_no) is not None
        and check_digits(tag_no[:_BODY_LENGTH]) == tag_no[_BODY_LENGTH:]
    )


def normalise(raw) -> str:
    """Return ``raw`` in one spelling: NFKC (full-width digits become ASCII), ASCII hyphens, nothing
    invisible, no space at the ends; a tag number typed in groups loses its spaces and hyphens.
    """
    text = unicodedata.normalize("NFKC", raw or "")
    text = _DASHES.sub("-", _INVISIBLE.sub("", text))
    # Removing an invisible character may bring two together that compose.
    text = unicodedata.normalize("NFKC", text).strip(_BLANKS)
    digits = _GROUPING.sub("", text)
    return digits if _TAG.fullmatch(digits) else text


def parse(raw, hosts=()) -> Parsed:
    """Return what ``raw``, scanned or typed, says.

    A deep link counts only if its host is one of ``hosts`` (names or base addresses, any port);
    14 digits are a tag number or refused, never text. Text may be a serial, a legacy number, a room code.

    :raises ScanRefused: wrong check digits, or a deep link of another host
    """
    text = normalise(raw)
    if not text.strip(_GROUP_SEPARATOR + _BLANKS):
        return Parsed("empty", "")
    if _TAG.fullmatch(text):
        return Parsed("tag", _checked(text))
    if text[:8].lower().startswith(("http://", "https://")):
        return _parse_link(text, hosts)
    return _parse_giai(text) or Parsed("text", text)


def giai(prefix: str, reference: str) -> str:
    """Return the element string ``8004`` + company prefix + asset reference for a GS1 code.

    :raises ValueError: prefix not 4 to 12 digits; GIAI empty after it, over 30 characters or outside set 82
    """
    value = f"{prefix}{reference}"
    if not re.fullmatch("[0-9]{4,12}", prefix):
        raise ValueError(f"a GS1 company prefix has 4 to 12 digits: {prefix!r}")
    if not reference or not _GIAI_VALUE.fullmatch(value):
        raise ValueError(f"a GIAI has 1 to {GIAI_MAX_LENGTH} characters of GS1 set 82: {value!r}")
    return "8004" + value


def deep_link(base: str, tag_no: str) -> str:
    """Return the link that a tag's QR code carries, ``base`` being ``https://HOST``."""
    return f"{base.rstrip('/')}{DEEP_LINK_PATH}{tag_no}"


def _checked(tag_no):
    if not is_valid(tag_no):
        raise ScanRefused("check_digits", tag_no)
    return tag_no


def _parse_link(text, hosts):
    """A link of our form is a tag number; one of our form at another host is refused; any other is text."""
    try:
        link = urlsplit(text)
        host = (link.hostname or "").rstrip(".")
    except ValueError:
        return Parsed("text", text)
    path = link.path.rstrip("/")
    if not path.lower().startswith(DEEP_LINK_PATH):
        return Parsed("text", text)
    if not host or host not in {_host_of(allowed) for allowed in hosts}:
        raise ScanRefused("foreign_host", host)
    return Parsed("tag", _checked(normalise(path[len(DEEP_LINK_PATH) :])))


def _host_of(allowed):
    """Return the bare host, lower case, of a name or a base address that an administrator wrote."""
    text = normalise(allowed).lower()
    return (urlsplit(text if "//" in text else f"//{text}").hostname or "").rstrip(".")


def _parse_giai(text):
    """Return the GIAI in the forms scanners hand over, None if ``text`` is none.

    Bare ``8004…`` without symbology identifier, FNC1 or brackets is not taken: it may be a serial number.
    """
    data = _SYMBOLOGY.sub("", text, count=1) if _SYMBOLOGY.match(text) else text
    announced = data != text or data.startswith(_GROUP_SEPARATOR)
    data = data.strip(_GROUP_SEPARATOR)
    bracketed = _GIAI_BRACKETED.fullmatch(data)
    if bracketed:
        value = bracketed["value"].strip(_BLANKS)
    elif announced and data.startswith("8004"):
        value = data[4:]
    else:
        return None
    value = value.split(_GROUP_SEPARATOR)[0]
    return Parsed("giai", value) if _GIAI_VALUE.fullmatch(value) else None
