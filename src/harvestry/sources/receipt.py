"""What a reading gives: the events, and for every file a receipt that accounts for each row."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from harvestry.events.account import AccountKind
from harvestry.events.decisions import Decision
from harvestry.events.event import Event
from harvestry.events.unread import UnreadRow
from harvestry.sources.lines import Lines
from harvestry.sources.reasons import SkipReason
from harvestry.units.days import Instant
from harvestry.units.exact import Quantity
from harvestry.units.problems import Problem
from harvestry.units.source_ref import SourceFile, SourceRef


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that was read and left out on purpose; `of` is the row it repeats, if it does."""

    row: int
    reason: SkipReason
    of: SourceRef | None = None


class Closing(NamedTuple):
    """What a file says was there of an asset after its last row, told to a `step`."""

    asset: str
    quantity: Quantity
    time: Instant
    step: Quantity


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one file: every row is imported, skipped for a reason, or a problem.

    `account` is empty where the rows name their own. `time_zone` is the zone in which times that
    state none were read. `first` and `last` are the instants of the earliest and latest event,
    `closings` the file's own balances at its end, `left_out` what its problem rows are about.
    """

    file: SourceFile
    format: str
    title: str
    account: str
    time_zone: str
    rows_read: int
    rows_imported: int
    rows_skipped: int
    rows_problem: int
    skipped: tuple[Skipped, ...]
    problems: tuple[Problem, ...]
    first: Instant | None
    last: Instant | None
    lines: Lines
    closings: tuple[Closing, ...] = ()
    left_out: tuple[UnreadRow, ...] = ()

    def __post_init__(self) -> None:
        """Check that no row was lost or counted twice."""
        assert self.rows_read == self.rows_imported + self.rows_skipped + self.rows_problem
        assert self.rows_skipped == len(self.skipped)

    def line_of(self, row: int) -> int | None:
        """Give the line of the file on which a row begins, `None` if no such row was read."""
        return self.lines.of(row) if 0 < row <= self.rows_read else None


@dataclass(frozen=True, slots=True)
class Imported:
    """All that was read: events in order of time, a receipt a file, problems, kinds of accounts.

    `decided` are the decisions that were about rows.
    """

    events: list[Event]
    receipts: tuple[Receipt, ...]
    problems: tuple[Problem, ...]
    kinds: Mapping[str, AccountKind]
    decided: frozenset[Decision] = frozenset()
