"""What is to be mended, worst first, and what became of each file."""

import re
import shlex
from collections.abc import Sequence
from typing import Final

from harvestry.events.anchoring import UNDO
from harvestry.events.choices import CODES, OF_ROWS, choices_of
from harvestry.reports.table import Column, Row, Table, Unit
from harvestry.reports.until_mended import mend_first, until_mended
from harvestry.units.exact import Money
from harvestry.units.problems import Problem, Severity

_PROBLEMS: Final = (
    Column("Severity", Unit.TEXT, "An error leaves a figure unknown or doubtful."),
    Column(
        "Until mended",
        Unit.TEXT,
        "What holds until then; what puts other figures in doubt comes first.",
    ),
    Column("What to mend", Unit.TEXT),
    Column("File", Unit.TEXT),
    Column("Row", Unit.TEXT, "Row 1 is the first record after the header."),
    Column("Line", Unit.TEXT, "Where that row begins, as an editor or a spreadsheet counts."),
    Column("Code", Unit.TEXT, "The section of docs/problems.md that tells more."),
)
_WORST_FIRST: Final = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def worst_first(problems: Sequence[Problem]) -> list[Problem]:
    """Give the problems by severity, those that put other figures in doubt first; then by code."""
    return sorted(
        problems,
        key=lambda each: (
            _WORST_FIRST.index(each.severity),
            mend_first(each),
            each.code,
            each.file or "",
            each.row or 0,
            each.message,
        ),
    )


def place(problem: Problem) -> str:
    """Say where a problem is, unless its message does already.

    A message may name a row of another file of the same name, or another row of this one.
    """
    if problem.file is None:
        return ""
    row = "" if problem.row is None else f" row {problem.row}"
    line = "" if problem.line is None else f", line {problem.line}"
    told = f"{problem.file}{row}"
    said = re.search(rf"{re.escape(told)}(?![0-9])", problem.message)
    return "" if said and not line else f" ({told}{line})"


def _cells(each: Problem) -> tuple[str, ...]:
    return (
        each.severity.value,
        until_mended(each).value,
        each.message,
        each.file or "",
        "" if each.row is None else str(each.row),
        "" if each.line is None else str(each.line),
        each.code,
    )


def problems_table(problems: Sequence[Problem]) -> Table:
    """Give a row a problem, worst first."""
    rows: list[Row] = [_cells(each) for each in worst_first(problems)]
    brief = ("severity", "until_mended", "what_to_mend", "file", "row", "line")
    return Table("Problems", _PROBLEMS, rows, brief=brief, empty="Nothing to mend.")


_FIX_LIST: Final = (
    Column("At stake", Unit.MONEY, "Tax at the most less tax at the least it may turn out to be."),
    *_PROBLEMS,
    Column("Tax at the least", Unit.MONEY, key="tax_low"),
    Column("Tax at the most", Unit.MONEY, "Unknown where it has no upper end.", key="tax_high"),
    Column("Name", Unit.TEXT, "What `harvestry fix` calls it.", key="id"),
    Column("Choices", Unit.TEXT, "What can be said of it; the commands stand below."),
)
_COMMANDS: Final = (
    Column("Type", Unit.TEXT, "With a value of yours in place of the words in capitals."),
    Column("It says", Unit.TEXT),
)
_HAVE_ENDS: Final = CODES - OF_ROWS
"""Codes of which it can be worked out what is at stake: not done is not the same as no end."""
_NO_TAX: Final = frozenset({"no-current-price", "stale-price"})
"""Errors about what is held today, that no tax of a year hangs on."""


def at_stake(problem: Problem) -> Money | None:
    """Give by how much tax may change with a problem; `None` while that is unknown."""
    if problem.tax_low is None or problem.tax_high is None:
        return None
    return problem.tax_high - problem.tax_low


def most_at_stake_first(problems: Sequence[Problem]) -> list[Problem]:
    """Give the problems by what is at stake: errors without an upper end first, notes last."""
    return sorted(worst_first(problems), key=_stake)


def _stake(problem: Problem) -> tuple[int, int]:
    stake = at_stake(problem)
    if problem.severity is Severity.NOTE:
        return 3, -(stake or 0)
    if stake is None:
        worked_out = problem.tax_low is not None or problem.code not in _HAVE_ENDS
        boundless = problem.severity is Severity.ERROR and worked_out
        return (0, 0) if boundless and problem.code not in _NO_TAX else (2, 0)
    return (1, -stake) if stake else (2, 0)


_HOW: Final = (
    "Each kind of problem is shown once; another of the kind has its own Name in that place.",
    "Add where it is kept: the folder of your files, `--book PATH` or `--decisions FILE`.",
)


def fix_list(problems: Sequence[Problem], notes: tuple[str, ...]) -> tuple[Table, Table]:
    """Give a row a problem in the order given, and the commands that mend the first of each kind.

    The command of another problem of the kind has its name in place of the first one's. A choice
    that the first of a kind does not have is shown of the first that has it.
    """
    rows: list[Row] = []
    for each in problems:
        known = each.tax_low is not None
        severity, until, message, *where = _cells(each)
        rows.append(
            (
                at_stake(each) if known else "",
                severity,
                until,
                # A narrow terminal has no room for the columns of the place.
                message + place(each),
                *where,
                each.tax_low if known else "",
                each.tax_high if known else "",
                each.id,
                "; ".join(each.choices),
            )
        )
    brief = ("at_stake", "until_mended", "what_to_mend", "id")
    listed = Table("Problems", _FIX_LIST, rows, notes, brief=brief, empty="Nothing to mend.")
    return listed, _commands(problems)


def _commands(problems: Sequence[Problem]) -> Table:
    rows: list[Row] = []
    done: set[tuple[str, str]] = set()
    for each in problems:
        if each.code not in CODES or each.choices == (UNDO,):
            continue
        meanings = {choice.name: choice.meaning for choice in choices_of(each.code)}
        named = [(choice, choice.partition(" ")[0]) for choice in each.choices]
        rows += [
            (f"harvestry fix {shlex.quote(each.id)} {choice}", meanings.get(name, ""))
            for choice, name in named
            if (each.code, name) not in done
        ]
        done.update((each.code, name) for _, name in named)
    empty = "No command mends these; what to mend stands above." if problems else "Nothing to say."
    return Table("How to mend", _COMMANDS, rows, _HOW if rows else (), empty=empty)
