"""Many files, one history: an event read twice counts once, and nothing is lost in silence.

The result does not depend on the order of files or rows: files are taken by name, and of two rows
that contradict each other the one that sorts first stays.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from harvestry.events.choices import SAME
from harvestry.events.decisions import Decision, Decisions
from harvestry.events.event import Event
from harvestry.events.unread import UnreadRow
from harvestry.sources.description import Format
from harvestry.sources.errors import RowError
from harvestry.sources.identity import content_part
from harvestry.sources.lines import Lines
from harvestry.sources.reasons import SkipReason
from harvestry.sources.receipt import Closing, Skipped
from harvestry.sources.tally import Tally
from harvestry.units.days import SECOND, instant_text
from harvestry.units.exact import quantity_text
from harvestry.units.problems import Problem, Severity
from harvestry.units.source_ref import SourceFile, SourceRef

_NOWHERE: Final = SourceRef(SourceFile("", ""), ())
_PRICES_AGREE: Final = 100
"""Two files may tell the same event if their dollars differ by at most one part in a hundred."""
_SAME_WITHIN: Final = 1_000_000
"""Two reports tell the same trade if their quantities differ by at most one part in a million."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A file read by itself: its tally, and what it was read as."""

    tally: Tally
    format: Format
    account: str
    time_zone: str
    owner: tuple[str, ...] = ()
    closings: tuple[Closing, ...] = ()


def merged(readings: Sequence[Reading]) -> list[Event]:
    """Give every event once; rows that repeat or contradict another move to skipped or problem."""
    kept: dict[str, Event] = {}
    by_file = {reading.tally.file: reading for reading in readings}
    dropped: dict[SourceFile, list[Dropped]] = {}
    for reading in readings:
        for event in reading.tally.events:
            first = kept.setdefault(event.id, event)
            if first is not event:
                drop = _settle(kept, first, event, by_file)
                dropped.setdefault(drop.event.source.file, []).append(drop)
    for drop in _whole_orders(kept, {r.tally.file for r in readings if r.format.tells_moments}):
        del kept[drop.event.id]
        dropped.setdefault(drop.event.source.file, []).append(drop)
    for file, drops in dropped.items():
        take_back(by_file[file].tally, drops, kept)
    return list(kept.values())


def _whole_orders(kept: Mapping[str, Event], by_moment: Collection[SourceFile]) -> "list[Dropped]":
    """Give the orders told whole of which another report tells the fills: the fills are taken."""
    fills: dict[str, list[Event]] = {}
    for event in kept.values() if by_moment else ():
        if event.source.file in by_moment:
            order = event.id.removesuffix(f":{instant_text(event.time)}")
            if order != event.id and order in kept:
                fills.setdefault(order, []).append(event)
    drops = []
    for order, parts in fills.items():
        quantity = sum(part.quantity for part in parts)
        got = sum(part.got_quantity or 0 for part in parts)
        summed = replace(parts[0], quantity=quantity, got_quantity=got)
        same = _same_trade(kept[order], summed)
        reason = SkipReason.SAME_TRADE_ELSEWHERE if same else None
        drops.append(Dropped(kept[order], min(parts, key=lambda part: part.time), reason))
    return drops


class Overlap(NamedTuple):
    """Two files that seem to tell the same events of an account, and which those are."""

    one: SourceFile
    other: SourceFile
    account: str
    twins: list[tuple[Event, Event]]

    @property
    def about(self) -> str:
        """What names it: the file that repeats, the other, the account."""
        return f"{self.other.plain}~{self.one.plain}:{self.account}"


def told_twice(
    in_order: Sequence[Event],
    readings: Sequence[Reading],
    decisions: Decisions,
    used: set[Decision],
) -> tuple[list[Event], list[Problem]]:
    """Give the events, those once of which somebody said that two files tell the same.

    The others of two files that seem to tell the same are problems.
    """
    overlaps = _overlaps(in_order, readings)
    by_file = {reading.tally.file: reading for reading in readings}
    kept = {event.id: event for event in in_order}
    problems = []
    for each in overlaps:
        decision = decisions.last((f"possible-duplicates:{each.about}",))
        if decision is None or decision.choice != SAME:
            problems.append(_doubt(each, by_file[each.other].tally.lines))
            continue
        used.add(decision)
        drops = [Dropped(other, one, SkipReason.DECIDED_SAME) for one, other in each.twins]
        for _, other in each.twins:
            kept.pop(other.id, None)
        take_back(by_file[each.other].tally, drops, kept)
    return (list(kept.values()) if len(kept) < len(in_order) else list(in_order)), problems


def _overlaps(in_order: Iterable[Event], readings: Sequence[Reading]) -> list[Overlap]:
    """Find where two files seem to tell the same events under different ids.

    Reports without ids, or with ids of their own, overlap unseen; two equal movements of one
    account in one second, in different files, are most likely one. Ids that one format gives by
    itself are believed.
    """
    names = {reading.tally.file: reading.format.prefix for reading in readings}
    seen: dict[tuple[object, ...], Event] = {}
    second: int | None = None
    pairs: dict[tuple[SourceFile, SourceFile, str], list[tuple[Event, Event]]] = {}
    for event in in_order:
        if event.time // SECOND != second:
            second = event.time // SECOND
            seen.clear()
        first = seen.setdefault(_shape(event), event)
        if first.source.file == event.source.file or _told_apart(first, event, names):
            continue
        one, other = sorted((first, event), key=_by_file)
        pair = (one.source.file, other.source.file, event.account)
        pairs.setdefault(pair, []).append((one, other))
    return [Overlap(*pair, twins) for pair, twins in pairs.items()]


