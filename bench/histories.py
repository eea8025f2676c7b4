"""The same history for the fold and for a peer: buys and sells over wallets and coins, seeded."""

import random
from collections.abc import Iterator
from typing import NamedTuple

from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.units.exact import CENT
from harvestry.units.source_ref import SourceFile, SourceRef

_START = 1_450_000_000
_ACCOUNTS = ("coinbase", "kraken", "wallet")
_ASSETS = ("BTC", "ETH", "SOL", "ADA")
_UNIT = 10**22
"""Quantities have eight decimals: 10**22 of our 10**-30."""
_BUYS = 0.55


class Trade(NamedTuple):
    """One trade: seconds since 1970, where, what, units of 10**-8, cents before and as fee."""

    second: int
    account: str
    asset: str
    buys: bool
    units: int
    cents: int
    fee_cents: int


def trades(count: int, seed: int = 1) -> Iterator[Trade]:
    """Give trades over ten years: about 55 % buys, and never more sold than held."""
    chance = random.Random(seed)
    held: dict[tuple[str, str], int] = {}
    second = _START
    for _ in range(count):
        second += chance.randrange(1, 2 * 315_000_000 // count + 2)
        key = (chance.choice(_ACCOUNTS), chance.choice(_ASSETS))
        have = held.get(key, 0)
        units = chance.randrange(10**4, 10**9)
        buys = have <= units or chance.random() < _BUYS
        held[key] = have + (units if buys else -units)
        cents = chance.randrange(100, 10**7)
        yield Trade(second, *key, buys, units, cents, cents // 200)


def events(of: list[Trade]) -> list[Event]:
    """Give the trades as our events."""
    file = SourceFile("bench.csv", "0" * 64)
    return [
        Event(
            id=f"t{n}",
            time=each.second * 1_000_000,
            account=each.account,
            kind=Kind.BUY if each.buys else Kind.SELL,
            asset=each.asset,
            quantity=each.units * _UNIT,
            usd=each.cents * CENT,
            source=SourceRef(file, (n + 1,)),
            fee_usd=each.fee_cents * CENT,
        )
        for n, each in enumerate(of)
    ]
