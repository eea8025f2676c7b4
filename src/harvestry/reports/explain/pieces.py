"""The story of every piece: how it came to its pool, and what was taken from it, in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, NamedTuple, TypeAlias

from harvestry.events.event import Event
from harvestry.ledger.books import Books
from harvestry.ledger.match import Departure, Match, Move, Wash
from harvestry.reports.explain.proceeds import is_withheld
from harvestry.reports.explain.takers import closing_day, is_joining_fee, takers_in_order, took
from harvestry.units.days import Day, Zone
from harvestry.units.exact import Quantity


class Rebasing(NamedTuple):
    """Units that replaced a loss and became a piece of their own; `event` is what bought them."""

    event: Event
    asset: str
    lot: str
    quantity: Quantity
    wash: Wash


_SOLD_BEFORE: Final = "sold_before_loss"
"""The position by which units sold before a loss take it with them."""
Record: TypeAlias = Match | Move | Departure | Rebasing
Key: TypeAlias = tuple[str, str, str]
"""(account or pool, asset, piece)."""


@dataclass(slots=True, eq=False)
class Piece:
    """A piece in one pool. `arrival` is what brought it there, `None` where it was acquired."""

    root: str
    arrival: "Take | None"
    takes: list["Take"] = field(default_factory=list)


class Take(NamedTuple):
    """Units taken from a piece: the record that took them, and its place among the takes."""

    piece: Piece
    record: Record
    place: int


class Pieces:
    """Finds the take behind any match or open lot of the books.

    `roots` are the events that acquired lots; `zone` is where the days of wash sales are counted.
    """

    def __init__(self, books: Books, roots: Mapping[str, Event], zone: Zone) -> None:
        self._roots = roots
        self._matches = books.matches
        self._zone = zone
        self._now: dict[Key, Piece] = {}
        self._sold_on = _sales(books, zone)
        self._left_on = _leavings(books, zone)
        self._takes: dict[int, Take] = {}
        self._pooled = books.pooled
        self._raised: dict[int, list[Wash]] = {}
        self._moved: dict[str, list[Move]] = {}
        self._fees: dict[str, list[Take]] = {}
        self._kept: list[Rebasing] = []  # so that no two have one id
        for record in takers_in_order(books, zone):
            if isinstance(record, Wash):
                self._rebase(record)
            else:
                self._note(record)
        self._splits = _splits(books.matches, self._raised) if self._raised else {}

    def take_of(self, record: Record) -> Take:
        """Give the take of a record of these books."""
        return self._takes[id(record)]

    def raised(self, match: Match) -> list[Wash]:
        """Give the washes whose loss joined the basis of units sold on the same day."""
        return self._raised.get(id(match), [])

    def split_of(self, match: Match) -> tuple[Match, ...]:
        """Give the parts a match was split into on its day, in order; itself where it was not."""
        return self._splits.get(id(match), (match,))

    def take_of_all(self, parts: Sequence[Match]) -> Take:
        """Give the take of a match that was split, as it was before."""
        first = self.take_of(parts[0])
        whole = parts[0]._replace(quantity=sum(part.quantity for part in parts))
        return Take(first.piece, whole, first.place)

    def moved_by(self, event: Event) -> Sequence[Move]:
        """Give what one transfer moved, in the order taken."""
        return self._moved.get(event.id, ())

    def fee_of(self, event: Event) -> Sequence[Take]:
        """Give the takes of a transfer's fee whose basis joined that of what moved."""
        return self._fees.get(event.id, ())

    def open_piece(self, account: str, asset: str, name: str, root: str) -> Piece:
        """Give the piece of that name as it stands at the end."""
        return self._now.get((account, asset, name)) or Piece(root, None)

    def _note(self, record: Match | Move | Departure) -> None:
        event, asset = record.event, record.asset
        name = record.from_piece if isinstance(record, Move) else record.piece
        assert name is not None
        assert record.lot is not None
        take = self._take((*self._pooled.source_of(event, asset), name), record.lot, record)
        if is_joining_fee(record):
            self._fees.setdefault(event.id, []).append(take)
        if isinstance(record, Move):
            self._moved.setdefault(event.id, []).append(record)
            if record.to_asset is None:
                there = self._pooled.target_of(event, asset)
            else:
                there = self._pooled.source_of(event, record.to_asset)
            self._put((*there, record.to_piece), Piece(record.lot, take))

    def _take(self, key: Key, root: str, record: Record) -> Take:
        piece = self._now.get(key) or self._put(key, Piece(root, None))
        take = self._takes[id(record)] = Take(piece, record, len(piece.takes))
        piece.takes.append(take)
        return take

    def _rebase(self, wash: Wash) -> None:
        """Make a piece of the units that replaced a loss, or raise the match that sold them.

        Units sold on an earlier day took the loss with them: there is no basis that could rise.
        """
        if wash.rule == _SOLD_BEFORE:
            return
        if wash.cut_from is None:
            sold = self._sold_that_day(wash)
            if sold is not None:
                self._raised.setdefault(id(sold), []).append(wash)
            return
        record = Rebasing(self._roots[wash.lot], wash.asset, wash.lot, wash.replacing, wash)
        self._kept.append(record)
        take = self._take((wash.account, wash.asset, wash.cut_from), wash.lot, record)
        self._put((wash.account, wash.asset, wash.piece), Piece(wash.lot, take))

    def _put(self, key: Key, piece: Piece) -> Piece:
        self._now[key] = piece
        return piece

    def _sold_that_day(self, wash: Wash) -> Match | None:
        """Give the match that sold the replacing units on the day they replaced, if one did.

        One whose turn had not come was split to their number; one whose turn had passed stays
        whole, and units of it replace several losses in turn (position `mutual_loop`). Units that
        left otherwise that day took the loss in the basis they left with.
        """
        loss = self._matches[wash.match]
        day = closing_day(wash, loss, self._zone)
        sales = [
            match
            for match in self._sold_on.get((wash.account, wash.piece, day), ())
            if match.lot == wash.lot and match is not loss and self._room(match) >= wash.replacing
        ]
        same = next((match for match in sales if match.quantity == wash.replacing), None)
        if same is not None or (wash.account, wash.piece, day) in self._left_on:
            return same
        return next(iter(sales), None)

    def _room(self, match: Match) -> Quantity:
        """Give the units of a match that have replaced none yet."""
        used = sum(wash.replacing for wash in self._raised.get(id(match), ()))
        return match.quantity - used


