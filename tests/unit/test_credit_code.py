import pytest
from gaj_base_rules.credit_code import is_valid, normalise


@pytest.mark.parametrize("code", ["11330102MB0A1B2C3M", "12330102MB0A1B2C3J"])
def test_worked_examples_are_right(code):
    assert is_valid(code)


@pytest.mark.parametrize("code", ["11330102MB0A1B2C3J", "11330102MB0A1B2C3", "", "1133O102MB0A1B2C3M"])
def test_wrong_check_character_length_or_letter(code):
    assert not is_valid(code)


def test_full_width_small_letters_and_gaps_are_brought_into_form():
    assert normalise(" 1133 0102-ＭＢ0a1b2c3m ") == "11330102MB0A1B2C3M"
    assert normalise(None) == ""
