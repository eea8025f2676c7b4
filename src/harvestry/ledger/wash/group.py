"""Sets of substantially identical assets, and the places their units lie in."""

from collections.abc import MutableSequence
from typing import NamedTuple, Protocol

from harvestry.ledger.lot import OpenLot
from harvestry.ledger.pool import Pool, PoolKey
from harvestry.ledger.wash.losses import OpenLoss
from harvestry.ledger.wash.purchases import Purchases
from harvestry.ledger.wash.reach import Reach
from harvestry.units.days import NEVER, Instant


class Group:
    """A set of substantially identical assets: its purchases, and the losses that wait for some.

    `open` holds the losses of earlier days, in order. `purchases` are gathered when something of
    the group is first bought or asked for; `fresh` are those they have not taken up yet, one list
    an asset.
    """

    __slots__ = ("fresh", "name", "open", "purchases")

    def __init__(self, name: str) -> None:
        self.name = name
        self.open: list[OpenLoss] = []
        self.purchases: Purchases | None = None
        self.fresh: list[MutableSequence[OpenLot]] = []


class Groups(dict[str | None, Group]):
    """The groups met so far; that of assets which take no part is called `None`."""

    def __missing__(self, name: str | None) -> Group:
        """Give a group that was not met before."""
        found = self[name] = Group(name or "")
        return found


class Pools(Protocol):
    """The pools of the fold's workbench, and under which key each lies.

    `are_shared` tells whether any of them may stand for several accounts.
    """

    are_shared: bool

    def __getitem__(self, key: PoolKey, /) -> Pool:
        """Give a pool ready to be changed."""

    def at(self, key: PoolKey) -> PoolKey:
        """Give the key of the pool that an account's units of an asset are in."""


class Place(NamedTuple):
    """An account's units of an asset: their group, their pool, and from when they count.

    Before `counts_from` nothing bears on a wash here: never where asset or account take no part.
    """

    group: Group
    pool: PoolKey
    counts_from: Instant


class Places(dict[PoolKey, Place]):
    """The places met so far, each looked up once."""

    def __init__(self, reach: Reach, groups: Groups, pools: Pools) -> None:
        super().__init__()
        self._reach = reach
        self._groups = groups
        self._pools = pools

    def __missing__(self, key: PoolKey) -> Place:
        """Look a place up."""
        account, asset = key
        name = self._reach.group(asset)
        counts = name is not None and self._reach.counts(account)
        counts_from = self._reach.begins(asset) if counts else NEVER
        found = self[key] = Place(self._groups[name], self._pools.at(key), counts_from)
        return found
