"""ZPL labels, drawn by a small printer of our own (``support.label_samples.ZplPrinter``) and decoded."""

import dataclasses
import re

import pytest
from gaj_base_rules import label_zpl
from gaj_base_rules.labels import LAYOUTS, LabelDoesNotFit

from support.label_samples import CAPTIONS, FONT, ZplPrinter, decode, expected, item, items

ROLLS = [name for name, layout in LAYOUTS.items() if layout.is_roll]


def render(name, printed):
    return label_zpl.render_zpl(LAYOUTS[name], printed, font_path=FONT, captions=CAPTIONS)


@pytest.mark.parametrize("name", ROLLS)
def test_every_printed_label_decodes(name):
    printed = items(5)
    pictures = ZplPrinter().print(render(name, printed))
    layout = LAYOUTS[name]
    assert [picture.size for picture in pictures] == [(layout.width * 8, layout.height * 8)] * 5
    for picture, label in zip(pictures, printed, strict=True):
        assert sorted(text for _kind, text, _x, _y in decode(picture)) == expected([label])


@pytest.mark.parametrize("name", ROLLS)
def test_pictures_of_text_lie_on_the_label(name):
    zpl = render(name, [item(1, name="超" * 80, place="9" * 80, unit_name="局" * 60)])
    fields = re.findall(r"\^FO(\d+),(\d+)\^GFA,(\d+),\d+,(\d+),", zpl)
    assert len(fields) > 6
    for left, top, size, stride in (map(int, field) for field in fields):
        assert left + stride * 8 <= LAYOUTS[name].width * 8 + 7
        assert top + size // stride <= LAYOUTS[name].height * 8


def test_the_printer_makes_the_codes_and_set_c_is_asked_for():
    zpl = render("thermal_50x30", [item(1)])
    assert "^BY2^BCN,44,N,N,N,N^FD>;01202600000163^FS" in zpl
    assert "^BQN,2,3^FH_^FDMA,HTTPS://ASSETS.EXAMPLE.GOV.CN/GAJ/A/01202600000163^FS" in zpl
    assert "^PW400^LL240" in zpl


def test_commands_in_a_text_do_nothing():
    link = "https://example.com/a?x=^XZ~JR_5E\\路"
    zpl = render("thermal_70x40", [item(1, url=link, name="^XZ^XA~JR_")])
    assert "~" not in zpl
    assert zpl.count("^XZ") == zpl.count("^XA") == 1
    assert [text for kind, text, _x, _y in decode(ZplPrinter().print(zpl)[0]) if kind == "QRCode"] == [link]


def test_escaping():
    assert label_zpl.escape("a^b~c_d\\e f路") == "a_5Eb_7Ec_5Fd_5Ce_20f_E8_B7_AF"


def test_zpl_is_ascii():
    assert render("thermal_60x40", items(4)).isascii()


@pytest.mark.parametrize("name", sorted(set(LAYOUTS) - set(ROLLS)))
def test_sheets_are_refused(name):
    with pytest.raises(ValueError, match="rolls"):
        render(name, items(1))


def test_nothing_to_print_is_refused():
    with pytest.raises(ValueError, match="no label to print"):
        render("thermal_50x30", [])


def test_what_does_not_fit_is_refused():
    with pytest.raises(LabelDoesNotFit):
        render("thermal_50x30", [item(1, url="https://" + "x" * 200)])


@pytest.mark.parametrize(
    ("rows", "compressed"),
    [
        ([b"\x00\x00"], ","),
        ([b"\xff\xff"], "!"),
        ([b"\x12\x34", b"\x12\x34"], "1234:"),
        ([b"\x11\x11\x11\x20"], "L12,"),
        ([b"\xaa" * 210 + b"\x01"], "zgA01"),
    ],
)
def test_compression(rows, compressed):
    assert label_zpl.compress(rows) == compressed


@pytest.mark.parametrize(
    ("prefix", "data"), [("690123", ">;>8800469012301202600000163"), ("6901234", ">;>8800469012340120260000016>63")]
)
def test_a_giai_is_announced_by_fnc1(prefix, data):
    wide = dataclasses.replace(LAYOUTS["thermal_70x40"], name="wide", width=110)
    zpl = label_zpl.render_zpl(wide, [item(1, giai=f"8004{prefix}{item(1).tag_no}")], FONT, CAPTIONS)
    assert f"^FD{data}^FS" in zpl
