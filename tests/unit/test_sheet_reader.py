"""Finding a table in the files that bureaus send."""

import io
import json
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from gaj_base_rules import sheet_values
from gaj_base_rules.sheet_reader import Column, SheetRefused, read, same_title

DATA = Path(__file__).parents[1] / "data"
COLUMNS = [
    Column("number", "资产编号", ("编号",), required=True),
    Column("name", "资产名称", required=True),
    Column("cost", "原值", ("价值", "Cost"), required=True),
    Column("note", "备注"),
]
HEADER = ["资产编号", "资产名称", "原值（元）", "备注"]


def workbook(*sheets, hidden=()):
    """Return an .xlsx file with these sheets, each ``(name, rows)``."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for number, cells in enumerate(rows):
                sheet.write_row(number, 0, cells)
            if name in hidden:
                sheet.hide()
    return target.getvalue()


def csv_file(rows, encoding="utf-8", separator=","):
    return "\r\n".join(separator.join(map(str, row)) for row in rows).encode(encoding)


def refusal(content, columns=COLUMNS):
    with pytest.raises(SheetRefused) as caught:
        read(content, columns)
    assert str(caught.value).endswith(".")
    return caught.value


def test_titles_blank_rows_totals_and_signatures_are_left_out_and_named():
    sheet = read(
        workbook(
            (
                "台账",
                [
                    ["某局固定资产台账"],
                    ["编制单位：某局", "", "单位：元"],
                    HEADER,
                    ["A1", "办公桌", 800, "合计"],
                    [],
                    ["A2", "合计", 900],
                    HEADER,
                    ["A3", "办公椅", 100],
                    ["", "小 计", 1000],
                    ["合计：", "", 1800],
                    ["制表人：张三", "审核人：李四"],
                ],
            )
        ),
        COLUMNS,
    )
    assert (sheet.name, sheet.header_row, sheet.encoding) == ("台账", 3, None)
    assert [(row.number, row.cells[0]) for row in sheet.rows] == [(4, "A1"), (6, "A2"), (8, "A3")]
    assert [(skipped.number, skipped.reason) for skipped in sheet.skipped] == [
        (1, "above_header"),
        (2, "above_header"),
        (5, "blank"),
        (7, "header"),
        (9, "total"),
        (10, "total"),
        (11, "signature"),
    ]
    assert sheet.skipped[-1].text == "制表人：张三 审核人：李四"


def test_a_row_with_a_missing_name_is_data():
    sheet = read(workbook(("a", [HEADER, ["A1", "", 5], ["A2", "x", ""], ["", "x", 7]])), COLUMNS)
    assert [row.number for row in sheet.rows] == [2, 3, 4]
    assert sheet.skipped == []


def test_columns_are_found_by_title_alias_and_spelling():
    sheet = read(
        workbook(("a", [["备 注*", "数量", "cost", " 编号\n", "资产名称（必填）"], ["n", 1, 2, "A", "b"]])), COLUMNS
    )
    assert [sheet.letter(column.key) for column in COLUMNS] == ["D", "E", "C", "A"]
    assert sheet.title("cost") == "cost"
    assert sheet.unknown_titles == ("数量",)
    assert [sheet.cell(sheet.rows[0], column.key) for column in COLUMNS] == ["A", "b", 2, "n"]


def test_an_absent_column_is_empty():
    sheet = read(workbook(("a", [HEADER[:3], ["A", "b", 1]])), COLUMNS)
    assert sheet.letter("note") == ""
    assert sheet.cell(sheet.rows[0], "note") is None


def test_same_title_ignores_units_marks_and_width():
    assert same_title("原值（元）") == same_title(" 原 值(万元)* ") == same_title("原值") == "原值"
    assert same_title("ＣＯＳＴ") == "cost"
    assert same_title("（元）") == "(元)"
    assert same_title(None) == ""


def test_other_sheets_are_named():
    sheet = read(workbook(("填表说明", [["请如实填写"]]), ("台账", [HEADER, ["A", "b", 1]])), COLUMNS)
    assert (sheet.name, sheet.other_sheets) == ("台账", ("填表说明",))


def test_an_empty_template_beside_the_table_does_no_harm():
    sheet = read(workbook(("模板", [HEADER]), ("台账", [HEADER, ["A", "b", 1]])), COLUMNS)
    assert sheet.name == "台账"


def test_a_hidden_sheet_is_not_read():
    content = workbook(("台账", [HEADER, ["A", "b", 1]]), ("旧", [HEADER, ["B", "b", 1]]), hidden=("旧",))
    assert [row.cells[0] for row in read(content, COLUMNS).rows] == ["A"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_in_every_encoding_and_with_every_separator(encoding, separator):
    content = csv_file([["台账"], HEADER, ["A1", "镕琨㐂", "800.00", ""], [], ["合计"]], encoding, separator)
    sheet = read(content, COLUMNS)
    assert sheet.encoding == encoding
    assert [(row.number, row.cells) for row in sheet.rows] == [(3, ("A1", "镕琨㐂", "800.00", None))]
    assert [skipped.reason for skipped in sheet.skipped] == ["above_header", "blank", "total"]


def test_csv_with_quoted_commas_and_line_breaks():
    content = '编号,资产名称,价值\nA1,"桌, 大\n新","1,445.32"\nA2,椅,2\n'.encode()
    rows = read(content, COLUMNS).rows
    assert [(row.number, row.cells) for row in rows] == [(2, ("A1", "桌, 大\n新", "1,445.32")), (3, ("A2", "椅", "2"))]


def test_what_is_no_file_of_a_spreadsheet():
    good = workbook(("a", [HEADER, ["A", "b", 1]]))
    assert refusal(b"").reason == "empty_file"
    assert refusal(b"\r\n , \r\n").reason == "empty_file"
    assert refusal(good[: len(good) // 2]).reason == "broken"
    assert refusal(good[:200] + b"\x00" * 300 + good[500:]).reason == "broken"
    assert refusal(b"PK\x03\x04nonsense").reason == "broken"
    assert refusal(b"%PDF-1.7 ...").reason == "not_a_table"
    assert refusal(bytes(range(256)) * 20).reason == "not_a_table"
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
    assert refusal(ole).reason == "old_excel"
    assert refusal(ole + "EncryptedPackage".encode("utf-16-le")).reason == "password"


def test_a_zip_of_something_else():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert refusal(target.getvalue()).reason == "broken"


def test_a_workbook_that_unpacks_to_too_much(monkeypatch):
    monkeypatch.setattr("gaj_base_rules.sheet_reader.MAX_UNPACKED", 1000)
    assert refusal(workbook(("a", [HEADER, ["A", "b", 1]]))).reason == "too_large"


def test_no_header_double_header_missing_column_no_rows():
    assert refusal(workbook(("a", [["x", "y"], ["A", "b"]]))).reason == "no_header"
    assert "资产编号, 资产名称, 原值" in str(refusal(workbook(("a", [["x"]]))))
    double = refusal(workbook(("a", [[*HEADER, "编号"], ["A", "b", 1, "", "C"]])))
    assert (double.reason, double.details) == ("double_column", {"title": "编号", "first": "A", "second": "E"})
    missing = refusal(workbook(("说明", [["x"]]), ("a", [["t"], ["资产编号", "备注"], ["A", "b"]])))
    assert (missing.reason, missing.details) == ("missing_columns", {"row": 2, "titles": "资产名称, 原值"})
    assert refusal(workbook(("a", [HEADER]))).reason == "no_rows"
    assert refusal(workbook(("a", [HEADER, ["合计"]]))).reason == "no_rows"
    two = refusal(workbook(("a", [HEADER, ["A", "b", 1]]), ("b", [HEADER, ["B", "b", 1]])))
    assert (two.reason, two.details) == ("several_tables", {"sheets": "a, b"})


@pytest.mark.parametrize(
    ("file", "first", "last", "header"),
    [("asset_register.xlsx", 4, 1205, 3), ("asset_register_gb18030.csv", 2, 1201, 1)],
)
def test_the_register_of_a_bureau(file, first, last, header):
    columns = [Column("number", "资产编号", required=True), Column("name", "资产名称", required=True)]
    sheet = read((DATA / file).read_bytes(), columns)
    key = json.loads((DATA / "asset_register.key.json").read_text())
    assert len(sheet.rows) == key["rows"]
    assert (sheet.header_row, sheet.rows[0].number, sheet.rows[-1].number) == (header, first, last)
    numbers = [sheet_values.code(sheet.cell(row, "number")) for row in sheet.rows]
    assert {number for number, _kind in key["bad_old_numbers"]} <= set(numbers)


def test_the_same_rows_in_both_files_of_the_register():
    columns = [Column("number", "资产编号", required=True)]
    columns += [Column(title, title) for title in ("原值", "累计折旧", "取得日期", "使用部门", "数量")]
    read_by = {"原值": "money", "累计折旧": "money", "取得日期": "date", "使用部门": "name", "数量": "integer"}

    def table(file):
        sheet = read((DATA / file).read_bytes(), columns)
        return [[_value(read_by.get(c.key, "code"), sheet.cell(row, c.key)) for c in columns] for row in sheet.rows]

    assert table("asset_register.xlsx") == table("asset_register_gb18030.csv")


def _value(kind, cell):
    try:
        return sheet_values.READERS[kind](cell)
    except sheet_values.ValueRefused as refused:
        return refused.reason


def test_dates_of_a_workbook_are_dates():
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ["A", "b", 1])
        sheet.write_datetime(1, 3, datetime(2020, 5, 30), book.add_format({"num_format": "yyyy-mm-dd"}))
    sheet = read(target.getvalue(), COLUMNS)
    assert sheet.cell(sheet.rows[0], "note") == datetime(2020, 5, 30)
