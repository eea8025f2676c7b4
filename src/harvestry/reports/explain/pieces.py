"""The story of every piece: how it came to its pool, and what was taken from it, in order."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from harvestry.events.kind import Kind
from harvestry.ledger.books import Books
from harvestry.ledger.match import Departure, Match, Move
from harvestry.reports.explain.proceeds import is_withheld, never_entered
from harvestry.units.natural_order import NaturalKey, natural_key

Record: TypeAlias = Match | Move | Departure
Key: TypeAlias = tuple[str, str, str]
"""(account, asset, piece)."""


@dataclass(slots=True, eq=False)
class Piece:
    """A piece in one pool. `arrival` is the move that brought it, `None` where it was acquired."""

    root: str
    arrival: "Take | None"
    takes: list["Take"] = field(default_factory=list)


class Take(NamedTuple):
    """Units taken from a piece: the record that took them, and its place among the takes."""

    piece: Piece
    record: Record
    place: int


class Pieces:
    """Finds the take behind any match or open lot of the books."""

    def __init__(self, books: Books) -> None:
        self._now: dict[Key, Piece] = {}
        self._takes: dict[int, Take] = {}
        for record in _in_order(books):
            self._note(record)

    def take_of(self, record: Record) -> Take:
        """Give the take of a record of these books."""
        return self._takes[id(record)]

    def open_piece(self, account: str, asset: str, name: str, root: str) -> Piece:
        """Give the piece of that name as it stands at the end."""
        return self._now.get((account, asset, name)) or Piece(root, None)

    def _note(self, record: Record) -> None:
        event, asset = record.event, record.asset
        name = record.from_piece if isinstance(record, Move) else record.piece
        assert name is not None
        assert record.lot is not None
        key = (event.account, asset, name)
        piece = self._now.setdefault(key, Piece(record.lot, None))
        take = self._takes[id(record)] = Take(piece, record, len(piece.takes))
        piece.takes.append(take)
        if isinstance(record, Move):
            assert event.to_account is not None
            self._now[event.to_account, asset, record.to_piece] = Piece(record.lot, take)


_Rank: TypeAlias = tuple[int, int, int, NaturalKey, bool]
"""Instant, phase, moves as made, the others by id, an event's fee behind it."""
_RECEIVED, _MOVED, _GIVEN = range(3)


def _in_order(books: Books) -> Iterator[Record]:
    """Give the records that took from pieces in the order in which the fold made them."""
    takers: list[tuple[_Rank, Record]] = [
        ((move.event.time, _MOVED, n, natural_key(""), False), move)
        for n, move in enumerate(books.moves)
    ]
    givers: list[Match | Departure] = [match for match in books.matches if _took(match)]
    givers += [departure for departure in books.departures if departure.lot is not None]
    takers += [(_rank(giver), giver) for giver in givers]
    takers.sort(key=lambda taker: taker[0])
    return (record for _, record in takers)


def _rank(giver: Match | Departure) -> _Rank:
    event = giver.event
    phase, fee = _GIVEN, False
    if isinstance(giver, Match):
        fee = giver.disposal != event.id
        phase = _RECEIVED if is_withheld(giver) else _GIVEN
    return event.time, phase, 0, natural_key(event.id), fee


def _took(match: Match) -> bool:
    """Tell whether a match took units from a pool: not a cover, nor what never was in one."""
    cover = match.event.kind is Kind.COVER and match.disposal == match.event.id
    return match.lot is not None and not cover and not never_entered(match)
