"""What `./gaj check` reads from the invariants' files, and what it prints."""

import pytest

from gajcli.cmd_check import describe
from gajcli.env import ADDONS
from gajcli.errors import GajError
from gajcli.invariants import GENERAL, of_addon, parse

GOOD = """-- No chair is older than its room.
-- break: UPDATE chair SET made = '1900-01-01';
-- more about it
SELECT id
  FROM chair
 WHERE note <> 'a;b' -- old; but kept
"""


def test_the_first_line_is_the_sentence_and_comments_are_left_out():
    found = parse("gaj_x", "chair_age.sql", GOOD)
    assert found.sentence == "No chair is older than its room."
    assert found.name == "chair_age"
    assert found.sql.startswith("SELECT id")
    assert "break" not in found.sql


def test_a_last_semicolon_is_allowed():
    assert parse("gaj_x", "a.sql", "-- Holds.\nSELECT 1 WHERE false;\n").sql == "SELECT 1 WHERE false"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("SELECT 1", "first line"),
        ("-- break: DELETE FROM chair;\nSELECT 1", "first line"),
        ("", "first line"),
        ("-- Holds.\nDELETE FROM chair", "one SELECT"),
        ("-- Holds.\n", "one SELECT"),
        ("-- Holds.\nSELECT 1; DELETE FROM chair", "several"),
    ],
)
def test_a_bad_file_is_told(text, says):
    with pytest.raises(GajError, match=says) as caught:
        parse("gaj_x", "bad.sql", text)
    assert "gaj_x/invariants/bad.sql" in str(caught.value)


def test_every_invariant_of_the_repository_can_be_read():
    found = [item for path in sorted(ADDONS.glob("gaj_*")) for item in of_addon(ADDONS, path.name)]
    assert found
    assert len({(item.addon, item.name) for item in found}) == len(found)


def test_a_breach_shows_its_first_rows():
    lines = list(describe(GENERAL[0], {"columns": ["id", "code"], "rows": [[7, "A"]], "more": True}))
    assert lines[0].startswith("BROKEN")
    assert lines[1:] == ["       id=7, code=A", "       … and more"]
    assert [line[:2] for line in describe(GENERAL[0], {"columns": ["id"], "rows": [], "more": False})] == ["ok"]
    assert next(describe(GENERAL[0], {"error": "canceling statement due to statement timeout"})).startswith("ERROR")
