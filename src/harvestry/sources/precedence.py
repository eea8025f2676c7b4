"""Two reports of one account that tell the same: one gives way, and it is shown to which.

Ids do not help where a report has none: Binance's statement and its trades, Kraken's trades and
its ledgers. Events are the same if account, kind and assets are, they lie close in time, and all of
them together moved as much in one report as in the other: fills of one second stand summed in some.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from harvestry.events.event import Event
from harvestry.events.kind import SALES, Kind
from harvestry.sources.merge import Dropped, Reading, take_back
from harvestry.sources.reasons import SkipReason
from harvestry.units.days import SECOND
from harvestry.units.source_ref import SourceFile

_CLOSE: Final = 2 * SECOND
"""Fills and the sums of a second lie no further apart."""
_CLOSE_MOVES: Final = 1800 * SECOND
"""Deposits and withdrawals are booked when seen, or when confirmed."""
_ALIKE: Final = 100
"""A fee is in the amount or not, and is a small part of it: at most one in a hundred."""
_TRADES: Final = SALES | {Kind.BUY}


class _Told(NamedTuple):
    """An event and whether its report gives way."""

    event: Event
    gives_way: bool


def without_repeats(events: Sequence[Event], readings: Sequence[Reading]) -> list[Event]:
    """Give the events without those that a report which goes first tells as well.

    Their rows become skipped, with the row that was taken instead.
    """
    by_file = {reading.tally.file: reading for reading in readings}
    ways = _ways(readings)
    if not ways:
        return list(events)
    drops: dict[str, Dropped] = {}
    for weak, strong in ways:
        for cluster in _clusters(events, weak, strong):
            if _same_amounts(cluster):
                stays = next(told.event for told in cluster if not told.gives_way)
                for event in (told.event for told in cluster if told.gives_way):
                    reason = SkipReason.SAME_TRADE_ELSEWHERE
                    drops.setdefault(event.id, Dropped(event, stays, reason))
    kept = {event.id: event for event in events if event.id not in drops}
    for file, reading in by_file.items():
        own = [drop for drop in drops.values() if drop.event.source.file == file]
        if own:
            take_back(reading.tally, own, kept)
    return list(kept.values())


def _ways(readings: Sequence[Reading]) -> list[tuple[set[SourceFile], set[SourceFile]]]:
    """Give the pairs of files of which the first give way to the second."""
    files: dict[str, set[SourceFile]] = {}
    for reading in readings:
        files.setdefault(reading.format.name, set()).add(reading.tally.file)
    first: dict[str, Reading] = {}
    for reading in readings:
        first.setdefault(reading.format.name, reading)
    return [
        (files[name], files[other])
        for name, reading in sorted(first.items())
        for other in reading.format.gives_way_to
        if other in files
    ]


def _clusters(
    events: Iterable[Event], weak: set[SourceFile], strong: set[SourceFile]
) -> Iterator[list[_Told]]:
    """Give the events of both that may be the same, in runs that are close in time."""
    by_shape: dict[tuple[str, ...], list[_Told]] = {}
    for event in events:
        if event.source.file in weak or event.source.file in strong:
            shape = (event.account, event.kind, event.asset, event.got_asset or "")
            by_shape.setdefault(shape, []).append(_Told(event, event.source.file in weak))
    for each in by_shape.values():
        each.sort(key=lambda told: (told.event.time, told.event.id))
        yield from _runs(each)


def _runs(told: Sequence[_Told]) -> Iterator[list[_Told]]:
    run = [told[0]]
    close = _CLOSE if told[0].event.kind in _TRADES else _CLOSE_MOVES
    for one, other in pairwise(told):
        if other.event.time - one.event.time > close:
            yield run
            run = []
        run.append(other)
    yield run


def _same_amounts(cluster: Sequence[_Told]) -> bool:
    """Tell whether both reports are in a cluster and moved as much in it."""
    sides: Mapping[bool, list[Event]] = {True: [], False: []}
    for told in cluster:
        sides[told.gives_way].append(told.event)
    if not sides[True] or not sides[False]:
        return False
    given = [sum(event.quantity for event in side) for side in sides.values()]
    got = [sum(event.got_quantity or 0 for event in side) for side in sides.values()]
    return all(abs(a - b) * _ALIKE <= max(a, b) for a, b in (given, got))
