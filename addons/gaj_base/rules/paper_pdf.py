"""Papers as a PDF for printing and binding: A4, embedded Chinese font, headers repeated, pages counted."""

from io import BytesIO

import qrcode
from PIL import Image, UnidentifiedImageError
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
)

from . import label_font
from .label_text import wrap
from .paper import PaperWords, check_length, signature
from .paper_grid import LEADING, SIZE, Body, Cells, Grid, column_widths, write_line

_MM = 72 / 25.4
# Archives bind at the left: 25 mm stay free there.
_BINDING, _EDGE, _TOP, _BOTTOM = 25 * _MM, 12 * _MM, 14 * _MM, 16 * _MM
_TITLE_SIZE = 16
_SUBTITLE_SIZE = 11
_PICTURE_HEIGHT = 60 * _MM
_GAP = 5 * _MM
_SIGNATURES_IN_ROW = 3
_SIGNATURE_HEIGHT = 17 * _MM


def render_pdf(papers, font_path=None, words=None, subfont_index=0) -> bytes:
    """Return a PDF of ``papers``, each beginning a page.

    :param font_path: a TrueType font or collection with Chinese characters; its used part is embedded
    :param words: ``PaperWords`` of the reader's language
    :raises PaperTooLong: more than ``paper.MAX_PDF_ROWS`` table rows
    :raises LabelFontError: the font cannot be used
    :raises ValueError: no paper
    """
    papers = list(papers)
    if not papers:
        raise ValueError("no paper to print")
    check_length(papers)
    words = words or PaperWords()
    font = label_font.load(font_path, subfont_index)
    stream = BytesIO()
    document = BaseDocTemplate(stream, pageCompression=1, invariant=1, title=papers[0].title, author=papers[0].unit)
    document.addPageTemplates([_template(index, paper) for index, paper in enumerate(papers)])
    story = []
    for index, paper in enumerate(papers):
        if index:
            story += [NextPageTemplate(str(index)), PageBreak()]
        story += _story(paper, Cells(font, words))
    document.build(story, canvasmaker=lambda *args, **kwargs: _Pages(papers, font, words, *args, **kwargs))
    return stream.getvalue()


def _size(paper):
    return landscape(A4) if paper.landscape else A4


def _frame(paper):
    """Return left, bottom, width and height of what may be printed on a page of ``paper``."""
    width, height = _size(paper)
    left = _BINDING if paper.binding_margin else _EDGE
    return left, _BOTTOM, width - left - _EDGE, height - _TOP - _BOTTOM


def _template(index, paper):
    frame = Frame(*_frame(paper), leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)

    def begin(canvas, _document):
        canvas.paper_index = index

    return PageTemplate(id=str(index), frames=[frame], onPage=begin, pagesize=_size(paper))


class _Pages(Canvas):
    """Keeps the pages until their number is known, then writes the foot of each."""

    def __init__(self, papers, font, words, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._papers = papers
        self._words = words
        self._font = font
        self._kept = []
        self.paper_index = 0

    def showPage(self):  # noqa: N802 - reportlab's name
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self):
        kept, alone, counted = self._kept, {}, {}
        for state in kept:
            alone[state["paper_index"]] = alone.get(state["paper_index"], 0) + 1
        for page, state in enumerate(kept, 1):
            index = state["paper_index"]
            counted[index] = counted.get(index, 0) + 1
            self.__dict__.update(state)
            paper = self._papers[index]
            if paper.own_pages:
                self._foot(paper, counted[index], alone[index])
            else:
                self._foot(paper, page, len(kept))
            # the pages kept before are shown at last, each with its number
            super().showPage()  # pylint: disable=super-method-mismatch
        return super().save()

    def _foot(self, paper, page, pages):
        left, bottom, width, _height = _frame(paper)
        y = bottom - 9 * _MM
        text = self._words.page % {"page": page, "pages": pages}
        text_width = self._font.width(text) * 8
        name = self._font.printable(" · ".join(filter(None, [paper.unit, paper.title])))
        room = width - text_width - 10
        lines = wrap(name, lambda part, _line: self._font.width(part) * 8 <= room)
        if lines:
            write_line(self, left, y, lines[0] + (" …" if len(lines) > 1 else ""), self._font, 8)
        write_line(self, left + width - text_width, y, text, self._font, 8)


