from decimal import Decimal

import pytest
from gaj_assets_rules.sample import draw, order, pack, size, unpack

RATE, FLOOR = Decimal(5), 10
ORDER_OF_A_SEED = [8, 2, 6, 1, 3, 5, 7, 4]


@pytest.mark.parametrize(
    ("population", "drawn"), [(430, 22), (60, 10), (8, 8), (0, 0), (10, 10), (200, 10), (201, 11), (440, 22), (441, 23)]
)
def test_five_per_cent_rounded_up_at_least_ten_at_most_all(population, drawn):
    assert size(population, RATE, FLOOR) == drawn


@pytest.mark.parametrize("values", [(-1, RATE, 10), (5, Decimal(101), 10), (5, Decimal(-1), 10), (5, RATE, -1)])
def test_nonsense_is_refused(values):
    with pytest.raises(ValueError, match="no sample of"):
        size(*values)


def test_the_draw_is_fixed_for_ever():
    # printf 'a seed:1' | sha256sum, and so on
    assert order("a seed", range(1, 9)) == ORDER_OF_A_SEED
    assert draw("a seed", range(1, 9), (), 3) == sorted(ORDER_OF_A_SEED[:3])


def test_another_seed_draws_others():
    assert draw("one", range(1000), (), 20) != draw("two", range(1000), (), 20)


def test_the_order_in_which_ids_are_told_does_not_matter():
    assert draw("s", [3, 1, 2, 9], [9], 3) == draw("s", {9, 2, 1, 3}, {9}, 3)


def test_what_was_drawn_lately_is_taken_only_when_the_rest_is_used_up():
    assert draw("s", range(1, 11), range(1, 8), 3) == [8, 9, 10]
    four = draw("s", range(1, 11), range(1, 8), 4)
    assert four[1:] == [8, 9, 10]
    assert four[0] == order("s", range(1, 8))[0]


@pytest.mark.parametrize(("seed", "count"), [("", 1), ("s", 4), ("s", -1)])
def test_an_impossible_draw_is_refused(seed, count):
    with pytest.raises(ValueError, match="cannot draw"):
        draw(seed, [1, 2, 3], (), count)


def test_ids_are_kept_as_a_short_text():
    assert pack([7, 1, 2, 3, 10, 9, 2]) == "1-3 7 9-10"
    assert unpack("1-3 7 9-10") == [1, 2, 3, 7, 9, 10]
    assert pack([]) == ""
    assert unpack("") == []
    with pytest.raises(ValueError, match="invalid literal"):
        unpack("1-x")
