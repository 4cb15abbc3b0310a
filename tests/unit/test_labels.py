"""Labels by example: every layout printed, rasterised at 203 dpi and decoded; what does not fit is refused."""

import re
import zlib
from io import BytesIO

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import zxingcpp
from gaj_base_rules import label_font, label_pdf
from gaj_base_rules.label_compose import compose, qr_matrix
from gaj_base_rules.labels import DOT_MM, LAYOUTS, LabelDoesNotFit, LabelItem
from pypdf import PdfReader

from support.label_samples import CAPTIONS, FONT, HOST, decode, expected, item, items

ROLLS = [name for name, layout in LAYOUTS.items() if layout.is_roll]
SHEETS = [name for name, layout in LAYOUTS.items() if not layout.is_roll]
DPI = 203


def render(layout, printed, **options):
    return label_pdf.render_pdf(LAYOUTS[layout], printed, font_path=FONT, captions=CAPTIONS, **options)


def pages(pdf, dpi=DPI):
    return [page.render(scale=dpi / 72).to_pil() for page in pypdfium2.PdfDocument(pdf)]


def decode_all(pdf, dpi=DPI):
    return [found for page in pages(pdf, dpi) for found in decode(page)]


def words(pdf):
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def test_the_six_papers():
    papers = {name: (layout.width, layout.height, layout.columns, layout.rows) for name, layout in LAYOUTS.items()}
    assert papers == {
        "thermal_70x40": (70, 40, 1, 1),
        "thermal_60x40": (60, 40, 1, 1),
        "thermal_50x30": (50, 30, 1, 1),
        "a4_3x8": (70, 37, 3, 8),
        "a4_3x7": (63.5, 38.1, 3, 7),
        "a4_2x7": (99.1, 38.1, 2, 7),
    }


@pytest.mark.parametrize("name", LAYOUTS)
def test_labels_lie_on_the_page_and_do_not_overlap(name):
    layout = LAYOUTS[name]
    boxes = [layout.origin(position) for position in range(1, layout.per_page + 1)]
    width, height = layout.page_size
    assert all(x >= 0 and x + layout.width <= width + 0.01 for x, _y in boxes)
    assert all(y >= 0 and y + layout.height <= height + 0.01 for _x, y in boxes)
    for place, (x, y) in enumerate(boxes):
        for other_x, other_y in boxes[place + 1 :]:
            assert abs(x - other_x) >= layout.width - 0.01 or abs(y - other_y) >= layout.height - 0.01


@pytest.mark.parametrize("dpi", [203, 203.2, 300, 600])
@pytest.mark.parametrize("name", LAYOUTS)
def test_every_code_of_every_layout_decodes(name, dpi):
    printed = items(5 if LAYOUTS[name].is_roll else LAYOUTS[name].per_page + 1)
    found = decode_all(render(name, printed), dpi)
    assert sorted(text for _format, text, _x, _y in found) == expected(printed)
    assert [kind for kind, *_rest in found].count("QRCode") == len(printed)
    assert [kind for kind, *_rest in found].count("Code128") == len(printed)


@pytest.mark.parametrize("name", ROLLS)
def test_a_roll_has_one_label_per_page_of_its_size(name):
    document = pypdfium2.PdfDocument(render(name, items(3)))
    sizes = {tuple(round(points / 72 * 25.4, 2) for points in page.get_size()) for page in document}
    assert len(document) == 3
    assert sizes == {(LAYOUTS[name].width, LAYOUTS[name].height)}


@pytest.mark.parametrize("name", SHEETS)
def test_the_start_position_is_honoured(name):
    layout = LAYOUTS[name]
    for start in (2, layout.columns + 1, layout.per_page):
        printed = items(3)
        pdf = render(name, printed, start=start)
        assert len(words(pdf)) == 1 + (start + 1) // layout.per_page - (start + 1 == layout.per_page)
        places = {
            text: (page, x, y) for page, picture in enumerate(pages(pdf)) for _kind, text, x, y in decode(picture)
        }
        for shift, label in enumerate(printed):
            page, position = divmod(start - 1 + shift, layout.per_page)
            left, top = (millimetres / 25.4 * DPI for millimetres in layout.origin(position + 1))
            for content in (label.tag_no, label.qr_text):
                found_page, x, y = places[content]
                assert found_page == page
                assert left < x < left + layout.width / 25.4 * DPI
                assert top < y < top + layout.height / 25.4 * DPI


@pytest.mark.parametrize("name", LAYOUTS)
def test_no_position_outside_the_sheet(name):
    for start in (0, -1, LAYOUTS[name].per_page + 1):
        with pytest.raises(ValueError, match="positions 1 to"):
            render(name, items(1), start=start)


