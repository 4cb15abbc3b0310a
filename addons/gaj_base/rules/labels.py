"""Labels: what is printed on one, and on which paper.

Lengths are millimetres unless a name says dots; a dot is 0.125 mm, one dot of a 203 dpi thermal head (8 per mm).
Code sizes never fall below 2 dots per Code 128 module and 3 dots per QR module, the smallest that cheap
scanners and phones read from a 203 dpi print: what does not fit at that size is refused, not shrunk.
"""

import re
from dataclasses import dataclass

from .tag_number import DEEP_LINK_PATH, is_valid

DOT_MM = 0.125
BAR_MODULE_DOTS = 2
BAR_QUIET_MODULES = 10
BAR_MODULES = 112
#: Function character 1 of Code 128, which announces GS1 data, as ``Code.content`` has it.
FNC1 = "\xf1"
QR_MODULE_DOTS = 3
QR_QUIET_MODULES = 4
FIELDS = ("name", "asset_no", "model", "place", "date")
CAPTIONS = {"name": "Name", "asset_no": "No.", "model": "Model", "place": "Place", "date": "Date"}
_GIAI = re.compile("8004[0-9]{1,30}")
_DEEP_LINK = re.compile(r"https?://[^/?#@]+" + re.escape(DEEP_LINK_PATH) + "[0-9]+", re.IGNORECASE)


def to_dots(millimetres: float) -> int:
    """Return the nearest whole number of 203 dpi dots."""
    return round(millimetres / DOT_MM)


class LabelDoesNotFit(ValueError):
    """A label whose codes or numbers would have to be shrunk or cut.

    ``reason`` is ``"qr"``, ``"code128"`` or ``"number"``; ``label`` names the label, ``layout`` is the layout's
    name, ``needed`` and ``available`` are millimetres for codes and lines for a number.
    """

    def __init__(self, reason, label, layout, needed, available):
        what = {"qr": "QR code", "code128": "bar code", "number": "number"}[reason]
        unit = "lines" if reason == "number" else "mm"
        super().__init__(
            f"Label {label}: the {what} needs {needed:g} {unit}, layout {layout} has {available:g} {unit}. "
            "Choose a larger layout" + (" or a shorter address of the server." if reason == "qr" else ".")
        )
        self.reason, self.label, self.layout = reason, label, layout
        self.needed, self.available = needed, available


@dataclass(frozen=True)
class LabelItem:
    """What one label says. Empty fields are left out; ``url`` is what the QR code carries (else ``tag_no``).

    ``giai`` is a GS1 element string (``tag_number.giai``); with it the bars are a GS1-128 code of it instead of the
    tag number, which is wider: roughly half as wide again as the tag number's.

    :raises ValueError: ``tag_no`` is no valid tag number, or ``giai`` is not 8004 and digits
    """

    tag_no: str
    url: str = ""
    unit_name: str = ""
    name: str = ""
    asset_no: str = ""
    model: str = ""
    place: str = ""
    date: str = ""
    giai: str = ""

    def __post_init__(self):
        if not is_valid(self.tag_no):
            raise ValueError(f"no label without a valid tag number: {self.tag_no!r}")
        if self.giai and not _GIAI.fullmatch(self.giai):
            raise ValueError(f"bars carry a GIAI of digits only: {self.giai!r}")

    @property
    def caption(self) -> str:
        """The label as messages name it."""
        return f"{self.tag_no} ({self.name})" if self.name else self.tag_no

    @property
    def readable_tag(self) -> str:
        """The tag number in groups: unit, year, serial, check digits."""
        number = self.tag_no
        return f"{number[:2]} {number[2:6]} {number[6:12]} {number[12:]}"

    @property
    def qr_text(self) -> str:
        """What the QR code carries: a deep link is written in capitals, which QR codes store in 5.5 bits each
        (ISO/IEC 18004, alphanumeric mode), so that it mostly needs version 3; host names ignore case.
        """
        if not self.url:
            return self.tag_no
        return self.url.upper() if _DEEP_LINK.fullmatch(self.url) else self.url


@dataclass(frozen=True)
class Layout:
    """One kind of label paper.

    A roll has one label per page (``columns == rows == 1``). ``padding_x`` and ``padding_y`` keep ink off the
    edges: printers of A4 sheets cannot print the outermost 4 mm. ``codes`` says which codes the layout carries.
    """

    name: str
    title: str
    width: float
    height: float
    text_size: float
    header_size: float
    bar_height: float
    qr_box: float
    padding_x: float
    padding_y: float
    codes: tuple = ("qr", "code128")
    columns: int = 1
    rows: int = 1
    page_width: float = 0.0
    page_height: float = 0.0
    left: float = 0.0
    top: float = 0.0
    pitch_x: float = 0.0
    pitch_y: float = 0.0

    @property
    def is_roll(self) -> bool:
        return self.per_page == 1

    @property
    def per_page(self) -> int:
        return self.columns * self.rows

    @property
    def page_size(self) -> tuple:
        """Width and height of a page (mm)."""
        return (self.page_width or self.width, self.page_height or self.height)

    def origin(self, position: int) -> tuple:
        """Return left and top edge (mm from the page's top left) of ``position``, counted from 1 along rows.

        :raises ValueError: no such position on a page
        """
        if not 1 <= position <= self.per_page:
            raise ValueError(f"layout {self.name} has positions 1 to {self.per_page}, not {position}")
        row, column = divmod(position - 1, self.columns)
        return (self.left + column * self.pitch_x, self.top + row * self.pitch_y)


_A4 = {"page_width": 210.0, "page_height": 297.0}

LAYOUTS = {
    layout.name: layout
    for layout in (
        Layout("thermal_70x40", "Roll 70 × 40 mm", 70, 40, 2.75, 3.5, 7.0, 20.5, 2, 1.5),
        Layout("thermal_60x40", "Roll 60 × 40 mm", 60, 40, 2.75, 3.25, 7.5, 18.5, 1.5, 1.5),
        Layout("thermal_50x30", "Roll 50 × 30 mm", 50, 30, 2.375, 2.75, 5.5, 15.375, 0.75, 0.75),
        # 70 × 37 mm edge to edge, 24 a sheet.
        Layout(
            "a4_3x8", "A4 sheet 3 × 8, 70 × 37 mm", 70, 37, 2.5, 3.0, 5.5, 18.5, 4, 3.75,
            columns=3, rows=8, left=0, top=0.5, pitch_x=70, pitch_y=37, **_A4,
        ),
        # 63.5 × 38.1 mm, 21 a sheet.
        Layout(
            "a4_3x7", "A4 sheet 3 × 7, 63.5 × 38.1 mm", 63.5, 38.1, 2.5, 3.125, 7.0, 18.5, 2.5, 1.75,
            columns=3, rows=7, left=7.2, top=15.15, pitch_x=66.04, pitch_y=38.1, **_A4,
        ),
        # 99.1 × 38.1 mm, 14 a sheet.
        Layout(
            "a4_2x7", "A4 sheet 2 × 7, 99.1 × 38.1 mm", 99.1, 38.1, 2.875, 3.5, 7.0, 23.125, 3, 1.75,
            columns=2, rows=7, left=4.65, top=15.15, pitch_x=101.6, pitch_y=38.1, **_A4,
        ),
    )
}  # fmt: skip
