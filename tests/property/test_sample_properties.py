"""What holds for every draw of a spot check."""

from decimal import Decimal

from gaj_assets_rules.sample import draw, pack, size, unpack
from hypothesis import given
from hypothesis import strategies as st

ids = st.sets(st.integers(1, 10**6), max_size=60)
seeds = st.text("0123456789abcdef", min_size=1, max_size=32)


@given(st.integers(0, 10**6), st.decimals(0, 100, places=2), st.integers(0, 100))
def test_a_sample_is_never_larger_than_the_whole_nor_smaller_than_its_share(population, rate, floor):
    count = size(population, rate, floor)
    assert 0 <= count <= population
    assert count * 100 >= population * rate or count == population
    assert count >= min(floor, population)


@given(seeds, ids, ids, st.data())
def test_a_draw_is_what_was_asked_for_and_comes_out_the_same_again(seed, population, recent, data):
    count = data.draw(st.integers(0, len(population)))
    drawn = draw(seed, population, recent, count)
    assert drawn == sorted(set(drawn))
    assert len(drawn) == count
    assert set(drawn) <= population
    assert drawn == draw(seed, sorted(population, reverse=True), recent, count)
    again = set(drawn) & recent
    assert not again or population - recent <= set(drawn)


@given(ids)
def test_packed_ids_come_back(numbers):
    assert unpack(pack(numbers)) == sorted(numbers)


@given(st.integers(1, 10**5), st.integers(0, 100))
def test_a_whole_rate_agrees_with_plain_integers(population, rate):
    assert size(population, Decimal(rate), 0) == -(-population * rate // 100)
