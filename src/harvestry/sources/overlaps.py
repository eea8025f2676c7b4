"""Two files that seem to tell the same events of an account under different ids.

Reports without ids, or with ids of their own, overlap unseen, as those of an exchange and of a
program that was told of it. What looks alike is shown and counts until somebody says what it is:
nothing is taken out on a likeness. Ids that one format gives by itself are believed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple, TypeAlias

from harvestry.events.choices import SAME
from harvestry.events.decisions import Decision, Decisions
from harvestry.events.event import Event
from harvestry.events.kind import INCOME, TRADES, Kind
from harvestry.sources.lines import Lines
from harvestry.sources.merge import Dropped, Reading, take_back
from harvestry.sources.reasons import SkipReason
from harvestry.sources.telling_times import is_told_to
from harvestry.sources.twins import TwoFiles, twins_of
from harvestry.units.exact import quantity_text
from harvestry.units.problems import Problem, Severity
from harvestry.units.source_ref import SourceFile

_Key: TypeAlias = tuple[str, str, str, str, str]
_Pair: TypeAlias = tuple[SourceFile, SourceFile, str]


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
    by_file = {reading.tally.file: reading for reading in readings}
    kept = {event.id: event for event in in_order}
    problems = []
    for each in _overlaps(in_order, by_file):
        decision = decisions.last((f"possible-duplicates:{each.about}",))
        if decision is None or decision.choice != SAME:
            problems.append(_doubt(each, by_file[each.other].tally.lines))
            continue
        used.add(decision)
        drops = []
        for one, other in each.twins:
            if kept.pop(other.id, None) is not None:
                drops.append(Dropped(other, one, SkipReason.DECIDED_SAME))
        take_back(by_file[each.other].tally, drops, kept)
    return (list(kept.values()) if len(kept) < len(in_order) else list(in_order)), problems


def _overlaps(
    in_order: Iterable[Event], by_file: Mapping[SourceFile, Reading]
) -> Iterator[Overlap]:
    """Give, for each two files and account, the events that both seem to tell.

    An event repeats one other at most, and what repeats another is not itself repeated: of three
    files that tell the same, the second and the third repeat the first.
    """
    steps = {file: is_told_to(reading) for file, reading in by_file.items()}
    found: dict[_Pair, list[tuple[Event, Event]]] = {}
    repeats: set[str] = set()
    for (_, family, *_), files in _alike(in_order, by_file):
        for one, other in combinations(sorted(files, key=_by_name), 2):
            readings = by_file[one], by_file[other]
            if family == "" and not _may_share(*readings):
                continue
            two = TwoFiles(*readings, max(steps[one], steps[other]))
            first = [event for event in files[one] if event.id not in repeats]
            second = [event for event in files[other] if event.id not in repeats]
            for twin in twins_of(first, second, two):
                repeats.add(twin[1].id)
                accounts = "+".join(sorted({event.account for event in twin}))
                found.setdefault((one, other, accounts), []).append(twin)
    for pair in sorted(found, key=lambda each: (_by_name(each[0]), _by_name(each[1]), each[2])):
        yield Overlap(*pair, found[pair])


def _alike(
    in_order: Iterable[Event], by_file: Mapping[SourceFile, Reading]
) -> Iterator[tuple[_Key, dict[SourceFile, list[Event]]]]:
    """Give the events that may be the same but for time and quantity, by file, in order of time.

    Those of one account first; then trades, where formats of other accounts may tell them too.
    """
    formats = {reading.format.name for reading in by_file.values()}
    shared = {
        name
        for reading in by_file.values()
        if formats.intersection(reading.format.trades_also_in)
        for name in (reading.format.name, *reading.format.trades_also_in)
    }
    sharing = {file for file, reading in by_file.items() if reading.format.name in shared}
    groups: dict[_Key, dict[SourceFile, list[Event]]] = {}
    for event in in_order:
        file, got = event.source.file, event.got_asset or ""
        key = (event.account, _family(event.kind), event.asset, got, "")
        groups.setdefault(key, {}).setdefault(file, []).append(event)
        if file in sharing and event.kind in TRADES:
            key = ("", "", event.asset, got, event.kind.value)
            groups.setdefault(key, {}).setdefault(file, []).append(event)
    alone = [key for key, files in groups.items() if len(files) < 2]  # noqa: PLR2004 - two files
    for key in alone:
        del groups[key]
    yield from sorted(groups.items(), key=lambda each: (each[0][1] == "", each[0]))


def _family(kind: Kind) -> str:
    """Give what a kind is to programs that name it otherwise: income is income, gone is gone."""
    if kind in INCOME:
        return "income"
    return Kind.WITHDRAWAL.value if kind is Kind.TRANSFER else kind.value


def _may_share(one: Reading, other: Reading) -> bool:
    """Tell whether the one may tell trades of the other, under another account."""
    names = one.format.name, other.format.name
    return names[0] in other.format.trades_also_in or names[1] in one.format.trades_also_in


def _by_name(file: SourceFile) -> tuple[str, str]:
    return file.plain, file.sha256


def _doubt(overlap: Overlap, lines: Lines) -> Problem:
    one, other, account, twins = overlap
    first, second = min(twins, key=lambda pair: pair[0].source.rows)
    message = (
        f"It repeats {len(twins):,} events of {one.name} in {account.replace('+', ' and ')} under "
        f"other ids, the first being {quantity_text(first.quantity)} {first.asset} in row "
        f"{second.source.rows[0]} and in row {first.source.rows[0]}; they count twice until you "
        "leave one of the files out."
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
