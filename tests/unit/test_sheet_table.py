"""Typed rows, findings, and the workbook that goes back to the sender."""

import io
from datetime import date, datetime
from decimal import Decimal

from gaj_base_rules.sheet_reader import Row, Sheet, read
from gaj_base_rules.sheet_table import Finding, TypedColumn, error_workbook, parse, primary_kinds
from openpyxl import load_workbook

COLUMNS = [
    TypedColumn("number", "编号", required=True, filled=True, kind="code"),
    TypedColumn("count", "数量", kind="integer", filled=True, bad="quantity_not_integer"),
    TypedColumn("day", "日期", kind="date"),
    TypedColumn("note", "备注"),
]
SHEET = Sheet(
    "台账",
    None,
    1,
    ("编号", "数量", "日期", "其他"),
    {"number": 0, "count": 1, "day": 2},
    [
        Row(2, ("Ａ1", 0, datetime(2020, 5, 30), "=1+1")),
        Row(3, (None, "两", "2018.02.30", None)),
        Row(4, ("A3", 2, date(2019, 1, 1), "https://example.org")),
    ],
)


def test_values_are_typed_and_problems_named():
    entries, problems = parse(SHEET, COLUMNS)
    assert [entry.number for entry in entries] == [2, 3, 4]
    assert entries[0].values == {"number": "A1", "count": 0, "day": date(2020, 5, 30), "note": ""}
    assert entries[0].get("count") == 0
    assert entries[0].get("note") is None
    assert entries[1].get("day") is None
    assert [(p.number, p.column.key, p.reason, p.value) for p in problems] == [
        (3, "number", "missing", ""),
        (3, "count", "not_integer", "两"),
        (3, "day", "no_such_day", "2018.02.30"),
    ]
    assert problems[0].column.missing_kind == "missing_number"
    assert [p.column.bad_kind for p in problems] == ["bad_code", "quantity_not_integer", "bad_date"]


def test_zero_money_is_a_value():
    columns = [TypedColumn("number", "编号"), TypedColumn("cost", "原值", kind="money", filled=True)]
    sheet = Sheet("", None, 1, ("编号", "原值"), {"number": 0, "cost": 1}, [Row(2, ("A", "0.00"))])
    entries, problems = parse(sheet, columns)
    assert problems == []
    assert entries[0].get("cost") == Decimal("0.00")


def test_the_first_kind_in_order_is_the_main_one():
    findings = [Finding(3, "", "b", ""), Finding(3, "", "a", ""), Finding(4, "", "z", ""), Finding(4, "", "b", "")]
    assert primary_kinds(findings, ["a", "b"]) == {3: "a", 4: "b"}


def test_the_workbook_names_colours_and_explains_and_can_be_read_again():
    findings = [
        Finding(3, "number", "missing_number", "The number is missing."),
        Finding(3, "count", "quantity_not_integer", "“两” is not a whole number."),
        Finding(2, "", "strange", "The row is strange."),
    ]
    content = error_workbook(SHEET, findings, "行号", "问题")
    page = load_workbook(io.BytesIO(content)).active
    rows = list(page.iter_rows(values_only=True))
    assert rows[0] == ("行号", "问题", "编号", "数量", "日期", "其他")
    assert rows[1] == (2, "The row is strange.", "Ａ1", 0, datetime(2020, 5, 30), "=1+1")
    assert rows[2][:5] == (3, "The number is missing.\n“两” is not a whole number.", None, "两", "2018.02.30")
    assert len(rows) == 3
    assert page["D3"].fill.fgColor.rgb == "FFFFC7CE"
    assert page["D3"].comment.text == "“两” is not a whole number."
    assert page["C3"].fill.fgColor.rgb == "FFFFC7CE"
    assert page["E3"].comment is None
    again = read(content, COLUMNS)
    assert [again.cell(row, "number") for row in again.rows] == ["Ａ1", None]
    assert again.unknown_titles == ("行号", "问题", "其他")


def test_a_date_outside_what_spreadsheets_know_is_written_as_text():
    sheet = Sheet("", None, 1, ("编号",), {"number": 0}, [Row(2, (date(1850, 1, 1),))])
    page = load_workbook(io.BytesIO(error_workbook(sheet, [Finding(2, "number", "x", "?")], "r", "e"))).active
    assert page["C2"].value == "1850-01-01"
