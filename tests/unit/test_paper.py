"""Papers: what is printed is read back from the PDF and the workbook."""

import dataclasses
import re
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from gaj_base_rules import label_font, paper_pdf, paper_xlsx
from gaj_base_rules.paper import (
    MAX_PDF_ROWS,
    Paper,
    PaperPicture,
    PaperSignature,
    PaperTable,
    PaperTooLong,
    PaperWords,
    check_length,
)
from PIL import Image

from support.label_samples import FONT

HEADERS = ("资产编号", "名称", "数量", "原值", "取得日期")
ZH = PaperWords(
    date="%Y年%m月%d日",
    page="第 %(page)s 页 共 %(pages)s 页",
    unit="编制单位：%(unit)s",
    empty="无",
    sign_date="日期：",
    yes="是",
)


def table(count, **changes):
    rows = [
        (f"GZ{number:06d}", "台式计算机", number, Decimal("4800.01"), date(2026, 3, 15))
        for number in range(1, count + 1)
    ]
    return PaperTable(HEADERS, rows, **changes)


def pages(data):
    document = pypdfium2.PdfDocument(data)
    return ["".join(page.get_textpage().get_text_range().split()) for page in document]


def picture(width=40, height=30, mode="RGB", kind="PNG"):
    stream = BytesIO()
    Image.new(mode, (width, height)).save(stream, kind)
    return stream.getvalue()


def test_everything_said_is_on_the_page():
    paper = Paper(
        "资产卡片",
        "青川县机关事务管理局",
        facts=(("编号", "GZ1"), ("部门", "综合科"), ("已用", True)),
        tables=(table(2, title="变动", totals=("合计", "", 3, Decimal("9600.02"), None)),),
        signatures=("资产管理员", PaperSignature("财务", "王五", date(2026, 1, 2))),
        notes=("说明一句",),
    )
    [text] = pages(paper_pdf.render_pdf([paper], FONT, ZH))
    for said in (
        "资产卡片",
        "编制单位：青川县机关事务管理局",
        "综合科",
        "是",
        "变动",
        "资产编号",
        "GZ000002",
        "9,600.02",
    ):
        assert said in text
    for said in ("2026年03月15日", "资产管理员", "财务王五", "日期：2026年01月02日", "说明一句", "第1页共1页"):
        assert said in text


def test_header_on_every_page_and_no_row_lost():
    shown = pages(paper_pdf.render_pdf([Paper("台账", tables=(table(200),))], FONT, ZH))
    assert len(shown) > 3
    assert all(text.startswith("台账资产编号" if number == 0 else "资产编号") for number, text in enumerate(shown))
    assert [f"GZ{number:06d}" for number in range(1, 201)] == re.findall(r"GZ\d{6}", "".join(shown))
    for number, text in enumerate(shown, 1):
        assert f"第{number}页共{len(shown)}页" in text


def test_pages_of_a_paper_alone():
    paper = Paper("交接单", own_pages=True, tables=(table(2),))
    shown = pages(paper_pdf.render_pdf([paper, paper], FONT, ZH))
    assert ["第1页共1页" in text for text in shown] == [True, True]


def test_every_table_begins_a_page_if_wanted():
    paper = Paper("一单元一卡片", tables=(table(1), table(1)))
    assert len(pages(paper_pdf.render_pdf([paper], FONT))) == 1
    assert len(pages(paper_pdf.render_pdf([dataclasses.replace(paper, page_break_each=True)], FONT))) == 2


def test_totals_never_stand_alone():
    for count in range(30, 75):
        shown = pages(
            paper_pdf.render_pdf([Paper("台账", tables=(table(count, totals=("合计", "", 1, 2.5, "")),))], FONT)
        )
        last = next(text for text in reversed(shown) if "合计" in text)
        assert "GZ" in last, count


