"""Wallets that are one pool by position: where its units lie, and by which order they are sold."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from harvestry.events.account import Accounts, Method, StandingOrder
from harvestry.events.event import Event
from harvestry.events.flows import held_by
from harvestry.events.pool_names import WALLETS
from harvestry.ledger.pool import PoolKey
from harvestry.ledger.state import State
from harvestry.units.days import Day
from harvestry.units.exact import Quantity

_NONE: Final[Mapping[PoolKey, Mapping[str, Quantity]]] = {}


def wallets_of(state: State, events: Iterable[Event]) -> Mapping[PoolKey, Mapping[str, Quantity]]:
    """Give of each pool of wallets what each of them holds, as far as the events tell."""
    if state.pooled is None:
        return _NONE
    homes = {place: pool for place, pool in state.pooled.after.items() if pool[0] != place[0]}
    if not homes:
        return _NONE
    held = held_by(events)
    found: dict[PoolKey, dict[str, Quantity]] = {}
    for (wallet, asset), pool in sorted(homes.items()):
        units = held.get((wallet, asset), 0)
        if units > 0 and pool[0].startswith(WALLETS):
            found.setdefault(pool, {})[wallet] = units
    return found


def selling_wallets(state: State, accounts: Accounts, day: Day) -> Accounts:
    """Give the accounts with the order of each pool of wallets, where all of them have one.

    A sale follows the order of the wallet that it is made in. Where they differ none is the pool's,
    which stays first in, first out: nobody says yet in which a sale will be made.
    """
    orders: dict[str, set[Method]] = {}
    for (wallet, _), (pool, _) in ({} if state.pooled is None else state.pooled.after).items():
        if pool.startswith(WALLETS):
            orders.setdefault(pool, set()).add(accounts.named(wallet).order_on(day))
    shared = {pool: methods.pop() for pool, methods in orders.items() if len(methods) == 1}
    if not shared:
        return accounts
    pools = {
        pool: replace(accounts.named(pool), order=StandingOrder(method))
        for pool, method in shared.items()
    }
    return replace(accounts, described={**accounts.described, **pools})
