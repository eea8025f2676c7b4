"""Units moved to another taxpayer or into a retirement account: moved, and said to be no transfer.

docs/spec/lots.md section 7.
"""

import pytest

from properties.engine import the_engine
from properties.rows import Row
from properties.wash_by_hand import row

ROWS = [
    row("buy", "2025-01-01", "A", 1, 10),
    {**row("transfer", "2025-02-01", "move", 1, 0), "to_account": "b"},
]


def said(source: Row, target: Row) -> list[tuple[str, str]]:
    engine = the_engine()
    accounts = engine.accounts({"a": source, "b": target})
    events = engine.in_order(engine.events(ROWS, accounts))
    state = engine.fold(engine.empty, events, engine.rules(accounts))
    assert [key[0] for key, pool in state.pools.items() if pool.held] == ["b"]
    return [(problem.code, problem.message) for problem in state.problems]


@pytest.mark.parametrize(
    ("source", "target", "words"),
    [
        ({}, {"owner": "entity"}, "a, a taxable account, into b, an entity's account:"),
        ({"owner": "entity"}, {}, "a, an entity's account, into b, a taxable account:"),
        ({}, {"treatment": "roth-ira"}, "a, a taxable account, into b, a roth-ira account:"),
    ],
)
def test_it_is_said_from_whom_to_whom(source: Row, target: Row, words: str) -> None:
    [(code, message)] = said(source, target)
    assert code == "moved-out-of-ownership"
    assert words in message


@pytest.mark.parametrize("owner", ["self", "spouse", "joint"])
def test_within_the_household_nothing_is_said(owner: str) -> None:
    assert said({}, {"owner": owner}) == []
