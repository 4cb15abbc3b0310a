"""Whatever stands above, between and below: each row of data is found once, with its number."""

import csv
import io

from gaj_base_rules.sheet_reader import Column, SheetRefused, read
from hypothesis import given
from hypothesis import strategies as st

COLUMNS = [Column("number", "编号", required=True), Column("name", "名称", required=True)]
words = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters='",;\t'), min_size=1, max_size=8)
data = st.tuples(words, words).map(lambda cells: ("data", cells))
noise = st.sampled_from(
    [("blank", ("", "")), ("total", ("合计", "")), ("signature", ("制表人：", "")), ("header", ("编号", "名称"))]
)


@given(
    st.lists(st.sampled_from([["台账"], [], ["单位：元"]]), max_size=5),
    st.lists(st.one_of(data, noise), max_size=20),
    st.tuples(words, words),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
)
def test_data_is_kept_and_everything_else_is_named(above, body, last, encoding):
    body = [*body, ("data", last)]
    target = io.StringIO()
    csv.writer(target).writerows([*above, ["编号", "名称"], *(cells for _kind, cells in body)])
    content = target.getvalue().encode(encoding)
    try:
        sheet = read(content, COLUMNS)
    except SheetRefused as refused:
        # a few signs can be read as another encoding; then the titles are not found, and nothing is imported
        assert refused.reason == "no_header" and encoding == "gb18030"
        return
    if sheet.encoding != encoding:
        return
    shift = len(above) + 2
    expected = [(number + shift, cells) for number, (kind, cells) in enumerate(body) if kind == "data"]
    expected = [(number, cells) for number, cells in expected if cells != ("编号", "名称")]
    assert [(row.number, row.cells) for row in sheet.rows] == expected
    assert len(sheet.rows) + len(sheet.skipped) == len(above) + len(body)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_with_a_sentence(content):
    try:
        sheet = read(content, COLUMNS)
    except SheetRefused as refused:
        assert refused.reason in SheetRefused.SENTENCES
    else:
        assert sheet.rows
