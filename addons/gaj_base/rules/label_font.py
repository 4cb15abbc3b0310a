"""The font of labels: which characters it has, how wide they are, and what stands for a missing one."""

import os
import unicodedata
from functools import lru_cache
from zlib import crc32

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

# The printer's mark for a missing type, then poorer substitutes.
_MISSING_MARKS = "〓□?"
# Marks that shape their neighbour (joiners, variation selectors) and print nothing themselves.
_IGNORABLE = {0x034F, 0xFEFF, *range(0x180B, 0x1810), *range(0x200B, 0x2010), *range(0x202A, 0x202F)}
_IGNORABLE |= {*range(0x2060, 0x2070), *range(0xFE00, 0xFE10), *range(0xE0000, 0xE1000)}


class LabelFontError(ValueError):
    """The font file is missing, or no TrueType font that a PDF can embed; ``path`` is the file."""

    def __init__(self, path, reason):
        super().__init__(f"The label font {path} cannot be used: {reason}")
        self.path = path


class LabelFont:
    """A TrueType font registered with reportlab under ``name``; widths are in em."""

    def __init__(self, path, subfont_index=0):
        self.path = path
        self.subfont_index = subfont_index
        version = f"{path}:{os.path.getmtime(path)}:{subfont_index}".encode()
        self.name = f"gaj-label-{crc32(version):08x}"
        font = TTFont(self.name, path, subfontIndex=subfont_index)
        pdfmetrics.registerFont(font)
        self._widths = font.face.charWidths
        self._default_width = font.face.defaultWidth
        self._glyphs = font.face.charToGlyph
        self.missing_mark = next((mark for mark in _MISSING_MARKS if self.has(mark)), " ")

    def has(self, character) -> bool:
        """Return whether the font can draw ``character``."""
        return self._glyphs.get(ord(character), 0) != 0

    def width(self, text) -> float:
        """Return the width of ``text`` in em."""
        return sum(self._widths.get(ord(character), self._default_width) for character in text) / 1000

    def printable(self, text) -> str:
        """Return ``text`` on one line, composed, each character the font lacks replaced by a visible mark."""
        text = unicodedata.normalize("NFC", " ".join((text or "").split()))
        shown = []
        for character in text:
            if ord(character) in _IGNORABLE:
                continue
            if unicodedata.category(character) == "Cc":
                character = " "
            shown.append(character if character == " " or self.has(character) else self.missing_mark)
        return " ".join("".join(shown).split())


def load(path, subfont_index=0) -> LabelFont:
    """Return the font at ``path``, read once for each version of the file.

    :raises LabelFontError: no such file, or not an embeddable TrueType font
    """
    try:
        return _load(str(path), subfont_index, os.path.getmtime(path))
    except OSError as error:
        raise LabelFontError(path, error.strerror or "it cannot be read") from error
    except TTFError as error:
        raise LabelFontError(path, error) from error


@lru_cache(maxsize=4)
def _load(path, subfont_index, _modified):
    return LabelFont(path, subfont_index)