def test_long_cells_wrap_and_nothing_is_cut():
    long = "".join(f"第{number}件" for number in range(900))
    word = "A" * 300
    rows = [(long, word, 1, Decimal(1), None)]
    for wide in (False, True):
        paper = Paper("长", landscape=wide, tables=(PaperTable(HEADERS, rows),))
        shown = pages(paper_pdf.render_pdf([paper], FONT))
        body = "".join(text.split("取得日期", 1)[1].rsplit("长Page", 1)[0] for text in shown)
        assert body.count("A") == 300
        assert re.sub(r"[A-Z.1\s]", "", body).count("件") == 900


def test_amounts_never_break_even_in_a_narrow_column():
    rows = [("x" * 200, "y" * 200, 1, Decimal("-123456789012.34"), None)]
    widths = (10, 10, 1, 1, 1)
    text = "".join(
        pypdfium2.PdfDocument(paper_pdf.render_pdf([Paper("t", tables=(PaperTable(HEADERS, rows, widths),))], FONT))[0]
        .get_textpage()
        .get_text_range()
    )
    assert "-123,456,789,012.34" in text


def test_amounts_stand_at_the_right():
    paper = Paper("t", tables=(PaperTable(("甲", "乙"), [("x", Decimal(1)), ("y", Decimal("1234567.5"))]),))
    page = pypdfium2.PdfDocument(paper_pdf.render_pdf([paper], FONT))[0].get_textpage()
    text = page.get_text_range()
    ends = [page.get_charbox(text.index(amount) + len(amount) - 1)[2] for amount in ("1.00", "1,234,567.50")]
    assert ends[0] == pytest.approx(ends[1], abs=1.5)


def _left_edge(data):
    page = pypdfium2.PdfDocument(data)[0]
    return min(item.get_bounds()[0] for item in page.get_objects(max_depth=1)) / 72 * 25.4


def test_binding_margin_at_the_left():
    bound = Paper("t", tables=(table(1),))
    assert _left_edge(paper_pdf.render_pdf([bound], FONT)) == pytest.approx(25, abs=0.5)
    loose = dataclasses.replace(bound, binding_margin=False)
    assert _left_edge(paper_pdf.render_pdf([loose], FONT)) == pytest.approx(12, abs=0.5)


def test_orientation_of_each_paper():
    paper = Paper("t", tables=(table(1),))
    document = pypdfium2.PdfDocument(paper_pdf.render_pdf([paper, dataclasses.replace(paper, landscape=True)], FONT))
    assert [page.get_width() < page.get_height() for page in document] == [True, False]


def test_every_font_is_embedded():
    document = pypdfium2.PdfDocument(paper_pdf.render_pdf([Paper("台账", tables=(table(2),))], FONT))
    texts = [item for item in document[0].get_objects() if item.type == pdfium.FPDF_PAGEOBJ_TEXT]
    assert texts
    assert all(pdfium.FPDFFont_GetIsEmbedded(pdfium.FPDFTextObj_GetFont(item.raw)) for item in texts)


def test_too_many_rows_for_a_pdf():
    row = ("x",)
    check_length([Paper("t", tables=(PaperTable(("h",), [row] * MAX_PDF_ROWS),))])
    paper = Paper("t", tables=(PaperTable(("h",), [row] * MAX_PDF_ROWS), PaperTable(("h",), [row])))
    with pytest.raises(PaperTooLong) as refusal:
        paper_pdf.render_pdf([paper], FONT)
    assert (refusal.value.rows, refusal.value.limit) == (MAX_PDF_ROWS + 1, MAX_PDF_ROWS)
    assert paper_xlsx.render_xlsx([paper])


def test_no_paper_and_no_font():
    with pytest.raises(ValueError, match="no paper"):
        paper_pdf.render_pdf([], FONT)
    with pytest.raises(ValueError, match="no paper"):
        paper_xlsx.render_xlsx([])
    with pytest.raises(label_font.LabelFontError):
        paper_pdf.render_pdf([Paper("t")], "/nowhere.ttf")


