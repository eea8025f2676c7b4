"""What is unsettled about a holding: once it is mended its lots, or their units, may be others.

Which lots a holding has depends on what was there before them. A deposit nobody knows the history
of stands in its pool by the day on which it came; with its purchase it may be older, go first, and
leave others behind. It reaches what was ever moved or placed out of that pool.

Where the file's own balance is another than ours, rows are missing: what is held here is not what
is there.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set as AbstractSet
from typing import Final, NamedTuple

from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.ledger.books import Books
from harvestry.ledger.match import Move
from harvestry.ledger.pool import PoolKey


class Unsettled(NamedTuple):
    """The deposits without history behind a holding; whether its own file counts other units."""

    deposits: tuple[Event, ...] = ()
    off_balance: bool = False


SETTLED: Final = Unsettled()


def unsettled(
    books: Books, events: Iterable[Event], off_balance: AbstractSet[str]
) -> Mapping[PoolKey, Unsettled]:
    """Give what is unsettled by account and asset; `off_balance` names them `ACCOUNT:ASSET`."""
    found = {key: Unsettled(behind) for key, behind in deposits_behind(books, events).items()}
    for key in {(lot.account, lot.asset) for lot in books.lots}:
        if ":".join(key) in off_balance:
            found[key] = found.get(key, SETTLED)._replace(off_balance=True)
    return found


def deposits_behind(books: Books, events: Iterable[Event]) -> Mapping[PoolKey, tuple[Event, ...]]:
    """Give the deposits without history that bear on the lots of a holding, the earliest first."""
    deposits = [event for event in events if event.kind is Kind.DEPOSIT]
    if not deposits:
        return {}
    leads: dict[PoolKey, set[PoolKey]] = defaultdict(set)
    for move in books.moves:
        leads[books.pooled.source_of(move.event, move.asset)].add(_target(books, move))
    behind: dict[PoolKey, list[Event]] = defaultdict(list)
    for deposit in deposits:
        for key in _reached(books.pooled.source_of(deposit, deposit.asset), leads):
            behind[key].append(deposit)
    return {key: tuple(found) for key, found in behind.items()}


def _target(books: Books, move: Move) -> PoolKey:
    asset = move.asset if move.to_asset is None else move.to_asset
    if move.event.to_account is None:  # only renamed: it went nowhere
        return books.pooled.source_of(move.event, asset)
    return books.pooled.target_of(move.event, asset)


def _reached(start: PoolKey, leads: Mapping[PoolKey, set[PoolKey]]) -> set[PoolKey]:
    reached, waiting = {start}, [start]
    while waiting:
        for key in leads.get(waiting.pop(), ()):
            if key not in reached:
                reached.add(key)
                waiting.append(key)
    return reached
