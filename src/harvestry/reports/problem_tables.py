"""What is to be mended, worst first, and what became of each file."""

from collections.abc import Sequence
from typing import Final

from harvestry.reports.table import Column, Row, Table, Unit
from harvestry.units.problems import Problem, Severity

_PROBLEMS: Final = (
    Column("Severity", Unit.TEXT, "An error leaves a figure unknown or doubtful."),
    Column("What to mend", Unit.TEXT),
    Column("File", Unit.TEXT),
    Column("Row", Unit.TEXT, "Row 1 is the first record after the header."),
    Column("Code", Unit.TEXT, "The section of docs/problems.md that tells more."),
)
_WORST_FIRST: Final = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def worst_first(problems: Sequence[Problem]) -> list[Problem]:
    """Give the problems by severity, then code, file and row."""
    return sorted(
        problems,
        key=lambda each: (
            _WORST_FIRST.index(each.severity),
            each.code,
            each.file or "",
            each.row or 0,
            each.message,
        ),
    )


def place(problem: Problem) -> str:
    """Say where a problem is, unless its message does already."""
    if problem.file is None or problem.file in problem.message:
        return ""
    row = "" if problem.row is None else f" row {problem.row}"
    return f" ({problem.file}{row})"


def problems_table(problems: Sequence[Problem]) -> Table:
    """Give a row a problem, worst first."""
    rows: list[Row] = [
        (
            each.severity.value,
            each.message,
            each.file or "",
            "" if each.row is None else str(each.row),
            each.code,
        )
        for each in worst_first(problems)
    ]
    brief = ("severity", "what_to_mend", "file", "row")
    return Table("Problems", _PROBLEMS, rows, brief=brief, empty="Nothing to mend.")
