"""What holds for labels whatever their texts are."""

from gaj_base_rules import label_font, label_pdf, label_zpl, tag_number
from gaj_base_rules.label_compose import compose
from gaj_base_rules.label_text import ELLIPSIS, share_rows, wrap
from gaj_base_rules.labels import LAYOUTS, LabelDoesNotFit
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import PdfDocument

from support.label_samples import CAPTIONS, FONT, ZplPrinter, decode, expected, item

RARE = st.sampled_from("𠮷𡈽龘㛃囍😀👩‍👧🇨🇳\u0301\u200d\ufe0f\u202e\x00\x07\x1d\n\t^~_\\…〓Ａ￥")
texts = st.text(
    st.one_of(st.characters(codec="utf-8"), st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), RARE)
)
layouts = st.sampled_from(sorted(LAYOUTS))
rolls = st.sampled_from(sorted(name for name, layout in LAYOUTS.items() if layout.is_roll))
changes = st.fixed_dictionaries(dict.fromkeys(("unit_name", "name", "model", "place", "date"), texts))
FONT_ON_PAPER = label_font.load(FONT)
lines_of = st.lists(
    st.tuples(st.sampled_from(["asset_no", "name", "model", "place", "date"]), st.text("0123 字，-", min_size=1))
)


@settings(max_examples=60, deadline=None)
@given(layouts, changes, st.integers(1, 999_999))
def test_any_text_prints_and_the_codes_decode(name, values, serial):
    printed = [item(serial, **values)]
    pdf = label_pdf.render_pdf(LAYOUTS[name], printed, font_path=FONT, captions=CAPTIONS)
    picture = PdfDocument(pdf)[0].render(scale=203 / 72).to_pil()
    assert sorted(text for _kind, text, _x, _y in decode(picture)) == expected(printed)


@settings(max_examples=40, deadline=None)
@given(rolls, changes, st.integers(1, 999_999))
def test_any_text_prints_as_zpl(name, values, serial):
    printed = [item(serial, **values)]
    zpl = label_zpl.render_zpl(LAYOUTS[name], printed, font_path=FONT, captions=CAPTIONS)
    (picture,) = ZplPrinter().print(zpl)
    assert sorted(text for _kind, text, _x, _y in decode(picture)) == expected(printed)


@settings(deadline=None)
@given(layouts, st.text("0123456789ABC-/ 固资", max_size=200))
def test_a_number_is_printed_whole_or_refused(name, number):
    number = " ".join(number.split())
    try:
        label = compose(
            LAYOUTS[name], item(asset_no=number, model="", place="", date=""), FONT_ON_PAPER, {"name": "名称"}
        )
    except LabelDoesNotFit as refusal:
        assert refusal.reason == "number"
        return
    shown = "".join(text.text for text in label.texts).replace(" ", "")
    assert number.replace(" ", "") in shown
    assert tag_number.make(1, 2026, 1) in shown


@given(texts)
def test_what_is_printable_has_glyphs_and_stays_so(text):
    shown = FONT_ON_PAPER.printable(text)
    assert all(character == " " or FONT_ON_PAPER.has(character) for character in shown)
    assert FONT_ON_PAPER.printable(shown) == shown


@given(st.text("0123 字，-a"), st.lists(st.integers(1, 12), min_size=1), st.booleans())
def test_wrapping_loses_only_spaces(text, widths, anywhere):
    def fits(part, line):
        return len(part) <= widths[line % len(widths)]

    lines = wrap(text.strip(), fits, anywhere)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(lines)
    assert all(fits(line, number) for number, line in enumerate(lines))


@given(lines_of, st.integers(0, 12), st.integers(2, 12))
def test_rows_are_shared_within_the_count(fields, count, width):
    fields = [(name, text.strip()) for name, text in dict(fields).items() if text.strip()]

    def fits(text, _line):
        return len(text) <= width

    try:
        shared = share_rows(fields, count, fits, LookupError)
    except LookupError:
        needed = wrap(dict(fields).get("asset_no", ""), fits, anywhere=True)
        assert len(needed) + ("name" in dict(fields)) > count
        return
    assert sum(len(lines) for _name, lines in shared) <= count
    assert [name for name, _lines in shared] == [name for name, _text in fields if name in dict(shared)]
    for name, lines in shared:
        whole = "".join(lines).replace(" ", "")
        text = dict(fields)[name].replace(" ", "")
        assert whole == text or (name != "asset_no" and whole.endswith(ELLIPSIS) and text.startswith(whole[:-1]))
    assert {"asset_no", "name"} & dict(fields).keys() <= dict(shared).keys()