def _story(paper, cells):
    """Return the flowables of one paper."""
    width = _frame(paper)[2]
    story = [_Lines(paper.title, cells.font, width, _TITLE_SIZE, "center", bold=True), Spacer(1, 2 * _MM)]
    if paper.unit:
        story += [_Lines(cells.words.unit % {"unit": paper.unit}, cells.font, width), Spacer(1, 1.5 * _MM)]
    if paper.facts:
        story += [_facts(paper.facts, cells, width), Spacer(1, 3 * _MM)]
    if paper.pictures:
        story += [_Pictures(row, cells, width) for row in _picture_rows(paper.pictures, width)]
    for number, table in enumerate(paper.tables):
        if number and paper.page_break_each:
            story.append(PageBreak())
        if table.title:
            story += [_Heading(table.title, cells.font, width)]
        story += [_table(table, cells, width), Spacer(1, 3 * _MM)]
    story += [_Lines(note, cells.font, width) for note in paper.notes]
    if paper.signatures:
        places = [signature(place) for place in paper.signatures]
        rows = [places[start : start + _SIGNATURES_IN_ROW] for start in range(0, len(places), _SIGNATURES_IN_ROW)]
        story.append(KeepTogether([Spacer(1, 3 * _MM), *(_Signatures(row, cells, width) for row in rows)]))
    return story


def _facts(facts, cells, width):
    label = max(cells.natural(label)[0] for label, _value in facts)
    label = min(label, width * 0.2)
    body = Body(cells, [label, width / 2 - label] * 2, bold_columns=(0, 2))
    for start in range(0, len(facts), 2):
        pair = [*facts[start : start + 2], ("", "")][:2]
        body.add([text for fact in pair for text in fact], ["left"] * 4)
    return Grid(body)


def _table(table, cells, width):
    body = Body(cells, column_widths(table, cells, width), table.headers)
    for row in table.rows:
        body.add(row, [table.align(column, value) for column, value in enumerate(row)])
    if not table.rows:
        body.add([cells.words.empty, *[None] * (len(table.headers) - 1)], ["left"] * len(table.headers))
    if table.totals:
        body.add(table.totals, [table.align(column, value) for column, value in enumerate(table.totals)])
        body.has_totals = True
    return Grid(body)


class _Lines(Flowable):
    """A text over the whole width."""

    def __init__(self, text, font, width, size=SIZE, align="left", bold=False):
        super().__init__()
        self.font, self.size, self.align, self.bold = font, size, align, bold
        self.leading = size * LEADING / SIZE
        self.width = width
        self.lines = [
            line
            for part in str(text).splitlines()
            for line in wrap(font.printable(part), lambda part, _line: font.width(part) * size <= width)
        ]

    def wrap(self, _width, _height):
        return self.width, len(self.lines) * self.leading

    def split(self, _width, height):
        room = int(height / self.leading)
        if room < 1:
            return []
        parts = []
        for lines in filter(None, (self.lines[:room], self.lines[room:])):
            part = _Lines("", self.font, self.width, self.size, self.align, self.bold)
            part.lines = lines
            parts.append(part)
        return parts

    def draw(self):
        y = len(self.lines) * self.leading - self.leading * 0.78
        for line in self.lines:
            free = self.width - self.font.width(line) * self.size
            write_line(self.canv, free / 2 if self.align == "center" else 0, y, line, self.font, self.size, self.bold)
            y -= self.leading


class _Heading(_Lines):
    """The title of a table, which never stands alone at the foot of a page."""

    def __init__(self, text, font, width):
        super().__init__(text, font, width, _SUBTITLE_SIZE, bold=True)

    def wrap(self, width, height):
        wide, high = super().wrap(width, height)
        # Asks for room for three more lines: what follows then begins on the same page.
        return wide, high + 1.5 * _MM if height > high + 6 * LEADING else height + 1

    def draw(self):
        self.canv.translate(0, 1.5 * _MM)
        return super().draw()

    def split(self, _width, _height):
        return []


