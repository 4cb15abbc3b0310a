from gaj_base_rules.space_code import floor_of, normalise, split_room
from hypothesis import given
from hypothesis import strategies as st


@given(st.text())
def test_normalising_twice_changes_nothing_for_any_text(text):
    once = normalise(text)
    assert normalise(once) == once


@given(building=st.integers(1, 99), floor=st.integers(1, 99), room=st.integers(0, 99))
def test_building_floor_and_room_come_back(building, floor, room):
    written = f"{building}号楼{floor}{room:02}"
    assert split_room(written) == (f"{building}号楼", f"{floor}{room:02}")
    assert floor_of(f"{floor}{room:02}") == floor
