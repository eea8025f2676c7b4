"""The fold pauses the garbage collector, and leaves it as it was."""

import gc

from harvestry.units.collector import collector_paused
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


def test_what_many_records_are_made_of_is_old_when_the_collector_goes_on() -> None:
    with collector_paused():
        made = [[n] for n in range(20_000)]
    young = {id(each) for generation in (0, 1) for each in gc.get_objects(generation)}
    assert not young & {id(each) for each in made}
    assert gc.get_freeze_count() == 0


def test_garbage_that_few_records_were_made_beside_is_not_taken_for_old() -> None:
    gc.collect()
    ring: list[object] = []
    ring.append(ring)
    with collector_paused():
        pass
    assert any(each is ring for each in gc.get_objects(0) + gc.get_objects(1))
