"""Where everything on one label stands, in whole 203 dpi dots from its top left corner.

The writers (PDF, ZPL) only draw what is composed here, so both refuse, wrap and cut alike.
"""

from dataclasses import dataclass
from functools import lru_cache

import barcode
import qrcode
from qrcode.exceptions import DataOverflowError

from .label_text import share_rows, shorten
from .labels import (
    BAR_MODULE_DOTS,
    BAR_MODULES,
    BAR_QUIET_MODULES,
    CAPTIONS,
    DOT_MM,
    FIELDS,
    FNC1,
    QR_MODULE_DOTS,
    QR_QUIET_MODULES,
    LabelDoesNotFit,
    to_dots,
)
from .tag_number import TAG_LENGTH

_LEADING = 1.27
_GAP = 4
_RULE_DOTS = 2
_CAPTION_GAP_EM = 0.5
_LARGEST_QR_MODULES = 177 + 2 * QR_QUIET_MODULES


@dataclass(frozen=True)
class Text:
    """A line of text: left end of its base line, size of an em, all in dots."""

    x: int
    baseline: int
    size: int
    text: str
    bold: bool = False


@dataclass(frozen=True)
class Code:
    """A code: left and top of its first dark module, dots per module, and what it says.

    ``pattern`` is a row of ``0`` and ``1`` for bars (``height`` dots tall), a list of rows of booleans for QR.
    """

    x: int
    y: int
    module: int
    content: str
    pattern: object
    height: int = 0


@dataclass(frozen=True)
class Composed:
    """A label ready to be drawn; ``rule`` is (x, y, width, height) of the line under the header, or None."""

    texts: tuple
    rule: tuple | None
    bars: Code | None
    qr: Code | None


@dataclass(frozen=True)
class _Frame:
    """The areas of a layout, in dots."""

    left: int
    right: int
    top: int
    bottom: int
    column_right: int  # left edge of the QR code's box
    qr_top: int  # top edge of the QR code's box
    body_top: int  # below the rule
    body_bottom: int  # above bar code and number
    text: int
    header: int


@lru_cache(maxsize=32)
def _frame(layout):
    left, right = to_dots(layout.padding_x), to_dots(layout.width - layout.padding_x)
    top, bottom = to_dots(layout.padding_y), to_dots(layout.height - layout.padding_y)
    text, header = to_dots(layout.text_size), to_dots(layout.header_size)
    bars = to_dots(layout.bar_height) + _GAP if "code128" in layout.codes else 0
    qr = to_dots(layout.qr_box) if "qr" in layout.codes else 0
    body_top = top + round(header * 1.2) + _RULE_DOTS + _GAP
    return _Frame(
        left=left,
        right=right,
        top=top,
        bottom=bottom,
        column_right=right - qr,
        qr_top=bottom - qr,
        body_top=body_top,
        body_bottom=bottom - text - bars - _GAP,
        text=text,
        header=header,
    )


def compose(layout, item, font, captions=None) -> Composed:
    """Place the codes, the number and the texts of ``item`` on ``layout``.

    Texts that are too long are wrapped, then cut with an ellipsis; codes and numbers never are.

    :param captions: name of a field (``labels.FIELDS``) → what is printed before its value
    :raises LabelDoesNotFit: a code or a number has no room
    """
    frame = _frame(layout)
    bars = _place_bars(layout, item, frame) if "code128" in layout.codes else None
    qr = _place_qr(layout, item, frame) if "qr" in layout.codes else None
    header = font.printable(item.unit_name)
    texts = [
        *_header(header, frame, font),
        *_body(layout, item, frame, font, captions or CAPTIONS),
        _number(item, frame, font, centred=bars is not None),
    ]
    rule = (frame.left, frame.body_top - _GAP - _RULE_DOTS, frame.right - frame.left, _RULE_DOTS) if header else None
    return Composed(tuple(texts), rule, bars, qr)


def _header(text, frame, font):
    """The name of the unit, centred; smaller by up to a quarter, then cut, when it is long."""
    if not text:
        return []
    width = frame.right - frame.left
    size = max(min(frame.header, int(width / font.width(text))), round(frame.header * 0.75))
    if font.width(text) * size > width:
        text = shorten(text, lambda part: font.width(part) * size <= width)
    x = frame.left + round((width - font.width(text) * size) / 2)
    return [Text(x, frame.top + round(frame.header * 0.95), size, text, bold=True)]