def test_pictures_codes_and_broken_images():
    good = [picture(), picture(mode="P"), picture(4000, 30, kind="JPEG"), picture(30, 4000)]
    pictures = [PaperPicture(image=data, caption="照片") for data in [*good, b"no picture"]]
    paper = Paper("卡", pictures=(*pictures, PaperPicture(qr="01202600000163", caption="01202600000163", width=25)))
    text = "".join(pages(paper_pdf.render_pdf([paper], FONT)))
    assert text.count("照片") == 5 and "01202600000163" in text
    assert paper_xlsx.render_xlsx([paper])


def test_an_empty_table_says_so():
    [text] = pages(paper_pdf.render_pdf([Paper("t", tables=(table(0),))], FONT, ZH))
    assert "无" in text


@pytest.mark.parametrize("changes", [{"widths": (1, 2)}, {"aligns": ("left",)}, {"totals": ("合计",)}])
def test_a_table_that_does_not_agree_with_itself(changes):
    with pytest.raises(ValueError, match="for 5 columns"):
        table(1, **changes)


def test_rows_of_another_length_and_no_columns():
    with pytest.raises(ValueError, match="row 2 has 1 cells"):
        PaperTable(("a", "b"), [(1, 2), (1,)])
    with pytest.raises(ValueError, match="at least one column"):
        PaperTable((), [])


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        ("", ""),
        (0, "0"),
        (1234567, "1,234,567"),
        (Decimal(0), "0.00"),
        (Decimal("-1234.5"), "-1,234.50"),
        (Decimal("1.005"), "1.005"),
        (2.005, "2.01"),
        (0.1 + 0.2, "0.30"),
        (True, "Yes"),
        (False, ""),
        (date(2026, 3, 5), "2026-03-05"),
        (datetime(2026, 3, 5, 14, 7), "2026-03-05 14:07"),
        ("007", "007"),
    ],
)
def test_how_values_are_shown(value, shown):
    assert PaperWords().show(value) == shown


def test_other_separators():
    assert PaperWords(thousands=".", decimal=",").show(Decimal("1234567.5")) == "1.234.567,50"
    assert PaperWords(grouping=(4, 0)).show(12345) == "12345"


def _cells(data):
    book = openpyxl.load_workbook(BytesIO(data))
    return {sheet.title: sheet for sheet in book}


def test_the_workbook_holds_numbers_dates_and_text():
    totals = ("合计", "", 3, Decimal("9600.02"), None)
    paper = Paper("台账", "机关", facts=(("部门", "综合科"),), tables=(table(2, totals=totals),), signatures=("财务",))
    sheet = _cells(paper_xlsx.render_xlsx([paper], ZH))["台账"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "台账"
    assert ["GZ000001", "台式计算机", 1, 4800.01, datetime(2026, 3, 15)] in rows
    assert ["合计", None, 3, 9600.02, None] in rows
    assert rows[2][:2] == ["部门", "综合科"]
    amount = next(cell for row in sheet.iter_rows() for cell in row if cell.value == 4800.01)
    assert (amount.number_format, amount.alignment.horizontal) == ("#,##0.00", "right")
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.page_margins.left == pytest.approx(25 / 25.4)


def test_one_sheet_for_each_key_with_page_breaks():
    papers = [Paper("房间 101", key="一卡"), Paper("房间 102", key="一卡"), Paper("总账: [1/2]*?")]
    sheets = _cells(paper_xlsx.render_xlsx(papers))
    assert list(sheets) == ["一卡", "总账   1 2"]
    assert len(sheets["一卡"].row_breaks.brk) == 1


def test_sheet_names_are_never_twice_the_same():
    papers = [Paper("甲" * 40 + str(number)) for number in range(3)]
    assert [len(name) for name in _cells(paper_xlsx.render_xlsx(papers))] == [31, 31, 31]


def test_nothing_typed_becomes_a_formula():
    paper = Paper("=1+1", tables=(PaperTable(("=2+2",), [("=3+3",), ("http://x",)]),))
    sheet = _cells(paper_xlsx.render_xlsx([paper]))["=1+1"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
