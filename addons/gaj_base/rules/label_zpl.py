"""Labels as ZPL II for thermal printers with 203 dpi heads.

Codes are the printer's own (``^BQ``, ``^BC``). Text is sent as pictures (``^GFA``) of lines drawn in our font: most
printers have no Chinese font, print nothing for a missing one without a word, and lay text out by other widths than
those it was wrapped by.
"""

import re
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from . import label_font
from .label_compose import compose
from .labels import FNC1, to_dots

_PRINTABLE = frozenset(range(0x21, 0x7F)) - frozenset(b"^~_\\")
_RUN = re.compile(r"(.)\1+")
_REPEATS = [(400 - 20 * place, letter) for place, letter in enumerate("zyxwvutsrqponmlkjihg")]
_REPEATS += [(19 - place, letter) for place, letter in enumerate("YXWVUTSRQPONMLKJIHG")]


def render_zpl(layout, items, font_path=None, captions=None, subfont_index=0) -> str:
    """Return ZPL that prints one label for each of ``items`` on a roll.

    :param font_path: a TrueType font or collection with Chinese characters
    :param captions: name of a field (``labels.FIELDS``) → what is printed before its value
    :raises LabelDoesNotFit: a code or a number would have to be shrunk or cut
    :raises LabelFontError: the font cannot be used
    :raises ValueError: no item, or ``layout`` is no roll
    """
    if not layout.is_roll:
        raise ValueError(f"layout {layout.name} is a sheet; label printers take rolls")
    font = label_font.load(font_path, subfont_index)
    labels = [_label(layout, compose(layout, item, font, captions), font) for item in items]
    if not labels:
        raise ValueError("no label to print")
    return "".join(labels)


def escape(text) -> str:
    """Return ``text`` for a field after ``^FH``: what ZPL would read as a command, and bytes beyond ASCII
    (UTF-8, ``^CI28``), as ``_`` and two hexadecimal digits.
    """
    return "".join(chr(byte) if byte in _PRINTABLE else f"_{byte:02X}" for byte in text.encode())


def _label(layout, label, font):
    lines = [f"^XA^CI28^LH0,0^PW{to_dots(layout.width)}^LL{to_dots(layout.height)}"]
    if label.rule:
        x, y, width, height = label.rule
        lines.append(f"^FO{x},{y}^GB{width},{height},{height}^FS")
    if label.bars:
        code = label.bars
        lines.append(f"^FO{code.x},{code.y}^BY{code.module}^BCN,{code.height},N,N,N,N^FD{_bar_data(code)}^FS")
    if label.qr:
        code = label.qr
        # Level M, the printer chooses the mode: the same version as ours.
        lines.append(f"^FO{code.x},{code.y}^BQN,2,{code.module}^FH_^FDMA,{escape(code.content)}^FS")
    lines += [_picture(text, font) for text in label.texts]
    return "\n".join(lines) + "\n^PQ1^XZ\n"


def _bar_data(code):
    """Return what ``^BC`` prints: ">;" starts in set C, two digits a symbol, ">8" is FNC1, ">6" goes on in set B."""
    announced = code.content.startswith(FNC1)
    data = code.content.removeprefix(FNC1)
    if not announced:
        return f">;{data}"
    odd = len(data) % 2
    return f">;>8{data[: len(data) - odd]}" + (f">6{data[-1]}" if odd else "")


def _picture(text, font):
    """Return the field that draws a line of text."""
    ascent, picture = _draw_line(text.text, text.size, text.bold, font)
    stride = (picture.width + 7) // 8
    size = stride * picture.height
    dots = picture.tobytes()
    rows = [dots[start : start + stride] for start in range(0, size, stride)]
    top = text.baseline - ascent
    return f"^FO{max(text.x, 0)},{max(top, 0)}^GFA,{size},{size},{stride},{compress(rows)}^FS"


# Unit names and captions repeat on every label.
@lru_cache(maxsize=512)
def _draw_line(text, size, bold, font):
    """Return the height of the base line below the top, and the line as a picture, 1 for ink."""
    ascent, height = round(size * 0.95), round(size * 1.22)
    picture = Image.new("1", (round(font.width(text) * size) + size, height))
    across = 0.0
    for character in text:
        # Each character where its width puts it: hinted advances would add up to more than was measured.
        x = round(across)
        glyph = _glyph(character, size, font)
        for shift in range(1 + bold):
            picture.paste(1, (x + shift, 0), glyph)
        across += font.width(character) * size
    ink = picture.getbbox()
    return ascent, picture.crop((0, 0, ink[2], height)) if ink else picture


@lru_cache(maxsize=8192)
def _glyph(character, size, font):
    """Return the picture of a character, its base line where that of the line is."""
    picture = Image.new("1", (round(font.width(character) * size) + 2, round(size * 1.22)))
    draw = ImageDraw.Draw(picture)
    draw.fontmode = "1"
    face = _face(font.path, font.subfont_index, size)
    draw.text((0, round(size * 0.95)), character, fill=1, font=face, anchor="ls")
    return picture


@lru_cache(maxsize=32)
def _face(path, subfont_index, size):
    return ImageFont.truetype(path, size, index=subfont_index, layout_engine=ImageFont.Layout.BASIC)


def compress(rows) -> str:
    """Return rows of bytes as ZPL's compressed hexadecimal: letters repeat the digit after them, ``,`` and ``!`` fill
    a row with 0 and 1, ``:`` repeats the row above.
    """
    shown, above = [], None
    for row in rows:
        shown.append(":" if row == above else _compress_row(row.hex().upper()))
        above = row
    return "".join(shown)


def _compress_row(digits):
    for filler, mark in (("0", ","), ("F", "!")):
        kept = digits.rstrip(filler)
        if len(kept) < len(digits):
            return _repeat_runs(kept) + mark
    return _repeat_runs(digits)


def _repeat_runs(digits):
    return _RUN.sub(lambda run: _repeat_count(len(run[0])) + run[1], digits)


@lru_cache(maxsize=4096)
def _repeat_count(run):
    shown = []
    for value, letter in _REPEATS:
        times, run = divmod(run, value)
        shown.append(letter * times)
    return "".join(shown)