def test_nothing_to_print_is_refused():
    for start in (1, 5):
        with pytest.raises(ValueError, match="no label to print"):
            render("a4_3x8", [], start=start)


def test_items_may_come_one_by_one():
    assert len(words(render("a4_2x7", (item(serial) for serial in range(1, 30)), start=14))) == 3


@pytest.mark.parametrize("name", LAYOUTS)
def test_everything_is_readable(name):
    text = words(render(name, [item(2, name="办公桌", model="1400×700")]))[0]
    for value in ("青川县机关事务管理局", "办公桌", "GZ2026000002", "1400×700", "综合科", "512室", "2026-03-15"):
        assert value in text
    for caption in CAPTIONS.values():
        assert caption in text
    assert "01 2026 000002 60" in text


def test_empty_fields_leave_no_caption():
    tag = item().tag_no
    assert words(render("thermal_50x30", [LabelItem(tag_no=tag)]))[0].split() == ["01", "2026", "000001", "63"]


@pytest.mark.parametrize("name", LAYOUTS)
def test_modules_are_whole_dots_and_never_smaller_than_the_limit(name):
    font = label_font.load(FONT)
    label = compose(LAYOUTS[name], item(), font)
    assert label.bars.module == 2
    assert label.qr.module >= 3
    quiet = 10 * label.bars.module
    assert label.bars.x >= quiet
    assert label.bars.x + 112 * 2 + quiet <= label.qr.x - 4 * label.qr.module
    edge = label.qr.x + (len(label.qr.pattern) + 4) * label.qr.module
    assert edge <= LAYOUTS[name].width / DOT_MM


@pytest.mark.parametrize("name", LAYOUTS)
def test_no_text_in_a_quiet_zone_or_off_the_label(name):
    font = label_font.load(FONT)
    long = {"name": "超" * 80, "model": "型" * 80, "place": "室" * 80, "asset_no": "9" * 20, "unit_name": "局" * 70}
    for changes in ({}, long):
        label = compose(LAYOUTS[name], item(**changes), font, CAPTIONS)
        quiet = 4 * label.qr.module
        for text in label.texts:
            right = text.x + font.width(text.text) * text.size
            bottom = text.baseline + text.size * 0.1
            assert text.x >= 0
            assert right <= LAYOUTS[name].width / DOT_MM
            assert text.baseline - text.size >= -1
            assert bottom <= LAYOUTS[name].height / DOT_MM
            assert right <= label.qr.x - quiet or bottom <= label.qr.y - quiet
            assert bottom <= label.bars.y or text.baseline - text.size >= label.bars.y + label.bars.height


def test_deep_links_are_version_3_in_capitals_and_others_keep_their_case():
    label = item()
    assert label.qr_text == f"HTTPS://ASSETS.EXAMPLE.GOV.CN/GAJ/A/{label.tag_no}"
    assert len(qr_matrix(label.qr_text)) == 29
    assert len(qr_matrix(label.url)) == 33
    assert item(url="https://example.com/Other/Path").qr_text == "https://example.com/Other/Path"
    assert item(url=f"{HOST}/gaj/a/{label.tag_no}?Key=a").qr_text.endswith("?Key=a")
    assert item(url="").qr_text == label.tag_no


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_link_that_is_too_long_is_refused_not_shrunk(name):
    with pytest.raises(LabelDoesNotFit) as refusal:
        render(name, [item(1), item(2, name="办公桌", url="https://" + "x" * 200)])
    assert refusal.value.reason == "qr"
    assert refusal.value.layout == name
    assert refusal.value.label == "01202600000260 (办公桌)"
    assert refusal.value.needed > refusal.value.available
    assert re.search(
        "01202600000260 .*QR code needs .* Choose a larger layout or a shorter address", str(refusal.value)
    )


def test_a_link_longer_than_any_code_is_refused():
    with pytest.raises(LabelDoesNotFit):
        render("a4_2x7", [item(url="https://example.com/" + "路" * 4000)])


def test_a_link_for_a_large_label_only():
    long = item(url="https://example.com/" + "x" * 60)
    assert decode_all(render("a4_2x7", [long]))
    with pytest.raises(LabelDoesNotFit):
        render("thermal_50x30", [long])


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_long_number_is_wrapped_whole_or_refused_never_cut(name):
    number = "G" + "0123456789" * 5
    text = words(render(name, [item(asset_no=number)]))[0]
    assert number in re.sub(r"\s|编号", "", text)
    with pytest.raises(LabelDoesNotFit) as refusal:
        render(name, [item(asset_no="7" * 400)])
    assert refusal.value.reason == "number"
    assert refusal.value.needed > refusal.value.available


