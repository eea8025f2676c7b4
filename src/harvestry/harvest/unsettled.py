"""What is unsettled about a holding: once it is mended its lots, or their units, may be others.

Which lots a holding has depends on what was there before them. A deposit nobody knows the history
of stands in its pool by the day on which it came; with its purchase it may be older, go first, and
leave others behind. It reaches what was ever moved or placed out of that pool.

Where the file's own balance is another than ours, rows are missing: what is held here is not what
is there. So it may be where a row of an account could not be read, whatever the row was; of a file
whose rows name their accounts, nobody knows whose it was.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set as AbstractSet
from typing import Final, NamedTuple, TypeAlias

from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.ledger.books import Books
from harvestry.ledger.match import Move
from harvestry.ledger.pool import PoolKey

_Leads: TypeAlias = Mapping[PoolKey, AbstractSet[PoolKey]]
_Behind: TypeAlias = Mapping[PoolKey, tuple[Event, ...]]


class Unsettled(NamedTuple):
    """The deposits without history behind a holding; whether its own file counts other units.

    `unread` names the files of which rows could not be read that may bear on it.
    """

    deposits: tuple[Event, ...] = ()
    off_balance: bool = False
    unread: tuple[str, ...] = ()


SETTLED: Final = Unsettled()


def unsettled(
    books: Books,
    events: Iterable[Event],
    off_balance: AbstractSet[str],
    unread: Iterable[tuple[str, str]] = (),
) -> Mapping[PoolKey, Unsettled]:
    """Give what is unsettled by account and asset.

    `off_balance` names them `ACCOUNT:ASSET`. `unread` has the account and name of each file with
    rows that could not be read; no account where its rows name their own.
    """
    leads = _leads(books)
    found = {key: Unsettled(behind) for key, behind in _deposits(books, events, leads).items()}
    held = {(lot.account, lot.asset) for lot in books.lots}
    for account, file in sorted(unread):
        mine = {key for key in held | leads.keys() if account in ("", key[0])}
        for key in _reached(mine | _pools_of(books, account), leads):
            known = found.get(key, SETTLED)
            found[key] = known._replace(unread=(*known.unread, file))
    for key in held:
        if ":".join(key) in off_balance:
            found[key] = found.get(key, SETTLED)._replace(off_balance=True)
    return found


def _pools_of(books: Books, account: str) -> set[PoolKey]:
    """Give the pools of several accounts that an account's units were ever in."""
    pooled = (books.pooled.before, books.pooled.after)
    return {pool for pools in pooled for key, pool in pools.items() if key[0] == account}


def _deposits(books: Books, events: Iterable[Event], leads: _Leads) -> _Behind:
    """Give the deposits without history that bear on the lots of a holding, the earliest first."""
    behind: dict[PoolKey, list[Event]] = defaultdict(list)
    for deposit in events:
        if deposit.kind is Kind.DEPOSIT:
            for key in _reached({books.pooled.source_of(deposit, deposit.asset)}, leads):
                behind[key].append(deposit)
    return {key: tuple(found) for key, found in behind.items()}


def _leads(books: Books) -> _Leads:
    """Give to which pools units were ever moved out of each."""
    leads: dict[PoolKey, set[PoolKey]] = defaultdict(set)
    for move in books.moves:
        leads[books.pooled.source_of(move.event, move.asset)].add(_target(books, move))
    return leads


def _target(books: Books, move: Move) -> PoolKey:
    asset = move.asset if move.to_asset is None else move.to_asset
    if move.event.to_account is None:  # only renamed: it went nowhere
        return books.pooled.source_of(move.event, asset)
    return books.pooled.target_of(move.event, asset)


def _reached(starts: AbstractSet[PoolKey], leads: _Leads) -> set[PoolKey]:
    reached, waiting = set(starts), list(starts)
    while waiting:
        for key in leads.get(waiting.pop(), ()):
            if key not in reached:
                reached.add(key)
                waiting.append(key)
    return reached
