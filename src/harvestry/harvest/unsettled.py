"""What is unsettled about a holding: once it is mended its lots, or their units, may be others.

Which lots a holding has depends on what was there before them. A deposit nobody knows the history
of stands in its pool by the day on which it came; with its purchase it may be older, go first, and
leave others behind. It reaches what was ever moved or placed out of that pool.

What came without a history may also be a purchase that washes the loss of any account.

Where the file's own balance is another than ours, rows are missing: what is held here is not what
is there. So it may be where a row could not be read, of all that the row may be about: where it
names its coins and its account, of these; else of all coins, or of all accounts.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set as AbstractSet
from typing import Final, NamedTuple, TypeAlias

from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.events.unread import UnreadRow
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

    def beside(self, receipts: Iterable[Event]) -> "Unsettled":
        """Give the same with what else came without a history that bears on the holding."""
        more = tuple(each for each in receipts if each not in self.deposits)
        return self._replace(deposits=(*self.deposits, *more))


SETTLED: Final = Unsettled()
NOTHING_LEFT_OUT: Final[Mapping[str, Iterable[UnreadRow]]] = {}


def unsettled(
    books: Books,
    events: Iterable[Event],
    off_balance: AbstractSet[str],
    left_out: Mapping[str, Iterable[UnreadRow]] = NOTHING_LEFT_OUT,
) -> Mapping[PoolKey, Unsettled]:
    """Give what is unsettled by account and asset.

    `off_balance` names them `ACCOUNT:ASSET`. `left_out` has, by its name, what rows of a file may
    be about that could not be read.
    """
    leads = _leads(books)
    found = {key: Unsettled(behind) for key, behind in _deposits(books, events, leads).items()}
    held = {(lot.account, lot.asset) for lot in books.lots}
    known = held | leads.keys()
    met = {account for account, _ in (*known, *books.pooled.before, *books.pooled.after)}
    met |= {match.event.account for match in books.matches}
    for file, rows in sorted(left_out.items()):
        mine = {key for row in rows for key in _may_be_about(_certain(row, met), known, books)}
        for key in _reached(mine, leads):
            before = found.get(key, SETTLED)
            found[key] = before._replace(unread=(*before.unread, file))
    for key in held:
        if ":".join(key) in off_balance:
            found[key] = found.get(key, SETTLED)._replace(off_balance=True)
    return found


def _certain(row: UnreadRow, met: AbstractSet[str]) -> UnreadRow:
    """Give what is certain of a row: an account in which nothing else happened may be misspelt."""
    if row.accounts is None or row.accounts <= met:
        return row
    return row._replace(accounts=None)


def _may_be_about(row: UnreadRow, known: AbstractSet[PoolKey], books: Books) -> Iterator[PoolKey]:
    """Give the holdings a row may be about, and the pools its accounts' units were ever in."""
    yield from (key for key in known if row.may_be_of(key[0]) and row.may_be_about(key[1]))
    for pools in (books.pooled.before, books.pooled.after):
        for (account, asset), pool in pools.items():
            if row.may_be_of(account) and row.may_be_about(asset):
                yield pool


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
