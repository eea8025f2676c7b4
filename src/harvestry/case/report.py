"""What a report is: a document for programs, tables for people, what is to be mended."""

from dataclasses import dataclass
from datetime import date
from os import PathLike
from pathlib import Path
from typing import TypeAlias

from harvestry.reports.json_text import Json
from harvestry.reports.reminder import Reminder
from harvestry.reports.saving import whole_file
from harvestry.reports.table import Table
from harvestry.reports.workbook.writing import Properties, save_workbook
from harvestry.units.days import Instant
from harvestry.units.problems import Problem, changes_a_figure

AnyPath: TypeAlias = str | PathLike[str]


@dataclass(frozen=True, slots=True)
class Report:
    """One report: a JSON document of exact text, tables for people, what is to be mended.

    `sentences` are what it says of itself: the day, the regime, the positions, no advice.
    """

    document: Json
    tables: tuple[Table, ...]
    problems: tuple[Problem, ...]
    sentences: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Tell whether no open problem changes a figure."""
        return not changes_a_figure(self.problems)


@dataclass(frozen=True, slots=True)
class EstimateReport(Report):
    """Estimated payments, and the days to remember."""

    reminders: tuple[Reminder, ...]
    as_of: date

    def save_calendar(self, path: AnyPath) -> None:
        """Write the days as a calendar file: whole, or not at all.

        Raises:
            OSError: the file cannot be written.
        """
        from harvestry.reports.calendar import calendar_text

        with whole_file(Path(path)) as file:
            file.write(calendar_text(self.reminders, self.as_of))


@dataclass(frozen=True, slots=True)
class HarvestReport(Report):
    """What to sell. `sheets` are the workbook's, in order."""

    sheets: tuple[Table, ...]
    title: str
    created: Instant

    def save(self, path: AnyPath) -> None:
        """Write the workbook: whole, or not at all.

        Raises:
            OSError: the file cannot be written.
        """
        save_workbook(Path(path), self.sheets, Properties(self.title, self.created))
