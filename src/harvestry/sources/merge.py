"""Many files, one history: an event read twice counts once, and nothing is lost in silence.

The result does not depend on the order of files or rows: files are taken by name, and of two rows
that contradict each other the one that sorts first stays.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from harvestry.events.event import Event
from harvestry.events.unread import UnreadRow
from harvestry.sources.description import Format
from harvestry.sources.draft import Remark
from harvestry.sources.errors import RowError
from harvestry.sources.one_row import told_by_both
from harvestry.sources.reasons import SkipReason
from harvestry.sources.receipt import Closing, Skipped
from harvestry.sources.tally import Tally
from harvestry.units.days import instant_text
from harvestry.units.exact import money_text
from harvestry.units.problems import Severity
from harvestry.units.source_ref import SourceFile, SourceRef

_NOWHERE: Final = SourceRef(SourceFile("", ""), ())
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
        one_program = formats[0].name == formats[1].name and not formats[0].reader
        whole = _of_two_exports(first, event) if one_program else None
        if whole is not None:
            kept[event.id] = whole
            gone = first if whole.source == event.source else event
            return Dropped(gone, whole, SkipReason.DUPLICATE_ROW)
        reason = None
        swap = first.source.file == event.source.file and _content(event) < _content(first)
    if swap:
        kept[event.id] = event
        return Dropped(first, event, reason)
    return Dropped(event, first, reason)


def _of_two_exports(first: Event, event: Event) -> Event | None:
    """Give what an older and a newer export of a row tell together; `None` if they contradict."""
    if first.source.file == event.source.file:
        return None
    return told_by_both(first, event)


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
            if drop.reason is SkipReason.DUPLICATE_ROW and _is_revalued(drop):
                tally.remark(_revalued(drop))


def _is_revalued(drop: Dropped) -> bool:
    """Tell whether a row that gave way stated another value than the one that was taken."""
    gone, stays = drop.event.usd, drop.stays.usd
    return gone is not None and stays is not None and gone != stays


def _revalued(drop: Dropped) -> Remark:
    gone, stays = drop.event, drop.stays
    assert gone.usd is not None
    assert stays.usd is not None
    message = (
        f"it tells the same as {stays.source} and values it at ${money_text(gone.usd)}, not at "
        f"${money_text(stays.usd)}; it counts once, at ${money_text(stays.usd)}. If that is the "
        "wrong value, leave its file out"
    )
    return Remark(
        "revalued-row", Severity.WARNING, message, gone.source.rows[0], stays.source.file.name
    )


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