@dataclass(frozen=True, slots=True)
class Dropped:
    """An event that gave way to another: silently repeated, or contradicting it."""

    event: Event
    stays: Event
    reason: SkipReason | None


def _settle(
    kept: dict[str, Event], first: Event, event: Event, by_file: dict[SourceFile, Reading]
) -> Dropped:
    """Decide which of two events of one id stays, and keep it."""
    formats = by_file[first.source.file].format, by_file[event.source.file].format
    reason: SkipReason | None
    if formats[0].name != formats[1].name and _same_trade(first, event):
        reason = SkipReason.SAME_TRADE_ELSEWHERE
        swap = formats[1].rank < formats[0].rank
    elif replace(event, source=first.source) == first:
        reason = SkipReason.DUPLICATE_ROW
        swap = False
    else:
        reason = None
        swap = first.source.file == event.source.file and _content(event) < _content(first)
    if swap:
        kept[event.id] = event
        return Dropped(first, event, reason)
    return Dropped(event, first, reason)


def take_back(tally: Tally, drops: Sequence[Dropped], kept: dict[str, Event]) -> None:
    """Move the rows of a file's dropped events from imported to skipped or problem, each once.

    A row that also feeds an event that stays remains imported.
    """
    done: set[int] = set()
    if tally.shares_rows:
        own = (event.source for event in kept.values() if event.source.file == tally.file)
        done = {row for source in own for row in source.rows}
    for drop in drops:
        rows = [row for row in drop.event.source.rows if row not in done]
        done.update(rows)
        tally.rows_imported -= len(rows)
        if drop.reason is None:
            tally.rows_problem += len(rows)
            tally.left_out.append(_about(drop.event))
            tally.complain(_conflict(drop.event, kept.get(drop.event.id, drop.stays)))
        else:
            tally.skipped.extend(Skipped(row, drop.reason, drop.stays.source) for row in rows)


def _about(event: Event) -> UnreadRow:
    """Give what an event that does not count is about."""
    accounts = (event.account, event.to_account)
    assets = (event.asset, event.got_asset, event.fee_asset)
    return UnreadRow(frozenset(filter(None, accounts)), frozenset(filter(None, assets)))


def _conflict(event: Event, kept: Event) -> RowError:
    dropped, stays = event.source, kept.source
    same = dropped.file == stays.file
    word = "row" if len(stays.rows) == 1 else "rows"
    other = f"{word} {', '.join(map(str, stays.rows))} of this file" if same else str(stays)
    message = (
        f"its id {event.id!r} also stands on {other} with other content, and that was taken, so "
        "this row does not count; if both happened, give one an id of its own, else remove the "
        "wrong one"
    )
    return RowError("conflicting-id", message, dropped.rows[0], cause=stays.file.name)


def _same_trade(one: Event, other: Event) -> bool:
    """Tell whether two reports of an account tell one trade, roundings apart."""
    if (one.account, one.kind, one.asset, one.got_asset) != (
        *(other.account, other.kind, other.asset),
        other.got_asset,
    ):
        return False
    pairs = ((one.quantity, other.quantity), (one.got_quantity or 0, other.got_quantity or 0))
    return all(abs(a - b) * _SAME_WITHIN <= max(a, b) for a, b in pairs)


def _content(event: Event) -> str:
    return repr(replace(event, source=_NOWHERE))


def _told_apart(one: Event, other: Event, names: Mapping[SourceFile, str]) -> bool:
    """Tell whether two events of one shape are surely two: by their ids, or by their dollars."""
    if one.usd is not None and other.usd is not None:
        most = max(abs(one.usd), abs(other.usd))
        if abs(one.usd - other.usd) * _PRICES_AGREE > most:
            return True
    if names[one.source.file] != names[other.source.file]:
        return False
    contents = content_part(one.id), content_part(other.id)
    return contents == (None, None) or contents[0] == contents[1]


def _shape(event: Event) -> tuple[object, ...]:
    return event.account, event.kind, event.asset, event.quantity, event.got_asset


def _by_file(event: Event) -> tuple[str, str]:
    return event.source.file.plain, event.source.file.sha256


def _doubt(overlap: Overlap, lines: Lines) -> Problem:
    one, other, account, twins = overlap
    first, second = min(twins, key=lambda pair: pair[0].source.rows)
    message = (
        f"It repeats {len(twins):,} events of {one.name} in {account} under other ids, the "
        f"first being {quantity_text(first.quantity)} {first.asset} in row {second.source.rows[0]} "
        f"and in row {first.source.rows[0]}; they count twice until you leave one of the files out."
    )
    row = second.source.rows[0]
    line = lines.of(row)
    return Problem(
        "possible-duplicates",
        Severity.ERROR,
        message,
        other.name,
        row,
        line=line,
        about=overlap.about,
    )
