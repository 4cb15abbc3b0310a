"""Tag numbers by example: the ones of the specification, then every form a scanner or a hand produces."""

import pytest
from gaj_base_rules import tag_number
from gaj_base_rules.tag_number import Parsed, ScanRefused, parse

HOSTS = ("assets.example.gov.cn",)
TAG = "01202600012385"


@pytest.mark.parametrize(
    ("unit", "year", "serial", "tag_no"),
    [
        (1, 2026, 1, "01202600000163"),
        (1, 2026, 123, "01202600012385"),
        (99, 2026, 999_999, "99202699999935"),
    ],
)
def test_worked_examples(unit, year, serial, tag_no):
    assert tag_number.make(unit, year, serial) == tag_no
    assert tag_number.is_valid(tag_no)
    assert int(tag_no) % 97 == 1


def test_swapped_check_digits_are_invalid():
    assert not tag_number.is_valid("01202600012358")


@pytest.mark.parametrize(
    "wrong", ["", None, 12026000123, "0120260001238", "012026000123855", "０1202600012385", TAG + "\n"]
)
def test_only_fourteen_ascii_digits_are_valid(wrong):
    assert not tag_number.is_valid(wrong)


@pytest.mark.parametrize(
    ("unit", "year", "serial"),
    [(-1, 2026, 1), (100, 2026, 1), (1, 999, 1), (1, 10_000, 1), (1, 2026, 0), (1, 2026, 10**6)],
)
def test_no_number_outside_the_form(unit, year, serial):
    with pytest.raises(ValueError, match="no tag number"):
        tag_number.make(unit, year, serial)


@pytest.mark.parametrize("body", ["", "01202600001", "0120260000011", "01202600000x", "０12026000001"])
def test_check_digits_need_twelve_digits(body):
    with pytest.raises(ValueError, match="12 digits"):
        tag_number.check_digits(body)


@pytest.mark.parametrize(
    "raw",
    [
        TAG,
        f"  {TAG}\r\n",
        "01 2026 000123 85",
        "01-2026-000123-85",
        "01—2026—000123—85",
        "０１２０２６０００１２３８５",
        "０１－２０２６－０００１２３－８５",
        "01\u30002026\u3000000123\u300085",
        "\u200b0120\ufeff2600012385",
        f"https://assets.example.gov.cn/gaj/a/{TAG}",
        f"http://assets.example.gov.cn/gaj/a/{TAG}",
        f"HTTPS://ASSETS.EXAMPLE.GOV.CN/GAJ/A/{TAG}",
        f"https://assets.example.gov.cn:8443/gaj/a/{TAG}",
        f"https://assets.example.gov.cn./gaj/a/{TAG}/",
        f"https://assets.example.gov.cn/gaj/a/{TAG}?from=label#top",
        f"ｈｔｔｐｓ：／／assets.example.gov.cn／gaj／a／{TAG}",
    ],
)
def test_all_spellings_of_a_tag(raw):
    assert parse(raw, HOSTS) == Parsed("tag", TAG)


@pytest.mark.parametrize(
    "allowed", ["assets.example.gov.cn:8069", "https://Assets.Example.gov.cn", " assets.example.gov.cn. "]
)
def test_allowed_hosts_may_be_written_as_addresses(allowed):
    assert parse(f"https://assets.example.gov.cn/gaj/a/{TAG}", [allowed]).kind == "tag"


@pytest.mark.parametrize(
    "raw",
    [
        "01202600012358",
        "01 2026 000123 58",
        "０１２０２６０００１２３５８",
        "https://assets.example.gov.cn/gaj/a/01202600012358",
    ],
)
def test_wrong_check_digits_are_refused_never_guessed(raw):
    with pytest.raises(ScanRefused) as refusal:
        parse(raw, HOSTS)
    assert (refusal.value.reason, refusal.value.value) == ("check_digits", "01202600012358")


