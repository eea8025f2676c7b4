"""How many units may have been there before: the numbers at which another lot is given up."""

import random
from itertools import accumulate, pairwise

import pytest

from harvestry.case.lots_before import SOME, LotsBefore, evenly


def every_number(moved: list[int], *, any_run: bool) -> set[int]:
    """Give them as they are defined: all that left till some time, less lots that went first."""
    gone = [*accumulate(-units for units in moved if units < 0)]
    lots = [units for units in moved if units > 0]
    rows = [
        lots[begin:end] for begin in range(len(lots) + 1) for end in range(begin, len(lots) + 1)
    ]
    if not any_run:
        rows = [row for row in rows if row in (lots[: len(row)], lots[len(lots) - len(row) :])]
    return {left - sum(row) for left in gone for row in rows}


def moves(seed: int, count: int) -> list[int]:
    drawn = random.Random(seed)  # noqa: S311 - no secret
    return [drawn.choice((-1, 1)) * drawn.randint(1, 50) for _ in range(count)]


def test_by_hand() -> None:
    # Bought 3, then 5; sold 4, then 10: 4 and 14 left. Less nothing, 3, 8, or the newest 5.
    before = LotsBefore([3, -4, 5, -10], any_run=False)
    assert before.most == 14
    assert before.above(0).each == [1, 4, 6, 9, 11, 14]  # 4-3, 4, 14-8, 14-5, 14-3, 14
    assert before.above(6).each == [9, 11, 14]
    assert not before.above(0).thinned


@pytest.mark.parametrize("any_run", [False, True])
@pytest.mark.parametrize("seed", range(20))
def test_of_few_every_number_is_found(seed: int, *, any_run: bool) -> None:
    moved = moves(seed, 24)
    every = every_number(moved, any_run=any_run)
    before = LotsBefore(moved, any_run=any_run)
    for least in (0, 7, 60, 10_000):
        numbers = before.above(least)
        assert list(numbers.each) == sorted(each for each in every if each > least)
        assert not numbers.thinned


@pytest.mark.parametrize("any_run", [False, True])
def test_of_many_some_are_found_and_that_is_told(*, any_run: bool) -> None:
    moved = moves(1, 700)
    every = every_number(moved, any_run=False)
    before = LotsBefore(moved, any_run=any_run)
    numbers = before.above(5)
    assert numbers.thinned
    assert SOME < len(numbers.each) <= SOME**2
    assert list(numbers.each) == sorted({*numbers.each})
    assert min(numbers.each) > 5
    if not any_run:
        assert every.issuperset(numbers.each)
    # Above all that ever left there is nothing to leave out.
    assert before.above(before.most).each == []
    assert not before.above(before.most).thinned
    # So near to it that few are above, each of them is found.
    near = before.most - 60
    found = before.above(near)
    if not any_run:
        assert list(found.each) == sorted(each for each in every if each > near)


@pytest.mark.parametrize(("count", "most"), [(0, 3), (3, 3), (4, 3), (100, 7)])
def test_evenly(count: int, most: int) -> None:
    found = evenly(range(count), most)
    assert len(found) == min(count, most)
    assert list(found[:1]) == list(range(count))[:1]
    gaps = {after - before for before, after in pairwise(found)}
    assert not gaps or max(gaps) - min(gaps) <= 1
