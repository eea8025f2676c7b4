"""The tests tested: every fault planted in the wash-sale step is caught by its random histories."""

from functools import cache

import pytest

from planted.fault import Fault
from planted.wash_faults import LOOP_FAULTS, REPLACING_FAULTS
from planted.wash_reach_faults import REACHING_FAULTS
from properties.wash_by_hand import (
    BOTH,
    BY_ACQUISITION,
    BY_TIME,
    LOOP,
    ONCE,
    ONE_DAY,
    matches_of,
    told,
)
from properties.wash_comparing import cannot_be_continued, differences
from properties.wash_engine import WashEngine, wash_engine_with
from properties.wash_lives import WashLife, wash_life

WASH_FAULTS = (*REPLACING_FAULTS, *REACHING_FAULTS)
ENOUGH = 500
"""Within so many lives every fault must show."""


@cache
def lived_by(seed: int) -> WashLife:
    return wash_life(seed)


def lives_until_caught(fault: Fault | None) -> int | None:
    """Give how many lives it takes until something is wrong; `None` if nothing is."""
    engine = wash_engine_with(fault.changes if fault else {})
    return next((seed + 1 for seed in range(ENOUGH) if is_wrong(engine, lived_by(seed))), None)


def is_wrong(engine: WashEngine, lived: WashLife) -> bool:
    """Tell whether a life comes out wrong by the orders in force, in one fold or in two."""
    if differences(engine, lived, None):
        return True
    try:
        return cannot_be_continued(engine, lived)
    except AssertionError:
        return True


def test_the_program_as_it_is_passes_the_same_run() -> None:
    assert the_lives_are_right(wash_engine_with({}))
    assert lives_until_caught(None) is None


@pytest.mark.parametrize("fault", WASH_FAULTS, ids=[fault.name for fault in WASH_FAULTS])
def test_caught(fault: Fault) -> None:
    assert lives_until_caught(fault) is not None


@pytest.mark.parametrize("fault", LOOP_FAULTS, ids=[fault.name for fault in LOOP_FAULTS])
def test_caught_by_a_life_told_by_hand(fault: Fault) -> None:
    assert not the_lives_are_right(wash_engine_with(fault.changes))


def the_lives_are_right(engine: WashEngine) -> bool:
    loops = [told(LOOP, mutual_loop=choice) for choice in ("once", "both")]
    one_day = [told(ONE_DAY, same_day_losses=choice) for choice in ("acquisition", "time-of-sale")]
    try:
        found = [matches_of(engine, lived) for lived in (*loops, *one_day)]
    except AssertionError:
        return False
    return found == [ONCE, BOTH, BY_ACQUISITION, BY_TIME]
