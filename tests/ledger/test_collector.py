"""The fold pauses the garbage collector, and leaves it as it was."""

import gc

from properties.engine import the_engine
from properties.wash_by_hand import row


def folded() -> None:
    engine = the_engine()
    accounts = engine.accounts({})
    events = engine.events([row("buy", "2025-01-01", "A", 1, 10)], accounts)
    engine.fold(engine.empty, events, engine.rules(accounts))


def test_the_collector_is_as_it_was_after_a_fold() -> None:
    assert gc.isenabled()
    folded()
    assert gc.isenabled()
    gc.disable()
    try:
        folded()
        assert not gc.isenabled()
    finally:
        gc.enable()