def _splits(
    matches: Sequence[Match], raised: Mapping[int, list[Wash]]
) -> Mapping[int, tuple[Match, ...]]:
    """Give the parts of split matches by each part: those that replaced stand before the rest."""
    splits: dict[int, tuple[Match, ...]] = {}
    for _, run in groupby(matches, key=lambda match: (match.disposal, match.piece)):
        parts: list[Match] = []
        for match in run:
            parts.append(match)
            if id(match) not in raised:
                splits |= _each_to_all(parts)
                parts = []
        splits |= _each_to_all(parts)
    return splits


def _each_to_all(parts: Sequence[Match]) -> dict[int, tuple[Match, ...]]:
    return {id(part): tuple(parts) for part in parts} if len(parts) > 1 else {}


def _leavings(books: Books, zone: Zone) -> frozenset[tuple[str, str, Day]]:
    """Give account, piece and day of units that left without a sale; none where none is washed."""
    return frozenset(
        (books.pooled.source_of(each.event, each.asset)[0], each.piece, zone.day(each.event.time))
        for each in (books.departures if books.washes else ())
        if each.piece is not None
    )


def _sales(books: Books, zone: Zone) -> Mapping[tuple[str, str, Day], list[Match]]:
    """Give the matches that took units, by account, piece and day; none where nothing is washed.

    Units withheld from what was received are no purchase, so they replace nothing.
    """
    sales: dict[tuple[str, str, Day], list[Match]] = {}
    for match in books.matches if books.washes else ():
        if took(match) and match.piece is not None and not is_withheld(match):
            account, _ = books.pooled.source_of(match.event, match.asset)
            key = (account, match.piece, zone.day(match.event.time))
            sales.setdefault(key, []).append(match)
    return sales
