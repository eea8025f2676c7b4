"""The fold before and after universal pools end: two runs of one history, and what is between.

Before the end every event is folded twice: with the pools, which is what counts, and account by
account, which tells how many units each account holds when the pools are placed into accounts.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from harvestry.events.account_plans import PoolRule
from harvestry.events.event import Event
from harvestry.ledger.pool_rules import Era, PoolRules
from harvestry.ledger.pooled import Pooled
from harvestry.ledger.rules import Rules
from harvestry.ledger.state import State
from harvestry.ledger.stretches import in_stretches
from harvestry.ledger.transition import placed
from harvestry.units.days import Instant

Fold: TypeAlias = Callable[[State, Sequence[Event], Rules], State]


def fold_by_eras(fold: Fold, state: State, events: Sequence[Event], rules: Rules) -> State:
    """Fold what is before the end of universal pools, place them, fold what comes after."""
    pools = _pools(rules)
    if state.pooled is None:
        assert not state.pools, "a state folded without these rules"
        state = replace(state, pooled=Pooled(pools.until))
    assert state.pooled is not None
    cut = bisect_left(events, pools.until, key=_time)
    if not state.pooled.ended:
        if cut or not events:
            state = _fold_before(fold, state, events[:cut], rules)
        if cut == len(events):
            return state
        state = _end(state, rules)
        events = events[cut:]
    return fold(state, events, _in_era(rules, Era.AFTER))


def brought_to(state: State, rules: Rules, instant: Instant) -> State:
    """Give the state as of an instant: universal pools that end by then are placed."""
    pools = rules.pools
    if pools is None or state.pooled is None or state.pooled.ended or instant < pools.until:
        return state
    return _end(state, rules)


def _fold_before(fold: Fold, state: State, events: Sequence[Event], rules: Rules) -> State:
    together = fold(state, events, _in_era(rules, Era.BEFORE))
    if _pools(rules).before is not PoolRule.UNIVERSAL:
        return together
    apart = state.apart or State()
    alone = replace(_in_era(rules, Era.APART), wash=None)
    for some in in_stretches(events):
        # What it wrote down is not wanted: only what each account holds.
        apart = fold(apart, some, alone).without_chapters()
    return replace(together, apart=apart)


def _end(state: State, rules: Rules) -> State:
    assert state.pooled is not None
    state = placed(state, _in_era(rules, Era.AFTER))
    assert state.pooled is not None
    return replace(state, apart=None, pooled=replace(state.pooled, ended=True))


def _in_era(rules: Rules, era: Era) -> Rules:
    return replace(rules, pools=_pools(rules).at(era))


def _pools(rules: Rules) -> PoolRules:
    assert rules.pools is not None
    return rules.pools


def _time(event: Event) -> Instant:
    return event.time
