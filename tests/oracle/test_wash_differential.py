"""Random histories around the wash-sale rule: the fold and the naive reading agree on all of it.

Each history is matched by the orders in force and re-matched by all four, and folded in two parts.
"""

import pytest

from properties.comparing import told
from properties.lives import FULL_SIZE
from properties.wash_comparing import (
    cannot_be_continued,
    first_difference,
    report,
)
from properties.wash_engine import the_wash_engine
from properties.wash_lives import wash_life

BATCHES = 20
IN_A_BATCH = 1000 if FULL_SIZE else 100


@pytest.mark.parametrize("batch", range(BATCHES))
def test_the_fold_and_the_oracle_agree(batch: int) -> None:
    engine = the_wash_engine()
    for seed in range(batch * IN_A_BATCH, (batch + 1) * IN_A_BATCH):
        lived = wash_life(seed)
        if first_difference(engine, lived) is not None:
            pytest.fail(report(engine, seed, lived), pytrace=False)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_history_may_be_folded_in_two_parts(batch: int) -> None:
    engine = the_wash_engine()
    for seed in range(batch * IN_A_BATCH, (batch + 1) * IN_A_BATCH, 5):
        lived = wash_life(seed)
        if cannot_be_continued(engine, lived):
            pytest.fail(f"wash seed {seed}:\n{told(lived.life)}", pytrace=False)
