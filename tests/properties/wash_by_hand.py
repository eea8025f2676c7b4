"""Wash sales told by hand: rows in whole units and dollars, and what came of them as plainly."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from properties.amounts import COIN, DOLLAR
from properties.rows import Row
from properties.wash_engine import WashEngine, the_wash_engine
from properties.wash_lives import WashLife


class Came(NamedTuple):
    """What a match came to: whole units and dollars, and the days added to its holding."""

    lot: str
    units: int
    basis: int
    disallowed: int
    tacked: int = 0


def row(kind: str, day: str, name: str, units: int, usd: int, **more: str) -> Row:
    return {
        "time": f"{day}T12:00:00Z",
        "account": "a",
        "kind": kind,
        "asset": "X",
        "quantity": str(units),
        "id": name,
        "usd": str(usd),
        **more,
    }


def told(
    rows: list[Row], assets: Mapping[str, Row] | None = None, regime: str = "", **positions: str
) -> WashLife:
    """Give a life: of one security under the law of today if nothing else is said."""
    known = assets or {"X": {"class": "security"}}
    return WashLife(rows, {}, known, regime or "current-law", "UTC", positions)


def books_of(lived: WashLife, order: str | None = None) -> Any:
    """Give the books of a life; with an order, of what would have come of that one."""
    engine = the_wash_engine()
    return engine.books(engine.folded(lived, order))


def matches_of(engine: WashEngine, lived: WashLife) -> list[Came]:
    """Fold a life and give what its matches came to, in the order written."""
    return [came_of(match) for match in engine.books(engine.folded(lived)).matches]


def came_of(match: Any) -> Came:
    tacked = match.acquired_on - match.holding_from
    amounts = match.basis // DOLLAR, match.disallowed // DOLLAR
    return Came(match.lot, match.quantity // COIN, *amounts, tacked)


LOOP = [
    row("buy", "2025-06-01", "A", 150, 1500),
    row("buy", "2025-06-10", "B", 100, 1000),
    row("sell", "2025-06-20", "sale of A", 150, 1275, lots="A:150"),
    row("sell", "2025-06-20", "sale of B", 100, 800, lots="B:100"),
]
"""Two losses of one day, 225 and 200, each lot bought in the other's window.

B stands for 100 of A, two thirds of its loss, 150: its basis is 1,150, held 19 days longer.
"""
ONCE = [Came("A", 150, 1500, 150), Came("B", 100, 1150, 0, 19)]
"""A has had its turn, so nothing stands for B, which loses 350."""
BOTH = [Came("A", 150, 1850, 150), Came("B", 100, 1150, 350, 19)]
"""A stands for B: its match stays whole, its basis rises by 350, and no more of it is washed."""

ONE_DAY = [
    row("buy", "2024-01-08", "old", 1, 1000),
    row("buy", "2025-01-07", "new", 1, 900),
    row("sell", "2025-06-10", "first", 1, 600, time="2025-06-10T09:00:00Z", lots="new:1"),
    row("sell", "2025-06-10", "second", 1, 600, time="2025-06-10T15:00:00Z", lots="old:1"),
    row("buy", "2025-06-20", "again", 1, 500),
]
"""Two losses of one day, 300 and then 400, and one share bought back."""
BY_ACQUISITION = [Came("new", 1, 900, 0), Came("old", 1, 1000, 400)]
"""Where the order is not determined, the share acquired first is taken to be sold first."""
BY_TIME = [Came("new", 1, 900, 300), Came("old", 1, 1000, 0)]
"""The earliest disposition meets the replacement (Treas. Reg. 1.1091-1(b), first sentence)."""
