"""What the label tests share: a font, items, and a small ZPL printer."""

import os
import re

import barcode
import qrcode
import zxingcpp
from gaj_base_rules import tag_number
from gaj_base_rules.labels import LabelItem
from PIL import Image

FONT = os.environ.get("GAJ_FONT") or "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"
CAPTIONS = {"name": "名称", "asset_no": "编号", "model": "型号", "place": "地点", "date": "日期"}
HOST = "https://assets.example.gov.cn"
NAMES = ["台式计算机（含显示器、键盘、鼠标）一体化办公终端设备", "激光打印机", "会议室多媒体中央控制系统主机", "办公桌"]
MODELS = ["启天M455-A112 i5-13500/16G/512G SSD/23.8英寸", "HP LaserJet Pro M404dn", "", "1400×700×760 mm"]


def item(serial=1, **changes):
    tag = tag_number.make(1, 2026, serial)
    values = {
        "tag_no": tag,
        "url": tag_number.deep_link(HOST, tag),
        "unit_name": "青川县机关事务管理局",
        "name": NAMES[serial % 4],
        "asset_no": f"GZ2026{serial:06d}",
        "model": MODELS[serial % 4],
        "place": "综合科 / 3号楼5层512室",
        "date": "2026-03-15",
    }
    return LabelItem(**{**values, **changes})


def items(count):
    return [item(serial) for serial in range(1, count + 1)]


def decode(picture):
    """Return ``[(format, text, left, top)]`` of the codes in a picture."""
    found = zxingcpp.read_barcodes(picture)
    return [
        (
            str(code.format).rsplit(".", 1)[-1].replace(" ", ""),
            code.text,
            code.position.top_left.x,
            code.position.top_left.y,
        )
        for code in found
    ]


def expected(printed):
    """Return what the codes of ``printed`` labels say."""
    return sorted(text for label in printed for text in (label.tag_no, label.qr_text))


class ZplPrinter:
    """Draws the commands that our labels use, so that tests see what a 203 dpi printer would print."""

    def __init__(self):
        self.labels = []
        self.bar_module = 2

    def print(self, zpl):
        for command in re.finditer(r"\^(?P<name>[A-Z]{2})(?P<text>[^\^~]*)", zpl):
            getattr(self, f"do_{command['name'].lower()}")(command["text"].strip("\n"))
        return self.labels

    def do_xa(self, _text):
        self.width = self.height = self.draw = None
        self.hexadecimal = False

    def do_ci(self, text):
        assert text == "28"

    def do_lh(self, text):
        assert text == "0,0"

    def do_pw(self, text):
        self.width = int(text)

    def do_ll(self, text):
        self.picture = Image.new("L", (self.width, int(text)), 255)

    def do_fo(self, text):
        self.at = tuple(map(int, text.split(",")))

    def do_fh(self, text):
        assert text == "_"
        self.hexadecimal = True

    def do_by(self, text):
        self.bar_module = int(text)

    def do_gb(self, text):
        width, height, thickness = map(int, text.split(","))
        assert thickness == height
        self._paste(Image.new("L", (width, height), 0))

    def do_bc(self, text):
        assert text.startswith("N,")
        self.draw = lambda data: self._bars(data, int(text.split(",")[1]))

    def do_bq(self, text):
        self.draw = lambda data: self._qr(data, int(text.split(",")[2]))

    def do_fd(self, text):
        if self.hexadecimal:
            text = re.sub(b"_([0-9A-F]{2})", lambda hit: bytes([int(hit[1], 16)]), text.encode()).decode()
        self.draw(text)

    def do_gf(self, text):
        kind, total, same, stride, data = text.split(",", 4)
        assert (kind, total) == ("A", same)
        raw = bytes.fromhex("".join(self.unpack(data, int(stride) * 2)))
        assert len(raw) == int(total)
        picture = Image.frombytes("1", (int(stride) * 8, int(total) // int(stride)), raw)
        self._paste(picture.convert("L").point(lambda ink: 255 - ink), ignore_white=True)

    def do_fs(self, _text):
        self.draw, self.hexadecimal = None, False

    def do_pq(self, text):
        assert text == "1"

    def do_xz(self, _text):
        self.labels.append(self.picture)

    @staticmethod
    def unpack(data, digits):
        rows, row, repeat = [], "", 0
        for sign in data:
            if sign == ":":
                rows.append(rows[-1])
            elif sign in ",!":
                rows.append(row.ljust(digits, "0" if sign == "," else "F"))
                row = ""
            elif sign in "GHIJKLMNOPQRSTUVWXY":
                repeat += ord(sign) - ord("F")
            elif "g" <= sign <= "z":
                repeat += 20 * (ord(sign) - ord("f"))
            else:
                row += sign * (repeat or 1)
                repeat = 0
            if len(row) == digits:
                rows.append(row)
                row = ""
        assert not row
        return rows

    def _paste(self, picture, ignore_white=False):
        left, top = self.at
        assert ignore_white or (left + picture.width <= self.width and top + picture.height <= self.picture.height)
        box = picture.point(lambda grey: 255 - grey) if ignore_white else None
        self.picture.paste(picture, self.at, box)

    def _bars(self, data, height):
        assert data.startswith(">;")
        pattern = barcode.get("code128", data[2:]).build()[0]
        row = Image.frombytes("L", (len(pattern), 1), bytes(0 if module == "1" else 255 for module in pattern))
        self._paste(row.resize((len(pattern) * self.bar_module, height), Image.Resampling.NEAREST))

    def _qr(self, data, module):
        assert data.startswith("MA,")
        code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0)
        code.add_data(data[3:], optimize=10)
        rows = code.get_matrix()
        picture = Image.frombytes(
            "L", (len(rows), len(rows)), bytes(0 if dark else 255 for row in rows for dark in row)
        )
        self._paste(picture.resize((len(rows) * module,) * 2, Image.Resampling.NEAREST))
