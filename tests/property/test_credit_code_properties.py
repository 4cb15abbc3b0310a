from gaj_base_rules.credit_code import is_valid
from hypothesis import given
from hypothesis import strategies as st

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015
RIGHT = "11330102MB0A1B2C3M"


@given(position=st.integers(8, 17), character=st.sampled_from(ALPHABET))
def test_one_character_mistyped_is_always_noticed(position, character):
    mistyped = RIGHT[:position] + character + RIGHT[position + 1 :]
    assert is_valid(mistyped) == (mistyped == RIGHT)
