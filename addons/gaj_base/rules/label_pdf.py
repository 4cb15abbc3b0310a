"""Labels as a PDF: vector codes on the dot grid of a 203 dpi head, text in an embedded subset of the font."""

from io import BytesIO
from math import floor

from reportlab.pdfgen.canvas import Canvas

from . import label_font
from .label_compose import compose
from .labels import DOT_MM, to_dots

_POINTS_PER_MM = 72 / 25.4
_POINTS_PER_DOT = DOT_MM * _POINTS_PER_MM


def render_pdf(layout, items, start=1, font_path=None, captions=None, subfont_index=0) -> bytes:
    """Return a PDF with one label for each of ``items``, in their order.

    :param start: position of the first label on the first sheet, counted from 1 along rows
    :param font_path: a TrueType font or collection with Chinese characters; its used part is embedded
    :param captions: name of a field (``labels.FIELDS``) → what is printed before its value
    :raises LabelDoesNotFit: a code or a number would have to be shrunk or cut
    :raises LabelFontError: the font cannot be used
    :raises ValueError: no item, or no position ``start``
    """
    layout.origin(start)
    font = label_font.load(font_path, subfont_index)
    stream = BytesIO()
    canvas = Canvas(stream, tuple(map(_points, layout.page_size)), pageCompression=1, invariant=1)
    # A viewer that "fits to page" would shrink the codes.
    canvas.setViewerPreference("PrintScaling", "None")
    canvas.setTitle(layout.title)
    position, page = start, 1
    for item in items:
        if position > layout.per_page:
            canvas.showPage()
            position, page = 1, page + 1
        _draw(canvas, layout, position, compose(layout, item, font, captions), font)
        position += 1
    if (position, page) == (start, 1):
        raise ValueError("no label to print")
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _points(millimetres):
    """Return points, rounded down: a page a hair wider than 560 dots is stretched to 561 by drivers."""
    return floor(millimetres * _POINTS_PER_MM * 1000) / 1000


def _draw(canvas, layout, position, label, font):
    """Draw ``label`` at ``position``; one unit is one dot, the origin the label's top left, y grows downwards."""
    # Origins are moved to whole dots, so that every edge of every module is one.
    x, y = (to_dots(millimetres) for millimetres in layout.origin(position))
    page_height = to_dots(layout.page_size[1])
    unit = f"{_POINTS_PER_DOT:.6f}"
    canvas.saveState()
    canvas.addLiteral(f"{unit} 0 0 {unit} {x * _POINTS_PER_DOT:.4f} {(page_height - y) * _POINTS_PER_DOT:.4f} cm")
    boxes = [label.rule] if label.rule else []
    boxes += _bar_boxes(label.bars) if label.bars else []
    boxes += _qr_boxes(label.qr) if label.qr else []
    # One path, filled once: renderers would show hairlines between modules filled one by one.
    canvas.addLiteral("\n".join(f"{x} {-y - h} {w} {h} re" for x, y, w, h in boxes) + "\nf")
    for text in label.texts:
        _write(canvas, text, font)
    canvas.restoreState()


def _write(canvas, text, font):
    # The render mode outlives the text: it is put back, or everything after a bold line would be bold.
    canvas.saveState()
    line = canvas.beginText(text.x, -text.baseline)
    line.setFont(font.name, text.size)
    if text.bold:
        # The font has one weight: a thin outline makes it heavier.
        canvas.setLineWidth(text.size * 0.03)
        line.setTextRenderMode(2)
    line.textOut(text.text)
    canvas.drawText(line)
    canvas.restoreState()


def _bar_boxes(code):
    """Return (x, y, width, height) of the bars."""
    return [(x, code.y, width, code.height) for x, width in _runs(code, code.pattern, "1")]


def _qr_boxes(code):
    """Return (x, y, width, height) of the dark runs of each row."""
    return [
        (x, code.y + row * code.module, width, code.module)
        for row, modules in enumerate(code.pattern)
        for x, width in _runs(code, modules, True)
    ]


def _runs(code, modules, dark):
    """Return (x, width) in dots of each run of dark modules."""
    runs, first = [], None
    for place, module in enumerate([*modules, None]):
        if module == dark and first is None:
            first = place
        elif module != dark and first is not None:
            runs.append((code.x + first * code.module, (place - first) * code.module))
            first = None
    return runs
