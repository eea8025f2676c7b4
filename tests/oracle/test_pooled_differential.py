"""Random households from 2024 into 2027: pools, their end and identification, fold against oracle.

All are matched by the orders in force, and a few are re-matched too.
"""

import itertools

import pytest

from harvestry.ledger.eras import in_stretches
from properties.comparing import REMATCHES, cannot_be_continued, first_difference, report
from properties.engine import the_engine
from properties.lives import FULL_SIZE
from properties.pooled_lives import pooled_life

BATCHES = 20
IN_A_BATCH = 1000 if FULL_SIZE else 100


def rematches(seed: int) -> tuple[str | None, ...]:
    """Give the orders to match a life by."""
    return (None,) if seed % 5 else REMATCHES


@pytest.mark.parametrize("batch", range(BATCHES))
def test_the_fold_and_the_oracle_agree(batch: int) -> None:
    engine = the_engine()
    for seed in range(batch * IN_A_BATCH, (batch + 1) * IN_A_BATCH):
        told = pooled_life(seed)
        if first_difference(engine, told, rematches(seed)) is not None:
            pytest.fail(report(engine, seed, told, rematches(seed)), pytrace=False)


def test_a_fold_can_be_continued_across_the_end_of_pools() -> None:
    engine = the_engine()
    for seed in range(3000 if FULL_SIZE else 300):
        assert not cannot_be_continued(engine, pooled_life(seed)), seed


def test_a_history_cut_in_stretches_is_whole_and_no_instant_is_cut() -> None:
    engine = the_engine()
    for seed in range(50):
        told = pooled_life(seed)
        events = engine.in_order(engine.events(told.rows, engine.accounts(told.accounts)))
        for length in (1, 3):
            stretches = list(in_stretches(events, length))
            assert [event for some in stretches for event in some] == events
            pairs = itertools.pairwise(stretches)
            assert all(one[-1].time < other[0].time for one, other in pairs)
        assert len(list(in_stretches(events, 1))) == len({event.time for event in events})
