"""A state as of a moment: universal pools are placed from the first moment of 2025 on, not before.

Treas. Reg. 1.1012-1(j); docs/spec/pools-and-identification.md section 2.
"""

from harvestry.ledger.eras import brought_to
from oracle.naive_pools import Household
from properties.engine import the_engine
from properties.wash_by_hand import row

ROWS = [row("buy", "2024-03-01", "A", 1, 10), row("buy", "2024-03-02", "B", 1, 20, account="b")]
UNTIL = 1_735_689_600_000_000
"""2025-01-01T00:00:00Z."""


def test_pools_end_at_the_first_moment_of_2025() -> None:
    engine = the_engine()
    accounts = engine.accounts({})
    events = engine.in_order(engine.events(ROWS, accounts))
    rules = engine.rules(accounts, None, Household(), events)
    assert rules.pools.until == UNTIL
    state = engine.fold(engine.empty, events, rules)
    before, at = brought_to(state, rules, UNTIL - 1), brought_to(state, rules, UNTIL)
    assert [key[0] for key, pool in before.pools.items() if pool.held] == ["universal:self"]
    assert sorted(key[0] for key, pool in at.pools.items() if pool.held) == ["a", "b"]
    assert brought_to(at, rules, UNTIL + 1) is at
