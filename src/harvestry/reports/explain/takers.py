"""What took units from pieces, in the order in which the fold made it do so."""

from collections.abc import Iterator
from typing import Final, TypeAlias

from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.ledger.books import Books
from harvestry.ledger.match import Departure, Match, Move, Wash, closes_short
from harvestry.ledger.pooled import PLACED
from harvestry.reports.explain.proceeds import is_withheld, never_entered
from harvestry.units.days import Day, Zone
from harvestry.units.natural_order import NaturalKey, natural_key


def closing_day(wash: Wash, loss: Match, zone: Zone) -> Day:
    """Give the day, as the household counts, that brought both the loss and its replacement."""
    if wash.worked_on is not None:  # what was held from before its row comes with the row
        return wash.worked_on
    return max(zone.day(loss.event.time), wash.bought_on)


_Rank: TypeAlias = tuple[int, int, int, NaturalKey, bool]
"""Instant, phase, moves as made, the others by id, an event's fee behind it."""
_RECEIVED, _MOVED, _GIVEN, _WASHED = range(4)


def takers_in_order(books: Books, zone: Zone) -> Iterator[Match | Move | Departure | Wash]:
    """Give the records that took from pieces in the order in which the fold made them.

    What was washed comes when the day is over that brought both the loss and its replacement.
    """
    takers: list[tuple[_Rank, Match | Move | Departure | Wash]] = [
        (_rank_of_move(move, n), move) for n, move in enumerate(books.moves)
    ]
    takers += _fees_that_joined(books)
    takers += [
        (_rank(departure), departure)
        for departure in books.departures
        if departure.lot is not None and not is_joining_fee(departure)
    ]
    takers += [(_rank(match), match) for match in books.matches if took(match)]
    for n, wash in enumerate(books.washes):
        if closes_short(books.matches[wash.match]):
            continue  # what replaces a short sale is no lot
        day = closing_day(wash, books.matches[wash.match], zone)
        takers.append(((zone.end_of_day(day), _WASHED, n, _NO_ID, False), wash))
    takers.sort(key=lambda taker: taker[0])
    return (record for _, record in takers)


_NO_ID: Final = natural_key("")


def _rank_of_move(move: Move, n: int) -> _Rank:
    """Rank a transfer by the order made; a swap, which gives up, among what gives up."""
    event = move.event
    if move.to_asset is not None:
        return event.time, _GIVEN, 0, natural_key(event.id), False
    return event.time, _MOVED, 2 * n + 1, _NO_ID, False


def _fees_that_joined(books: Books) -> list[tuple[_Rank, Departure]]:
    """Rank the fees of transfers: behind what their event moved, inside one pool before it.

    What moved nothing found less than it wanted, so it came behind what found enough.
    """
    places: dict[str, list[int]] = {}
    for n, move in enumerate(books.moves):
        places.setdefault(move.event.id, []).append(n)
    end = 2 * len(books.moves) + 1
    ranked: list[tuple[_Rank, Departure]] = []
    place, time = end, None
    for departure in filter(is_joining_fee, reversed(books.departures)):
        event = departure.event
        own = places.get(event.id)
        if own is not None:
            place = 2 * own[0] if _stays(event, books) else 2 * own[-1] + 2
        elif event.time != time:
            place = end
        time = event.time
        ranked.append(((time, _MOVED, place, _NO_ID, True), departure))
    return ranked[::-1]


def _rank(giver: Match | Departure) -> _Rank:
    event = giver.event
    phase, fee = _GIVEN, False
    if isinstance(giver, Match):
        fee = giver.disposal != event.id
        phase = _RECEIVED if is_withheld(giver) else _GIVEN
    return event.time, phase, 0, natural_key(event.id), fee


def is_joining_fee(record: Match | Move | Departure) -> bool:
    """Tell whether units left as the fee of a transfer, not as what no account had room for."""
    event = record.event
    is_fee = isinstance(record, Departure) and event.kind is Kind.TRANSFER
    return is_fee and event.source is not PLACED


def _stays(event: Event, books: Books) -> bool:
    """Tell whether a transfer was made inside one pool, where its fee goes first."""
    pooled = books.pooled
    return pooled.source_of(event, event.asset) == pooled.target_of(event, event.asset)


def took(match: Match) -> bool:
    """Tell whether a match took units from a pool: not a cover, nor what never was in one."""
    cover = match.event.kind is Kind.COVER and match.disposal == match.event.id
    return match.lot is not None and not cover and not never_entered(match)