@pytest.mark.parametrize("name", LAYOUTS)
def test_long_texts_are_wrapped_then_cut_with_an_ellipsis(name):
    text = words(render(name, [item(name="超" * 300, place="室" * 300, model="型" * 300, unit_name="局" * 300)]))[0]
    assert text.count("…") == 4
    assert "GZ2026000001" in text
    assert "2026-03-15" in text
    assert decode_all(render(name, [item(name="超" * 300, place="室" * 300)]))


def test_bars_too_wide_for_a_layout_are_refused():
    from dataclasses import replace

    narrow = replace(LAYOUTS["thermal_50x30"], width=45)
    with pytest.raises(LabelDoesNotFit) as refusal:
        label_pdf.render_pdf(narrow, [item()], font_path=FONT)
    assert refusal.value.reason == "code128"
    assert refusal.value.needed == 33
    only_qr = replace(narrow, codes=("qr",))
    found = decode_all(label_pdf.render_pdf(only_qr, [item()], font_path=FONT))
    assert [kind for kind, *_rest in found] == ["QRCode"]


@pytest.mark.parametrize("tag_no", ["", "01202600012358", "0120260000016", "abc", "０１２０２６０００００１６３"])
def test_no_label_for_a_wrong_number(tag_no):
    with pytest.raises(ValueError, match="valid tag number"):
        LabelItem(tag_no=tag_no)


def test_missing_glyphs_are_shown():
    text = words(render("thermal_70x40", [item(name="𠮷野家😀椅\ufe0f\u200d", place="甲\x00乙\n丙")]))[0]
    assert "〓野家〓椅" in text
    assert "甲 乙 丙" in text


def test_only_the_used_part_of_the_font_is_embedded():
    pdf = render("a4_3x8", items(24))
    assert len(pdf) < 100_000
    fonts = {str(font["/BaseFont"]) for page in PdfReader(BytesIO(pdf)).pages for font in _fonts(page)}
    assert any("WenQuanYi" in name and "+" in name for name in fonts) or all(
        "+" in name for name in fonts - {"/Helvetica"}
    )


def _fonts(page):
    return [reference.get_object() for reference in page["/Resources"]["/Font"].values()]


def test_the_same_labels_are_the_same_file():
    assert render("a4_3x8", items(30)) == render("a4_3x8", items(30))


def test_codes_are_vectors():
    pdf = render("thermal_70x40", items(1))
    assert b"/Subtype /Image" not in pdf
    assert not any(page.images for page in PdfReader(BytesIO(pdf)).pages)


def test_viewers_are_told_not_to_scale():
    root = PdfReader(BytesIO(render("a4_3x8", items(1)))).trailer["/Root"]
    assert root["/ViewerPreferences"]["/PrintScaling"] == "/None"


def test_a_missing_or_unfit_font_is_named(tmp_path):
    with pytest.raises(label_font.LabelFontError, match=r"none\.ttf"):
        label_pdf.render_pdf(LAYOUTS["a4_3x8"], items(1), font_path=tmp_path / "none.ttf")
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(zlib.compress(b"no font" * 100))
    with pytest.raises(label_font.LabelFontError, match=r"broken\.ttf"):
        label_pdf.render_pdf(LAYOUTS["a4_3x8"], items(1), font_path=broken)


GIAI = "80046901234" + item().tag_no


def test_a_giai_in_the_bars_is_gs1_128():
    found = [
        (code.symbology_identifier, "".join(filter(str.isdigit, code.text)))
        for page in pages(render("a4_2x7", [item(giai=GIAI)]), 300)
        for code in zxingcpp.read_barcodes(page)
        if "128" in str(code.format)
    ]
    assert found == [("]C1", GIAI)]


@pytest.mark.parametrize("name", [name for name in LAYOUTS if name != "a4_2x7"])
def test_a_giai_is_refused_where_it_does_not_fit(name):
    with pytest.raises(LabelDoesNotFit) as refusal:
        render(name, [item(giai=GIAI)])
    assert refusal.value.reason == "code128"
    assert refusal.value.needed > refusal.value.available


@pytest.mark.parametrize("giai", ["690123401202600000163", "8004ABC", "8004" + "1" * 31, "8004"])
def test_what_is_no_giai_for_bars(giai):
    with pytest.raises(ValueError, match="GIAI"):
        item(giai=giai)


def test_only_what_is_bold_is_bold():
    data = render("thermal_70x40", [item()])
    document = pypdfium2.PdfDocument(data)
    texts = [part for part in document[0].get_objects() if part.type == pdfium.FPDF_PAGEOBJ_TEXT]
    modes = [pdfium.FPDFTextObj_GetTextRenderMode(part.raw) for part in texts]
    assert modes.count(pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE) == 1
    assert modes.count(pdfium.FPDF_TEXTRENDERMODE_FILL) == len(modes) - 1
