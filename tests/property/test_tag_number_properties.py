"""What holds for every tag number and every scanned text."""

import pytest
from gaj_base_rules import tag_number
from gaj_base_rules.tag_number import ScanRefused, normalise, parse
from hypothesis import given
from hypothesis import strategies as st

tags = st.builds(tag_number.make, st.integers(0, 99), st.integers(1000, 9999), st.integers(1, 999_999))
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def read(raw, hosts=()):
    try:
        return parse(raw, hosts)
    except ScanRefused as refusal:
        return refusal.reason


@given(tags)
def test_every_number_is_valid_and_reads_back(tag_no):
    assert len(tag_no) == 14
    assert int(tag_no) % 97 == 1
    assert tag_number.is_valid(tag_no)
    assert parse(tag_no) == tag_number.Parsed("tag", tag_no)


@given(tags)
def test_every_single_digit_error_is_caught(tag_no):
    for place, digit in enumerate(tag_no):
        for other in set("0123456789") - {digit}:
            wrong = tag_no[:place] + other + tag_no[place + 1 :]
            assert not tag_number.is_valid(wrong)
            assert read(wrong) == "check_digits"


@given(tags)
def test_every_swap_of_neighbours_is_caught(tag_no):
    for place in range(13):
        first, second = tag_no[place : place + 2]
        if first != second:
            wrong = tag_no[:place] + second + first + tag_no[place + 2 :]
            assert not tag_number.is_valid(wrong)


@given(st.integers(0, 10**14 - 1))
def test_fourteen_digits_are_a_tag_or_refused_never_text(number):
    raw = f"{number:014d}"
    assert read(raw) == (tag_number.Parsed("tag", raw) if tag_number.is_valid(raw) else "check_digits")


@given(st.integers(0, 10**12 - 1))
def test_one_pair_of_check_digits_per_body(body):
    body = f"{body:012d}"
    assert sum(tag_number.is_valid(f"{body}{check:02d}") for check in range(100)) == 1


@given(
    tags,
    st.lists(st.sampled_from(["", " ", "-", "\u3000", "—", "\u200b", "－"]), min_size=13, max_size=13),
    st.booleans(),
)
def test_grouping_and_width_do_not_matter(tag_no, gaps, wide):
    raw = "".join(digit + gap for digit, gap in zip(tag_no, [*gaps, ""], strict=True))
    assert parse(raw.translate(FULL_WIDTH) if wide else raw).value == tag_no


@given(tags, st.sampled_from(["http", "https", "HTTP", "Https"]), st.sampled_from(["", ":80", ":8069"]), st.booleans())
def test_deep_links_read_back(tag_no, scheme, port, upper):
    link = tag_number.deep_link(f"{scheme}://host.example{port}", tag_no)
    assert parse(link.upper() if upper else link, ["host.example"]).value == tag_no
    assert read(link, ["other.example"]) == "foreign_host"


@given(st.one_of(st.text(), st.text(alphabet="0123456789- 　０１\u200b—\x1d()]C8004/:hHtTpPsS."), tags))
def test_normalising_twice_changes_nothing_and_parse_never_crashes(raw):
    once = normalise(raw)
    assert normalise(once) == once
    assert read(raw, ["host.example"]) == read(once, ["host.example"])


@given(st.from_regex("[0-9]{4,12}", fullmatch=True), st.from_regex(r"[A-Za-z0-9\-./]{1,18}", fullmatch=True))
def test_giai_reads_back(prefix, reference):
    text = tag_number.giai(prefix, reference)
    for raw in ("]C1" + text, "\x1d" + text, f"(8004){text[4:]}"):
        assert parse(raw) == tag_number.Parsed("giai", prefix + reference)


@given(st.integers(), st.integers(), st.integers())
def test_make_returns_a_valid_number_or_refuses(unit, year, serial):
    if 0 <= unit <= 99 and 1000 <= year <= 9999 and 1 <= serial <= 999_999:
        assert tag_number.is_valid(tag_number.make(unit, year, serial))
    else:
        with pytest.raises(ValueError, match="no tag number"):
            tag_number.make(unit, year, serial)
