"""What has been read of one file so far: its events, and the fate of every row."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeAlias

from harvestry.events.event import Event
from harvestry.sources.draft import Remark
from harvestry.sources.errors import RowError
from harvestry.sources.reasons import SkipReason
from harvestry.sources.receipt import Skipped
from harvestry.units.problems import Problem, Severity
from harvestry.units.source_ref import SourceFile

Progress: TypeAlias = Callable[[str, int], None]
"""Told now and then: the file's name and how many of its rows were read."""
PROGRESS_EVERY: Final = 20_000


class Tally:
    """Takes down what becomes of each row of a file, and says it in the end."""

    def __init__(self, file: SourceFile, progress: Progress | None = None) -> None:
        self.file = file
        self.events: list[Event] = []
        self.skipped: list[Skipped] = []
        self.problems: list[Problem] = []
        self.rows_read = 0
        self.rows_imported = 0
        self.rows_problem = 0
        self.shares_rows = False
        self._remarks: dict[tuple[str, str], tuple[Remark, int]] = {}
        self._progress = progress

    def count(self, number: int) -> None:
        """Take down that a row was read."""
        self.rows_read = number
        if self._progress is not None and number % PROGRESS_EVERY == 0:
            self._progress(self.file.name, number)

    def take(self, events: Sequence[Event], rows: int) -> None:
        """Take down events and the number of rows they come from."""
        self.events.extend(events)
        self.rows_imported += rows
        self.shares_rows = self.shares_rows or len(events) > 1

    def skip(self, rows: Iterable[int], reason: SkipReason) -> None:
        """Take down rows that were left out on purpose."""
        self.skipped.extend(Skipped(row, reason) for row in rows)

    def refuse(self, rows: Sequence[int], line: int, error: RowError) -> None:
        """Take down rows that could not be read, with the row at fault and why."""
        row = error.number or rows[0]
        where = f"{self.file.name} row {row}"
        if len(rows) > 1:
            where += f" (with {_list(each for each in rows if each != row)})"
        else:
            where += f" (line {line})"
        message = f"{where}: {error.message}."
        self.problems.append(Problem(error.code, Severity.ERROR, message, self.file.name, row))
        self.rows_problem += len(rows)

    def remark(self, remark: Remark) -> None:
        """Take down a remark; equal ones are said once, with their number."""
        key = (remark.code, remark.message)
        known, count = self._remarks.get(key, (remark, 0))
        first = remark if remark.row < known.row else known
        self._remarks[key] = (first, count + 1)

    def close(self) -> None:
        """Say the remarks, and check that every row is accounted for."""
        for remark, count in self._remarks.values():
            more = f" and {count - 1} more rows" if count > 1 else ""
            message = f"{self.file.name} row {remark.row}{more}: {remark.message}."
            self.problems.append(
                Problem(remark.code, remark.severity, message, self.file.name, remark.row)
            )
        if not self.rows_read:
            message = f"{self.file.name} has its header and no rows, so nothing was read from it."
            self.problems.append(Problem("no-rows", Severity.NOTE, message, self.file.name))
        assert self.rows_read == self.rows_imported + len(self.skipped) + self.rows_problem


def _list(rows: Iterable[int]) -> str:
    return ", ".join(map(str, rows))
