"""The tests tested: every fault planted in the fold is caught by the random histories."""

import pytest

from planted.faults import FAULTS, Fault
from properties.comparing import cannot_be_continued, first_difference
from properties.engine import Engine, engine_with
from properties.lives import life

ENOUGH = 300
"""Within so many lives every fault must show."""


def lives_until_caught(fault: Fault | None) -> int | None:
    """Give how many lives it takes until something is wrong; `None` if nothing is."""
    engine = engine_with(fault.changes if fault else {})
    return next((seed + 1 for seed in range(ENOUGH) if is_wrong(engine, seed)), None)


def is_wrong(engine: Engine, seed: int) -> bool:
    told = life(seed)
    return first_difference(engine, told) is not None or cannot_be_continued(engine, told)


def test_the_program_as_it_is_passes_the_same_run() -> None:
    assert lives_until_caught(None) is None


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_caught(fault: Fault) -> None:
    assert lives_until_caught(fault) is not None
