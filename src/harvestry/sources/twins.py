"""Which events of one file may be those of another: paired, each with one or with its fills."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from harvestry.events.event import Event
from harvestry.events.kind import TRADES, Kind
from harvestry.sources.identity import content_part
from harvestry.sources.merge import Reading
from harvestry.sources.one_row import STATED
from harvestry.sources.telling_times import is_within, most_apart
from harvestry.units.days import Instant
from harvestry.units.exact import Money

_PRICES_AGREE: Final = 100
"""Two files may tell the same purchase if their dollars differ by at most one in a hundred."""
_SAME_WITHIN: Final = 1_000_000
"""Programs keep fewer decimals than exchanges: quantities may differ by one part in a million."""


class TwoFiles(NamedTuple):
    """Two files, and the coarser of the steps in which they tell times."""

    one: Reading
    other: Reading
    step: int

    @property
    def one_program(self) -> bool:
        """Tell whether both are of one program, which tells one event the same every time."""
        return self.one.format.prefix == self.other.format.prefix

    @property
    def most(self) -> int:
        """How far apart in time events may be one, in microseconds."""
        return most_apart(self.one, self.other, self.step)

    def may_mean(self, time: Instant, another: Instant) -> bool:
        """Tell whether both may mean one moment by two times."""
        return is_within(time, another, (self.one, self.other), self.step)


def twins_of(
    first: Sequence[Event], second: Sequence[Event], files: TwoFiles
) -> list[tuple[Event, Event]]:
    """Pair the events of two files that may be one, those nearest in time before others.

    `first` and `second` are of one kind and asset, in order of time. A trade that is left pairs
    with each of its fills.
    """
    if not first or not second or first[-1].time + files.most < second[0].time:
        return []
    if second[-1].time + files.most < first[0].time:
        return []
    twins = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, m, n in sorted(_near(first, second, files)):
        if m not in taken[0] and n not in taken[1]:
            taken[0].add(m)
            taken[1].add(n)
            twins.append((first[m], second[n]))
    if files.one_program or first[0].kind not in TRADES:
        return twins
    left = [event for m, event in enumerate(first) if m not in taken[0]]
    rest = [event for n, event in enumerate(second) if n not in taken[1]]
    twins += ((whole, fill) for whole, fill in _filled(left, rest, files))
    twins += ((fill, whole) for whole, fill in _filled(rest, left, files))
    return twins


def _near(
    first: Sequence[Event], second: Sequence[Event], files: TwoFiles
) -> Iterator[tuple[int, int, int]]:
    """Give which events may be one, by their places, and how far apart in time they are."""
    times = [event.time for event in second]
    most, one_program = files.most, files.one_program
    for m, event in enumerate(first):
        begins, ends = _around(times, event.time, most)
        for n in range(begins, ends):
            if _may_be_one(event, second[n], one_program=one_program) and files.may_mean(
                event.time, times[n]
            ):
                yield abs(times[n] - event.time), m, n


def _around(times: Sequence[Instant], time: Instant, most: int) -> tuple[int, int]:
    return bisect_left(times, time - most), bisect_right(times, time + most)


def _filled(
    wholes: Sequence[Event], fills: Sequence[Event], files: TwoFiles
) -> Iterator[tuple[Event, Event]]:
    """Pair a trade with its fills, where one file tells it whole and the other each fill."""
    times = [fill.time for fill in fills]
    most = files.most
    used: set[str] = set()
    for whole in wholes:
        begins, ends = _around(times, whole.time, most)
        near = [
            fill
            for fill in fills[begins:ends]
            if fill.id not in used and files.may_mean(whole.time, fill.time)
        ]
        if len(near) > 1 and _may_be_one(whole, _summed(near), one_program=False):
            used.update(fill.id for fill in near)
            yield from ((whole, fill) for fill in near)


def _summed(fills: Sequence[Event]) -> Event:
    """Give fills as one trade."""
    dollars = [fill.usd for fill in fills if fill.usd is not None]
    fees = sum(fill.fee_usd or 0 for fill in fills)
    return replace(
        fills[0],
        quantity=sum(fill.quantity for fill in fills),
        usd=sum(dollars) if len(dollars) == len(fills) else None,
        fee_usd=fees,
    )


def _may_be_one(one: Event, other: Event, *, one_program: bool) -> bool:
    """Tell whether two events close in time may be one, by what moved, dollars and ids."""
    if abs(one.quantity - other.quantity) * _SAME_WITHIN > max(one.quantity, other.quantity):
        return False
    if one.kind in STATED and not _dollars_agree(one, other):
        return False
    if not one_program:
        return True
    contents = content_part(one.id), content_part(other.id)
    return contents != (None, None) and contents[0] != contents[1]


def _dollars_agree(one: Event, other: Event) -> bool:
    """Tell whether dollars may be the same ones, with the fee in them or without it."""
    ours, theirs = _told_dollars(one), _told_dollars(other)
    if not ours or not theirs:
        return True
    return any(abs(a - b) * _PRICES_AGREE <= max(abs(a), abs(b)) for a in ours for b in theirs)


def _told_dollars(event: Event) -> set[Money]:
    """Give the dollars before the fee, and what was paid or received in the end."""
    if event.usd is None:
        return set()
    fee = event.fee_usd or 0
    return {event.usd, event.usd + (fee if event.kind is Kind.BUY else -fee)}