def _body(layout, item, frame, font, captions):
    """The captioned fields, as many rows as there is room for; rows above the QR code have the full width."""
    fields = [(name, font.printable(getattr(item, name))) for name in FIELDS]
    fields = [(name, value) for name, value in fields if value]
    heads = {name: font.printable(captions.get(name, "")) for name, _value in fields}
    size = frame.text
    value_x = frame.left + round((max(map(font.width, heads.values()), default=0) + _CAPTION_GAP_EM) * size)
    pitch = round(size * _LEADING)
    count = (frame.body_bottom - frame.body_top) // pitch

    def fits(text, row):
        above_qr = frame.body_top + (row + 1) * pitch <= frame.qr_top
        right = frame.right if above_qr else frame.column_right - _GAP
        return font.width(text) * size <= right - value_x

    def refuse(lines):
        return LabelDoesNotFit("number", item.caption, layout.name, lines, count)

    texts, baseline = [], frame.body_top + round(size * 0.9)
    for name, lines in share_rows(fields, count, fits, refuse):
        texts.append(Text(frame.left, baseline, size, heads[name]))
        for line in lines:
            texts.append(Text(value_x, baseline, size, line))
            baseline += pitch
    return [text for text in texts if text.text]


def _number(item, frame, font, centred):
    """The tag number for people, under the bars."""
    text = item.readable_tag
    width = round(font.width(text) * frame.text)
    x = frame.left + (max(frame.column_right - frame.left - width, 0) // 2 if centred else 0)
    return Text(x, frame.bottom - round(frame.text * 0.12), frame.text, text)


def _place_bars(layout, item, frame):
    pattern, content = _bar_pattern(item)
    quiet = BAR_QUIET_MODULES * BAR_MODULE_DOTS
    width = len(pattern) * BAR_MODULE_DOTS
    column = frame.column_right - frame.left
    if column < width + 2 * quiet:
        raise LabelDoesNotFit("code128", item.caption, layout.name, (width + 2 * quiet) * DOT_MM, column * DOT_MM)
    x = frame.left + (column - width) // 2
    height = to_dots(layout.bar_height)
    y = frame.bottom - frame.text - _GAP - height
    return Code(x, y, BAR_MODULE_DOTS, content, pattern, height)


def _bar_pattern(item):
    """Return the modules of the bars and what they say; GS1 data begins with ``labels.FNC1``."""
    if item.giai:
        return barcode.get("gs1_128", item.giai).build()[0], FNC1 + item.giai
    pattern = barcode.get("code128", item.tag_no).build()[0]
    if len(pattern) != BAR_MODULES:
        raise ValueError(f"{item.tag_no} does not fill {BAR_MODULES} modules")
    return pattern, item.tag_no


def _place_qr(layout, item, frame):
    """The QR code in its box, its modules the largest whole number of dots that fits."""
    box = frame.right - frame.column_right
    try:
        rows = qr_matrix(item.qr_text)
        modules = len(rows) + 2 * QR_QUIET_MODULES
    except ValueError:
        rows, modules = None, _LARGEST_QR_MODULES
    module = box // modules
    if rows is None or module < QR_MODULE_DOTS:
        raise LabelDoesNotFit("qr", item.caption, layout.name, modules * QR_MODULE_DOTS * DOT_MM, box * DOT_MM)
    # The quiet zone ends at the bottom right corner of the frame.
    edge = (len(rows) + QR_QUIET_MODULES) * module
    return Code(frame.right - edge, frame.bottom - edge, module, item.qr_text, rows)


def qr_matrix(text):
    """Return the rows of the smallest QR code of ``text`` at level M, True for dark, without quiet zone.

    :raises ValueError: text longer than a QR code can be
    """
    # Scoring the eight masks takes nine tenths of the time. Any mask decodes, so codes that differ in the
    # tag number only share the mask that scored best for the first of them.
    return _qr_code(text, _best_mask(text[:-TAG_LENGTH], len(text))).modules


@lru_cache(maxsize=64)
def _best_mask(beginning, length):
    code = _qr_code(beginning + "0" * (length - len(beginning)), None)
    return code.best_mask_pattern()


def _qr_code(text, mask):
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0, mask_pattern=mask)
    # Runs of ten digits get a segment of their own: 3.3 bits a digit.
    code.add_data(text, optimize=10)
    try:
        code.make(fit=True)
    except DataOverflowError as error:
        raise ValueError(f"too long for a QR code: {len(text)} characters") from error
    return code
