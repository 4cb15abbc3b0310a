"""Every way in which bureaus write texts, amounts, counts and dates."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from gaj_base_rules import sheet_values
from gaj_base_rules.sheet_values import ValueRefused


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (None, ""),
        (" 保卫科\u3000", "保卫科"),
        ("\ufeff办公室\u200b", "办公室"),
        (12, "12"),
        (12.0, "12"),
        (12.5, "12.5"),
        (True, "TRUE"),
        ('="00123"', "00123"),
        ("14555547536835670060\t", "14555547536835670060"),
        (datetime(2020, 5, 30), "2020-05-30"),
        (datetime(2020, 5, 30, 8, 5), "2020-05-30 08:05:00"),
    ],
)
def test_text(raw, expected):
    assert sheet_values.text(raw) == expected


def test_codes_and_names_have_one_spelling():
    assert sheet_values.code(" GZ２０１９ ００００-０７ ") == "GZ20190000-07"
    assert sheet_values.name("王\u3000\u3000 涛 ") == "王 涛"
    assert sheet_values.name("（一）科") == "(一)科"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (None, None),
        ("  ", None),
        (950, "950.00"),
        (1053.43, "1053.43"),
        (0.1 + 0.2, "0.30"),
        (Decimal("7.5"), "7.50"),
        ("¥4376.01", "4376.01"),
        ("￥ 1,445.32", "1445.32"),
        ("１，４４５．３２", "1445.32"),
        ("¥-365.30", "-365.30"),
        ("-¥365.30", "-365.30"),
        ("(1,000.00)", "-1000.00"),
        ("（12.5）", "-12.50"),
        ("−3", "-3.00"),
        ("RMB 20元", "20.00"),
        (".5", "0.50"),
    ],
)
def test_money(raw, expected):
    assert sheet_values.money(raw) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("reader", "raw", "reason"),
    [
        ("money", "一百", "not_number"),
        ("money", "1,44", "not_number"),
        ("money", "1.2.3", "not_number"),
        ("money", "(-5)", "not_number"),
        ("money", True, "not_number"),
        ("money", datetime(2020, 1, 1), "not_number"),
        ("money", float("nan"), "not_number"),
        ("money", "12.345", "too_many_decimals"),
        ("money", 12.345, "too_many_decimals"),
        ("money", "#REF!", "cell_error"),
        ("money", "9" * 40, "long_number"),
        ("text", 1.455554753683567e19, "long_number"),
        ("text", "#N/A", "cell_error"),
        ("code", "1.45556E+19", "long_number"),
        ("integer", "两", "not_integer"),
        ("integer", 2.5, "not_integer"),
        ("integer", "1.5", "not_integer"),
        ("integer", False, "not_integer"),
        ("integer", "#VALUE!", "cell_error"),
        ("date", "2018.02.30", "no_such_day"),
        ("date", "2019-13-05", "no_such_day"),
        ("date", "20190230", "no_such_day"),
        ("date", "18-02-03", "two_digit_year"),
        ("date", "2015", "not_date"),
        ("date", 2015, "not_date"),
        ("date", "2015年", "not_date"),
        ("date", "很久以前", "not_date"),
        ("date", 99999999, "no_such_day"),
    ],
)
def test_what_cannot_be_read_has_a_reason_and_a_sentence(reader, raw, reason):
    with pytest.raises(ValueRefused) as caught:
        sheet_values.READERS[reader](raw)
    assert caught.value.reason == reason
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("raw", [4, 4.0, "4", "４", " 4.0 ", "+4"])
def test_integer(raw):
    assert sheet_values.integer(raw) == 4


def test_integer_keeps_sign_and_emptiness():
    assert sheet_values.integer("1,000") == 1000
    assert sheet_values.integer("-2") == -2
    assert sheet_values.integer(0) == 0
    assert sheet_values.integer("") is None


@pytest.mark.parametrize(
    "raw",
    [
        datetime(2018, 5, 8),
        date(2018, 5, 8),
        "2018-05-08",
        "2018/5/8",
        "2018年5月8日",
        "2018 年 5 月 8 日",
        "2018.5.8",
        "20180508",
        20180508,
        "２０１８．５．８",
        "2018-05-08 00:00:00",
        "2018-05-08T13:30",
        "2018年5月8日 8:30",
        43228,
        43228.5,
        "43228",
    ],
)
def test_date(raw):
    assert sheet_values.day(raw) == date(2018, 5, 8)


def test_no_date():
    assert sheet_values.day(None) is None
    assert sheet_values.day(" \u3000") is None
