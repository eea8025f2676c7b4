"""What the books wrote down, found by the event it is about."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from harvestry.events.event import Event
from harvestry.ledger.books import Books
from harvestry.ledger.match import Departure, Income, Match, Move, Outcome, Result, Wash
from harvestry.ledger.pooled import PLACED
from harvestry.units.days import Day
from harvestry.units.exact import Money


class _OfEvent(Protocol):
    @property
    def event(self) -> Event: ...


R = TypeVar("R", bound=_OfEvent)


@dataclass(frozen=True, slots=True)
class Records:
    """The records of the books by event id; `rank` tells which event's units moved first.

    `placed` are the moves as universal pools ended, `left_out` what no account had room for.
    `lost` is what of a match's loss was lost for good, by its place; `rebased` are the washes that
    changed a piece, by day.
    """

    matches: Mapping[str, list[tuple[int, Match]]]
    moves: Mapping[str, list[Move]]
    departures: Mapping[str, list[Departure]]
    income: Mapping[str, list[Income]]
    results: Mapping[str, list[Result]]
    placed: tuple[Move, ...]
    left_out: tuple[Departure, ...]
    rank: Mapping[str, int]
    lost: Mapping[int, Money]
    rebased: Mapping[Day, list[Wash]]


def records_of(books: Books) -> Records:
    """Arrange the books by event."""
    matches: dict[str, list[tuple[int, Match]]] = defaultdict(list)
    for n, match in enumerate(books.matches):
        matches[match.event.id].append((n, match))
    lost: dict[int, Money] = defaultdict(int)
    rebased: dict[Day, list[Wash]] = defaultdict(list)
    for wash in books.washes:
        if wash.outcome is Outcome.LOST:
            lost[wash.match] += wash.amount
        if wash.cut_from is not None and wash.worked_on is not None:
            rebased[wash.worked_on].append(wash)
    moves = [each for each in books.moves if each.event.source is not PLACED]
    departures = [each for each in books.departures if each.event.source is not PLACED]
    rank: dict[str, int] = {}
    for n, move in enumerate(moves):
        rank.setdefault(move.event.id, n)
    return Records(
        matches,
        _by_event(moves),
        _by_event(departures),
        _by_event(books.income),
        _by_event(books.results),
        tuple(each for each in books.moves if each.event.source is PLACED),
        tuple(each for each in books.departures if each.event.source is PLACED),
        rank,
        lost,
        rebased,
    )


def _by_event(records: Iterable[R]) -> Mapping[str, list[R]]:
    found: dict[str, list[R]] = defaultdict(list)
    for each in records:
        found[each.event.id].append(each)
    return found
