"""Exports of one format given again: rows whose ids are their content, found by what names them.

Where an export has no ids, a label that was changed or a count of confirmations makes a row
another. What it says of the transaction, its hash or a reference of its own, stays. Rows count once
by that if what moved agrees, and if the files agree in all of the time that both tell: two wallets
of one account may be paid the same in one transaction, and do not tell the same elsewhere.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TypeAlias

from harvestry.events.event import Event
from harvestry.sources.identity import content_part
from harvestry.sources.merge import Dropped, Reading, take_back
from harvestry.sources.one_row import told_by_both
from harvestry.sources.reasons import SkipReason
from harvestry.units.days import SECOND, Instant
from harvestry.units.source_ref import SourceFile

_Key: TypeAlias = tuple[object, ...]


def given_again(events: Sequence[Event], readings: Sequence[Reading]) -> list[Event]:
    """Give the events without those that another export of the same format tells as well.

    Their rows become skipped, with the row that was taken instead. Explorers are left out: the same
    tokens come to several addresses in one transaction every day; so is what people write
    themselves.
    """
    by_format: dict[tuple[str, str], list[Reading]] = {}
    for reading in readings:
        format_ = reading.format
        if reading.tally.events and not format_.joins_by_hash and not format_.reader:
            key = (format_.name, reading.account)
            by_format.setdefault(key, []).append(reading)
    kept = {event.id: event for event in events}
    dropped: dict[SourceFile, list[Dropped]] = {}
    for alike in by_format.values():
        named = [_by_name(reading) for reading in alike] if len(alike) > 1 else []
        for (one, ours), (other, theirs) in combinations(zip(alike, named, strict=False), 2):
            pairs = _pairs(ours, theirs)
            if not pairs or not _agree(one.tally.events, other.tally.events):
                continue
            for drop in _settled(kept, pairs):
                dropped.setdefault(drop.event.source.file, []).append(drop)
    for reading in readings:
        if reading.tally.file in dropped:
            take_back(reading.tally, dropped[reading.tally.file], kept)
    return list(kept.values())


def _settled(kept: dict[str, Event], pairs: Iterable[tuple[Event, Event]]) -> Iterator[Dropped]:
    """Keep one event of each pair that does not contradict itself; give those that gave way."""
    for first, second in pairs:
        if first.id not in kept or second.id not in kept:
            continue
        ours, theirs = kept[first.id], kept[second.id]
        whole = told_by_both(ours, theirs)
        if whole is not None:
            kept[first.id] = whole
            del kept[second.id]
            gone = ours if whole.source == theirs.source else theirs
            yield Dropped(gone, whole, SkipReason.DUPLICATE_ROW)


def _pairs(
    ours: Mapping[_Key, Sequence[Event]], theirs: Mapping[_Key, Sequence[Event]]
) -> list[tuple[Event, Event]]:
    """Pair the events of two exports that name one transaction and are not known to be one."""
    found: list[tuple[Event, Event]] = []
    for key in sorted(ours.keys() & theirs.keys(), key=repr):
        known = {event.id for event in ours[key]} & {event.id for event in theirs[key]}
        first, second = (
            [event for event in each if event.id not in known] for each in (ours[key], theirs[key])
        )
        found += [
            pair
            for pair in zip(first, second, strict=False)
            if any(content_part(event.id) is not None for event in pair)
        ]
    return found


def _by_name(reading: Reading) -> dict[_Key, list[Event]]:
    """Give the events that name their transaction, by that and what moved, in the file's order."""
    references = reading.tally.references
    times: dict[str, set[Instant]] = {}
    for event in reading.tally.events:
        if event.id in references:
            times.setdefault(references[event.id], set()).add(event.time)
    named: dict[_Key, list[Event]] = {}
    for event in reading.tally.events:
        reference = references.get(event.id, "")
        if event.detail.hash or len(times.get(reference, ())) == 1:
            key = (*_fact(event), event.detail.hash, reference)
            named.setdefault(key, []).append(event)
    return named


def _agree(first: Iterable[Event], second: Iterable[Event]) -> bool:
    """Tell whether of the time that two files tell, the one tells all that the other does."""
    facts = Counter(map(_fact, first)), Counter(map(_fact, second))
    begins = max(min(key[0] for key in each) for each in facts)
    ends = min(max(key[0] for key in each) for each in facts)
    ours, theirs = (
        Counter({key: n for key, n in each.items() if begins <= key[0] <= ends}) for each in facts
    )
    return ours <= theirs or theirs <= ours


def _fact(event: Event) -> tuple[int, str, str, str, int, str]:
    """Give what of an event stays in every export of it."""
    return (
        *(event.time // SECOND, event.account, event.kind.value, event.asset, event.quantity),
        event.got_asset or "",
    )
