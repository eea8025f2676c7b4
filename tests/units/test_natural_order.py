"""Natural order: digits by value, total, whatever the ids."""

from hypothesis import given, strategies as st

from harvestry.units.natural_order import natural_key


def test_nine_comes_before_ten() -> None:
    ids = ["sale-10", "sale-9", "sale-9b", "a10b2", "a10b10", "a9"]
    expected = ["a9", "a10b2", "a10b10", "sale-9", "sale-9b", "sale-10"]
    assert sorted(ids, key=natural_key) == expected


@given(st.lists(st.text(alphabet="a0129/-", max_size=6), unique=True))
def test_no_two_ids_are_equal(ids: list[str]) -> None:
    keys = [natural_key(each) for each in ids]
    assert len(set(keys)) == len(ids)
    assert sorted(keys) == sorted(set(keys))
