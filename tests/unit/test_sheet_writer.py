"""A table written row by row, and read again."""

import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from gaj_base_rules import sheet_writer
from gaj_base_rules.sheet_writer import ExportColumn, TooManyRows, write_table
from openpyxl import load_workbook

COLUMNS = [
    ExportColumn("编号", "number", width=20),
    ExportColumn("原值（元）", "cost", "money"),
    ExportColumn("日期", "day", "date"),
    ExportColumn("年限", "months", "number", convert=lambda months: months / 12),
    ExportColumn("数量", kind="integer", constant=1),
]


def written(rows):
    target = io.BytesIO()
    count = write_table(target, "资产台账", COLUMNS, iter(rows))
    return count, load_workbook(io.BytesIO(target.getvalue())).active


def test_titles_values_and_formats():
    count, page = written(
        [
            ("=1+1", Decimal("1445.32"), date(2020, 5, 30), 72, 1),
            ("https://example.org", 0, None, 70, 1),
            (None, False, date(1850, 1, 1), 0, 1),
        ]
    )
    assert count == 3
    rows = list(page.iter_rows(values_only=True))
    assert rows[0] == ("编号", "原值（元）", "日期", "年限", "数量")
    assert rows[1] == ("=1+1", 1445.32, datetime(2020, 5, 30), 6, 1)
    assert rows[2] == ("https://example.org", 0, None, 70 / 12, 1)
    assert rows[3] == (None, None, "1850-01-01", 0, 1)
    assert page["B2"].number_format == "#,##0.00"
    assert page["C2"].number_format == "yyyy-mm-dd"
    assert page.title == "资产台账"
    assert page.column_dimensions["A"].width == pytest.approx(20, abs=1)


def test_no_rows_is_a_table_with_titles():
    count, page = written([])
    assert count == 0
    assert page.max_row == 1


def test_more_rows_than_a_worksheet_holds(monkeypatch):
    monkeypatch.setattr(sheet_writer, "MAX_ROWS", 3)
    row = ("A", 1, None, 12, 1)
    assert written([row] * 2)[0] == 2
    with pytest.raises(TooManyRows):
        written([row] * 3)
