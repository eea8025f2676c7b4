"""The tests tested: every fault planted in the fold is caught by the random histories."""

from collections.abc import Callable

import pytest

from planted.amount_faults import AMOUNT_FAULTS
from planted.fault import Fault
from planted.order_faults import ORDER_FAULTS
from planted.pool_faults import POOL_FAULTS
from properties.comparing import REMATCHES, cannot_be_continued, first_difference
from properties.engine import Engine, engine_with
from properties.lives import life
from properties.pooled_lives import pooled_life
from properties.rows import Life

FAULTS = (*ORDER_FAULTS, *AMOUNT_FAULTS)
ENOUGH = 300
"""Within so many lives every fault must show."""


def lives_until_caught(fault: Fault | None, tell: Callable[[int], Life] = life) -> int | None:
    """Give how many lives it takes until something is wrong; `None` if nothing is."""
    engine = engine_with(fault.changes if fault else {})
    return next((seed + 1 for seed in range(ENOUGH) if is_wrong(engine, tell(seed))), None)


def is_wrong(engine: Engine, told: Life) -> bool:
    orders = REMATCHES if told.household is None else (None,)
    return first_difference(engine, told, orders) is not None or cannot_be_continued(engine, told)


def test_the_program_as_it_is_passes_the_same_run() -> None:
    assert lives_until_caught(None) is None


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_caught(fault: Fault) -> None:
    assert lives_until_caught(fault) is not None


@pytest.mark.parametrize("fault", POOL_FAULTS, ids=[fault.name for fault in POOL_FAULTS])
def test_caught_in_a_household(fault: Fault) -> None:
    assert lives_until_caught(fault, pooled_life) is not None
