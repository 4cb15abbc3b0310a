import pytest
from gaj_assets_rules.category_codes import parent_code


@pytest.mark.parametrize(
    ("code", "parent"),
    [
        ("A02010105", "A02010100"),
        ("A02010100", "A02010000"),
        ("A02010000", "A02000000"),
        ("A02000000", None),
        ("A05010502", "A05010500"),
    ],
)
def test_the_last_pair_falls_away(code, parent):
    assert parent_code(code) == parent


@pytest.mark.parametrize("code", ["", "A0201010", "B02010105", "A00010000", "A０2010105", " A02010105", "A02010105\n"])
def test_what_is_no_code_is_refused(code):
    with pytest.raises(ValueError, match="is not an asset category code"):
        parent_code(code)
