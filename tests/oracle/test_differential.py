"""Random histories: the fold and the oracle agree on every figure, to the last unit.

Each history is matched by the orders in force and re-matched by all four. A failure prints the
smallest history that still fails.
"""

import pytest

from properties.comparing import first_difference, report
from properties.engine import the_engine
from properties.lives import FULL_SIZE, life

BATCHES = 20
IN_A_BATCH = 1000 if FULL_SIZE else 100


@pytest.mark.parametrize("batch", range(BATCHES))
def test_the_fold_and_the_oracle_agree(batch: int) -> None:
    engine = the_engine()
    for seed in range(batch * IN_A_BATCH, (batch + 1) * IN_A_BATCH):
        told = life(seed)
        if first_difference(engine, told) is not None:
            pytest.fail(report(engine, seed, told), pytrace=False)
