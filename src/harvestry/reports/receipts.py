"""Receipts: what became of each file that was taken into a book."""

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from harvestry.reports.json_text import SCHEMA, Json, problems
from harvestry.reports.table import Column, Row, Table, Unit
from harvestry.units.problems import Problem, Severity

_COLUMNS: Final = (
    Column("File", Unit.TEXT),
    Column("Deed", Unit.COUNT, "By which `harvestry undo` takes it back."),
    Column("Rows", Unit.COUNT, "Rows read = imported + skipped + problem."),
    Column("Imported", Unit.COUNT),
    Column("Skipped", Unit.COUNT),
    Column("Problem", Unit.COUNT),
    Column("New events", Unit.COUNT, "Those no other file of the book tells."),
    Column("From", Unit.TEXT, "The first and last event, in UTC."),
    Column("To", Unit.TEXT),
    Column("Zone", Unit.TEXT, "In which times that state none were read."),
    Column("Moved", Unit.TEXT, "Units of each asset, in and out alike."),
)
_BRIEF: Final = ("file", "deed", "rows", "imported", "skipped", "problem", "new_events")
_ALREADY: Final = "The book has it already: "
_MOST_ASSETS: Final = 6


class Kept(NamedTuple):
    """One file of a book: its deed (`None` where the book had it), what the deed says, the head.

    `damaged` are files of its name that the book had with rows that could not be read: corrected
    and taken in anew, the old one stays beside it until it is taken back.
    """

    deed: int | None
    body: Mapping[str, Any]
    head: str
    damaged: tuple["Kept", ...] = ()

    @property
    def rows(self) -> Mapping[str, int]:
        """The rows of all its sheets: read = imported + skipped + problem."""
        sheets = self.body["sheets"]
        keys = ("read", "imported", "skipped", "problem")
        return {key: sum(each["rows"][key] for each in sheets) for key in keys}

    @property
    def problem(self) -> int:
        """How many of its rows are problems."""
        return self.rows["problem"]


class SettingsKept(NamedTuple):
    """Settings files taken into a book by one deed: which it had not, and which replace others."""

    deed: int
    new: tuple[str, ...]
    replaced: tuple[str, ...]


class Taken(NamedTuple):
    """What was taken into a book, and why a file met in a folder was left aside."""

    kept: Sequence[Kept]
    left: Sequence[Problem]
    settings: SettingsKept | None = None

    @property
    def whole(self) -> bool:
        """Tell whether every row that may hold a transaction was read."""
        rows = any(each.problem for each in self.kept)
        return not rows and not any(each.severity is Severity.ERROR for each in self.left)


def receipts_table(book: Path, taken: Taken) -> Table:
    """Give a row a file, what was left aside, and the head of the journal behind them."""
    kept = taken.kept
    rows: list[Row] = [
        (
            str(each.body["name"]),
            "" if each.deed is None else each.deed,
            *each.rows.values(),
            int(each.body["new"]) if each.deed is not None else 0,
            str(each.body["first"] or "")[:10],
            str(each.body["last"] or "")[:10],
            ", ".join(dict.fromkeys(str(sheet["time_zone"]) for sheet in each.body["sheets"])),
            _moved(each.body["moved"]),
        )
        for each in kept
    ]
    again = [str(each.body["name"]) for each in kept if each.deed is None]
    notes = [f"{_ALREADY}{', '.join(again)}."] if again else []
    notes += [_not_taken(each) for each in taken.left]
    notes += [] if taken.settings is None else _settings(taken.settings, book)
    notes += [_stays(old, book) for each in kept for old in each.damaged]
    if kept:
        notes.append(f"Book: {book}. Head of the journal: {kept[-1].head}")
    return Table("Taken in", _COLUMNS, rows, tuple(notes), brief=_BRIEF)


def receipts_document(book: Path, taken: Taken) -> Json:
    """Give the same for programs."""
    kept = taken.kept
    return {
        "schema": SCHEMA,
        "book": str(book),
        "head": kept[-1].head if kept else "",
        "files": [
            {
                **each.body,
                "rows": each.rows,
                "deed": each.deed,
                "already": each.deed is None,
                "damaged": [old.deed for old in each.damaged],
            }
            for each in kept
        ],
        "left_aside": problems(taken.left),
        "settings": None if taken.settings is None else taken.settings._asdict(),
    }


def _not_taken(left: Problem) -> str:
    return left.message if left.file is None else f"Not taken in: {left.file}. {left.message}"


def _settings(kept: SettingsKept, book: Path) -> list[str]:
    """Say which settings count from now on, and how to have those of before again."""
    told = []
    if kept.new:
        told.append(f"Settings taken in: {', '.join(kept.new)} (deed {kept.deed}).")
    if kept.replaced:
        undo = shlex.join(("harvestry", "undo", str(kept.deed), "--book", str(book)))
        told.append(
            f"Settings replaced: {', '.join(kept.replaced)} of before counts no more, and figures "
            f"may change (deed {kept.deed}); `{undo}` takes it back."
        )
    return told


def _stays(old: Kept, book: Path) -> str:
    """Say how to take back a file that has been corrected."""
    undo = shlex.join(("harvestry", "undo", str(old.deed), "--book", str(book)))
    return (
        f"{old.body['name']} of deed {old.deed} counts beside it, {old.problem} of its rows not "
        f"read: if this one stands in its place, `{undo}`."
    )


def _moved(moved: Mapping[str, str]) -> str:
    some = [f"{quantity} {asset}" for asset, quantity in list(moved.items())[:_MOST_ASSETS]]
    more = len(moved) - len(some)
    return ", ".join(some) + (f" and {more} more" if more > 0 else "")
