"""A long history is folded in stretches where only its sums are wanted: they are the same."""

from datetime import UTC, datetime

import pytest

from harvestry.ledger import eras
from harvestry.ledger.books import open_lots
from harvestry.ledger.eras import brought_to
from harvestry.ledger.fold import EMPTY, fold
from harvestry.ledger.review.choices import Gains, gains_by_account
from harvestry.units.days import instant_of
from properties.engine import the_engine
from properties.pooled_lives import pooled_life
from properties.rows import Life

LATE = instant_of(datetime(2028, 1, 1, tzinfo=UTC))


def sums(told: Life) -> object:
    engine = the_engine()
    accounts = engine.accounts(told.accounts)
    events = engine.in_order(engine.events(told.rows, accounts))
    return gains_by_account(events, engine.rules(accounts, None, told.household, events)).years()


def test_gains_by_account_are_those_of_account_pools() -> None:
    engine = the_engine()
    for seed in range(60):
        told = pooled_life(seed)
        assert told.household is not None
        apart = told.household._replace(before_2025="account", allocations=[], placings={})
        accounts = engine.accounts(told.accounts)
        events = engine.in_order(engine.events(told.rows, accounts))
        rules = engine.rules(accounts, None, apart, events)
        assert rules.pools is not None
        gains = Gains(accounts, rules.pools.assets)
        gains.add(engine.fold(engine.empty, events, rules).matches)
        assert sums(told) == gains.years(), seed


def test_the_length_of_a_stretch_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What each account holds when its pool ends is folded in stretches."""
    engine = the_engine()

    def lots(told: Life) -> object:
        accounts = engine.accounts(told.accounts)
        events = engine.in_order(engine.events(told.rows, accounts))
        rules = engine.rules(accounts, None, told.household, events)
        return list(open_lots(brought_to(fold(EMPTY, events, rules), rules, LATE)))

    lives = [pooled_life(seed) for seed in range(40)]
    whole = [lots(told) for told in lives]
    monkeypatch.setattr(eras.in_stretches, "__defaults__", (2,))
    assert [lots(told) for told in lives] == whole
