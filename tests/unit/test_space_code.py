import pytest
from gaj_base_rules.space_code import floor_of, normalise, sort_key, split_room


@pytest.mark.parametrize(
    "written", ["1号楼612", "１号楼６１２", "1 号楼 612", "1号楼-612", "1号楼612室", "1号楼/612 房间", "1号楼　612"]
)
def test_one_room_in_many_spellings(written):
    assert normalise(written) == "1号楼612"
    assert split_room(written) == ("1号楼", "612")


def test_a_room_number_ends_with_a_letter_or_has_four_digits():
    assert split_room("3号楼1207") == ("3号楼", "1207")
    assert split_room("东楼b203a") == ("东楼", "B203A")


@pytest.mark.parametrize("written", ["", None, "大门口", "612", "1号楼", "仓库12"])
def test_what_is_no_room_of_a_building(written):
    assert split_room(written) is None


@pytest.mark.parametrize(("room", "floor"), [("612", 6), ("1207", 12), ("B203", 2), ("101A", 1)])
def test_the_floor_stands_in_front(room, floor):
    assert floor_of(room) == floor


def test_no_floor_of_what_is_no_room():
    with pytest.raises(ValueError, match="is no room number"):
        floor_of("大厅")


def test_numbers_sort_as_numbers():
    assert sorted(["10号楼", "2号楼", "1号楼"], key=sort_key) == ["1号楼", "2号楼", "10号楼"]