def _picture_rows(pictures, width):
    """Return ``pictures`` in rows that are at most ``width`` wide."""
    rows, used = [], width
    for picture in pictures:
        wide = min(picture.width * _MM, width)
        if used + wide > width:
            rows.append([])
            used = 0
        rows[-1].append(picture)
        used += wide + _GAP
    return rows


class _Pictures(Flowable):
    """Pictures and QR codes beside each other, their captions under them."""

    def __init__(self, pictures, cells, width):
        super().__init__()
        self.pictures, self.cells, self.width = pictures, cells, width

    def wrap(self, _width, _height):
        self.drawn, self.height = [], 0
        for picture in self.pictures:
            wide = min(picture.width * _MM, self.width)
            code = _qr(picture.qr) if picture.qr else None
            image = _image(picture.image) if picture.image else None
            high = wide if code else wide * image.getSize()[1] / image.getSize()[0] if image else 0
            scale = min(1, _PICTURE_HEIGHT / high) if high else 1
            caption = self.cells.lines(picture.caption, max(wide, 100))
            self.drawn.append((max(wide, 100), wide * scale, high * scale, code, image, caption))
            self.height = max(self.height, high * scale + len(caption) * LEADING + 3 * _MM)
        return self.width, self.height

    def draw(self):
        x = 0
        for wide, shown, high, code, image, caption in self.drawn:
            bottom = self.height - high
            if code:
                _draw_qr(self.canv, code, x, bottom, shown)
            elif image:
                self.canv.drawImage(image, x, bottom, shown, high, mask="auto")
            y = bottom - LEADING
            for line in caption:
                write_line(self.canv, x, y, line, self.cells.font)
                y -= LEADING
            x += wide + _GAP


def _image(data):
    """Return an image that can be drawn, None if the bytes are no image known here."""
    try:
        picture = Image.open(BytesIO(data))
        picture.load()
    except (UnidentifiedImageError, OSError):
        return None
    return ImageReader(picture if picture.mode in ("RGB", "RGBA", "L") else picture.convert("RGBA"))


def _qr(text):
    code = qrcode.QRCode(border=2, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    return code.get_matrix()


def _draw_qr(canvas, matrix, x, y, width):
    module = width / len(matrix)
    path = canvas.beginPath()
    for row, modules in enumerate(matrix):
        for column, dark in enumerate(modules):
            if dark:
                path.rect(x + column * module, y + width - (row + 1) * module, module, module)
    canvas.drawPath(path, stroke=0, fill=1)


class _Signatures(Flowable):
    """Up to three places to sign beside each other: label, line, date."""

    def __init__(self, places, cells, width):
        super().__init__()
        self.places, self.cells, self.width = places, cells, width

    def wrap(self, _width, _height):
        self.room = self.width / _SIGNATURES_IN_ROW
        self.labels = [
            self.cells.lines(" ".join(filter(None, [place.label, place.name])), self.room) for place in self.places
        ]
        self.height = _SIGNATURE_HEIGHT + max(map(len, self.labels)) * LEADING
        return self.width, self.height

    def draw(self):
        font = self.cells.font
        for number, (place, label) in enumerate(zip(self.places, self.labels, strict=True)):
            x, y = number * self.room, self.height - LEADING
            for line in label:
                write_line(self.canv, x, y, line, font)
                y -= LEADING
            image = _image(place.image) if place.image else None
            if image:
                self.canv.drawImage(
                    image, x, y - 8 * _MM, self.room * 0.6, 9.5 * _MM, mask="auto", preserveAspectRatio=True, anchor="w"
                )
            self.canv.setLineWidth(0.4)
            self.canv.line(x, y - 8.5 * _MM, x + self.room * 0.8, y - 8.5 * _MM)
            day = f"{self.cells.words.sign_date} {self.cells.words.show(place.day)}"
            write_line(self.canv, x, y - 8.5 * _MM - LEADING, day, font)
