"""Labels: 1,000 with QR code, Code 128 and Chinese text on sheets of 24; every code decoded as a 203 dpi printer shows it.

Baseline: the usual recipe, a PNG of each code drawn by ``qrcode`` and ``python-barcode``, placed on the same sheets.
"""

from importlib import import_module
from io import BytesIO

import barcode
import pypdfium2
import qrcode
import zxingcpp
from barcode.writer import ImageWriter
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from harness import figure, measure

COUNT = 1000
COUNT_OF_OTHER_PAPERS = 200
DPI = 203
CAPTIONS = {"name": "名称", "asset_no": "编号", "model": "型号", "place": "地点", "date": "日期"}
NAMES = ("台式计算机（含显示器、键盘、鼠标）", "激光打印机", "会议室多媒体中央控制系统主机", "办公桌", "龘字牌匾")


def make_items(tag_number, labels, count):
    """Return ``count`` labels with different numbers and texts."""
    numbers = [tag_number.make(1, 2026, serial) for serial in range(1, count + 1)]
    return [
        labels.LabelItem(
            tag_no=tag_no,
            url=tag_number.deep_link("https://assets.example.gov.cn", tag_no),
            unit_name="某某县机关事务管理局",
            name=NAMES[place % len(NAMES)],
            asset_no=f"GZ2026{place:06d}",
            model=f"型号{place % 37}-A{place}",
            place=f"综合科 / {place % 9 + 1}号楼{place % 600 + 100}室",
            date=f"2026-{place % 12 + 1:02d}-15",
        )
        for place, tag_no in enumerate(numbers)
    ]


def with_pictures(layout, items, font):
    """Return the PDF of the usual recipe: two PNG for each label."""
    pdfmetrics.registerFont(TTFont("baseline", str(font), subfontIndex=0))
    stream = BytesIO()
    canvas = Canvas(stream, tuple(side * mm for side in layout.page_size))
    height = layout.page_size[1]
    for place, item in enumerate(items):
        if place and place % layout.per_page == 0:
            canvas.showPage()
        left, top = layout.origin(place % layout.per_page + 1)
        bottom = height - top - layout.height
        canvas.setFont("baseline", 7)
        for row, text in enumerate((item.unit_name, item.name, item.asset_no, item.model, item.place, item.date)):
            canvas.drawString((left + 4) * mm, (bottom + layout.height - 7 - row * 3) * mm, text)
        canvas.drawImage(picture(qrcode.make(item.url)), (left + 50) * mm, (bottom + 6) * mm, 15.4 * mm, 15.4 * mm)
        bars = barcode.get("code128", item.tag_no, writer=ImageWriter()).render({"module_height": 8, "font_size": 6})
        canvas.drawImage(picture(bars), (left + 4) * mm, (bottom + 4) * mm, 40 * mm, 11 * mm)
    canvas.save()
    return stream.getvalue()


def picture(image):
    """Return ``image`` as reportlab places it, by way of a PNG file as people do."""
    stream = BytesIO()
    image.save(stream, format="PNG")
    return ImageReader(BytesIO(stream.getvalue()))


def undecoded(pdf, expected):
    """Return how many of the ``expected`` texts a decoder does not find in ``pdf`` rasterised at 203 dpi."""
    missing = set(expected)
    for page in pypdfium2.PdfDocument(pdf):
        image = page.render(scale=DPI / 72, grayscale=True).to_pil()
        missing.difference_update(code.text for code in zxingcpp.read_barcodes(image))
    return len(missing)


def figures(env):
    """Return the figures of the design: seconds and memory for 1,000 labels, codes that do not decode."""
    package = env.rules("gaj_base").__name__
    tag_number, labels, label_pdf = (
        import_module(f"{package}.{name}") for name in ("tag_number", "labels", "label_pdf")
    )
    render, papers = label_pdf.render_pdf, labels.LAYOUTS
    items = make_items(tag_number, labels, COUNT)
    sheet = papers["a4_3x8"]
    with measure() as ours:
        pdf = render(sheet, items, font_path=env.font, captions=CAPTIONS)
    with measure() as usual:
        other = with_pictures(sheet, items, env.font)
    lost = undecoded(pdf, [text for item in items for text in (item.tag_no, item.qr_text)])
    few = items[:COUNT_OF_OTHER_PAPERS]
    for paper in papers.values():
        if paper is not sheet:
            pdf = render(paper, few, font_path=env.font, captions=CAPTIONS)
            lost += undecoded(pdf, [text for item in few for text in (item.tag_no, item.qr_text)])
    lost_by_others = undecoded(other, [text for item in items for text in (item.tag_no, item.url)])
    printed = COUNT + COUNT_OF_OTHER_PAPERS * (len(papers) - 1)
    return [
        figure(
            "labels", "labels_1000_s", round(ours.wall_s, 3), "s", size=COUNT, baseline=round(usual.wall_s, 3), bound=5
        ),
        figure(
            "labels", "peak_mb", round(ours.peak_mb, 1), "MB", size=COUNT, baseline=round(usual.peak_mb, 1), bound=400
        ),
        figure("labels", "undecoded", lost, "codes", size=2 * printed, baseline=lost_by_others, bound=0),
    ]