def test_a_deep_link_without_a_number_is_refused():
    with pytest.raises(ScanRefused) as refusal:
        parse("https://assets.example.gov.cn/gaj/a/17", HOSTS)
    assert refusal.value.reason == "check_digits"


@pytest.mark.parametrize(
    ("raw", "host"),
    [
        (f"https://evil.example/gaj/a/{TAG}", "evil.example"),
        (f"https://assets.example.gov.cn@evil.example/gaj/a/{TAG}", "evil.example"),
        (f"https://assets.example.gov.cn.evil.example/gaj/a/{TAG}", "assets.example.gov.cn.evil.example"),
        (f"https:///gaj/a/{TAG}", ""),
    ],
)
def test_a_foreign_host_is_refused(raw, host):
    with pytest.raises(ScanRefused) as refusal:
        parse(raw, HOSTS)
    assert (refusal.value.reason, refusal.value.value) == ("foreign_host", host)


def test_without_allowed_hosts_every_deep_link_is_foreign():
    with pytest.raises(ScanRefused) as refusal:
        parse(f"https:///gaj/a/{TAG}", ["", "   "])
    assert refusal.value.reason == "foreign_host"
    with pytest.raises(ScanRefused):
        parse(f"https://assets.example.gov.cn/gaj/a/{TAG}")


@pytest.mark.parametrize(
    "raw",
    [
        "(8004)0614141ABC-12",
        "（8004）0614141ABC-12",
        "(8004) 0614141ABC-12",
        "]C180040614141ABC-12",
        "]C1(8004)0614141ABC-12",
        "]d280040614141ABC-12",
        "]Q380040614141ABC-12",
        "\x1d80040614141ABC-12",
        "]C180040614141ABC-12\x1d21XYZ",
    ],
)
def test_giai_as_scanners_send_it(raw):
    assert parse(raw, HOSTS) == Parsed("giai", "0614141ABC-12")


def test_a_giai_of_fourteen_digits_with_its_identifier_is_no_tag():
    assert parse("\x1d80046901234567") == Parsed("giai", "6901234567")


def test_giai_length_limit():
    assert parse("(8004)" + "1" * 30) == Parsed("giai", "1" * 30)
    assert parse("(8004)" + "1" * 31).kind == "text"


@pytest.mark.parametrize("raw", ["(8004)", "(8004)办公椅", "]C12112345", "8004061414ABC"])
def test_what_is_no_giai_is_text(raw):
    assert parse(raw) == Parsed("text", tag_number.normalise(raw))


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  SN-8842  ", "SN-8842"),
        ("ＳＮ－８８４２", "SN-8842"),
        ("3号楼 512", "3号楼 512"),
        ("固资2019-0007", "固资2019-0007"),
        ("https://example.com/product/1", "https://example.com/product/1"),
        ("https://[broken/gaj/a/1", "https://[broken/gaj/a/1"),
        ("012026000123", "012026000123"),
    ],
)
def test_anything_else_is_text(raw, text):
    assert parse(raw, HOSTS) == Parsed("text", text)


@pytest.mark.parametrize("raw", [None, "", "  ", "\u3000", "\x1d", "\u200b\r\n"])
def test_nothing_is_empty(raw):
    assert parse(raw, HOSTS) == Parsed("empty", "")


def test_giai_is_built_and_read_back():
    assert tag_number.giai("0614141", "ABC-12") == "80040614141ABC-12"
    assert parse("]C1" + tag_number.giai("0614141", "ABC-12")).value == "0614141ABC-12"


@pytest.mark.parametrize(
    ("prefix", "reference"), [("061", "A"), ("06141A1", "A"), ("0614141", ""), ("0614141", "1" * 24), ("0614141", "椅")]
)
def test_giai_refuses_what_gs1_does_not_allow(prefix, reference):
    with pytest.raises(ValueError, match=r"GIAI|prefix"):
        tag_number.giai(prefix, reference)


def test_deep_link():
    assert tag_number.deep_link("https://assets.example.gov.cn/", TAG) == f"https://assets.example.gov.cn/gaj/a/{TAG}"
