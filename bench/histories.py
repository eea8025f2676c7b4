"""The same history for the fold and for a peer: buys and sells over wallets and coins, seeded."""

import random
from collections import defaultdict, deque
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
_BELOW_COST = 0.05
_ROUND = 10**8
_TEN_YEARS = 315_000_000


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
        second += chance.randrange(1, 2 * _TEN_YEARS // count + 2)
        key = (chance.choice(_ACCOUNTS), chance.choice(_ASSETS))
        have = held.get(key, 0)
        units = chance.randrange(10**4, 10**9)
        buys = have <= units or chance.random() < _BUYS
        held[key] = have + (units if buys else -units)
        cents = chance.randrange(100, 10**7)
        yield Trade(second, *key, buys, units, cents, cents // 200)


def with_losses(of: list[Trade], losing_sales: float, seed: int = 2) -> list[Trade]:
    """Give the trades at a price that rises steadily, but for a part of the sales below cost.

    These sell coins for less than they cost, first in, first out; most have purchases within thirty
    days. Amounts are round, so that lots are cut into few sizes.
    """
    chance = random.Random(seed)
    held: dict[tuple[str, str], deque[list[float]]] = defaultdict(deque)
    priced = []
    for each in of:
        units = (each.units // _ROUND + each.buys) * _ROUND
        if not units:
            continue
        price = 1 + (each.second - _START) / _TEN_YEARS
        pool = held[each.account, each.asset]
        if each.buys:
            pool.append([units, price])
        else:
            cost = _taken(pool, units)
            if chance.random() < losing_sales:
                price = cost / units * (1 - _BELOW_COST)
        cents = 1 + int(units * price)
        priced.append(each._replace(units=units, cents=cents, fee_cents=cents // 1000))
    return priced


def _taken(pool: deque[list[float]], units: float) -> float:
    """Take units out of a pool, the oldest first, and give what they cost."""
    cost = 0.0
    while units and pool:
        lot = pool[0]
        part = min(units, lot[0])
        cost += part * lot[1]
        lot[0] -= part
        units -= part
        if not lot[0]:
            pool.popleft()
    return cost


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
