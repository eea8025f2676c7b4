"""Lives folded, for what holds of every history: many of them, and some made simpler."""

from collections.abc import Callable, Iterator
from typing import Any

from properties.engine import Engine
from properties.lives import FULL_SIZE, KINDS, life
from properties.rows import Life, Row

SEEDS = range(2000 if FULL_SIZE else 150)
KNOWN_KINDS = {
    kind: weight
    for kind, weight in KINDS.items()
    if kind in ("buy", "sell", "trade", "transfer", "chain", "income", "spend", "fee", "inherit")
}
"""Kinds whose lots all have a known basis and whose giving up is all for dollars."""


def lives(kinds: dict[str, int] | None = None) -> Iterator[tuple[int, Life]]:
    return ((seed, life(f"invariant {seed}", kinds)) for seed in SEEDS)


def folded(engine: Engine, told: Life, rematch: str | None = None) -> Any:
    accounts = engine.accounts(told.accounts)
    events = engine.in_order(engine.events(told.rows, accounts))
    return engine.fold(engine.empty, events, engine.rules(accounts, rematch))


def changed(told: Life, change: Callable[[Row], Row]) -> Life:
    return Life([change(dict(row)) for row in told.rows], told.accounts)


def of_one_basis(told: Life) -> Life:
    """Give the life with every gift worth what the donor paid: no second basis, none unknown."""

    def worth_its_basis(row: Row) -> Row:
        if row["kind"] == "gift-in" and "usd" in row:
            row["fmv_usd"] = row["usd"]
        return row

    return changed(told, worth_its_basis)


def known(told: Life) -> Life:
    """Give the life with every value known and no lots named."""

    def filled(row: Row) -> Row:
        row.pop("lots", None)
        if row["kind"] not in ("transfer", "chain"):
            row.setdefault("usd", "12.34")
        if "fee_asset" in row:
            row.setdefault("fee_usd", "0.5")
        return row

    return changed(told, filled)
