"""The deeds of a book as a table, and taking one back."""

from pathlib import Path
from typing import Final

from harvestry.book.deeds import Deed, DeedKind, undone
from harvestry.book.errors import UnfitDeedError
from harvestry.book.journal import Book, opened
from harvestry.reports.table import Column, Row, Table, Unit

_COLUMNS: Final = (
    Column("Deed", Unit.COUNT),
    Column("Done", Unit.TEXT, "When, in UTC."),
    Column("What", Unit.TEXT),
    Column("Of", Unit.TEXT),
    Column("Taken back", Unit.TEXT, "What was taken back counts no more."),
)
_CAN_BE_UNDONE: Final = frozenset(
    {DeedKind.IMPORT, DeedKind.SETTINGS, DeedKind.DECIDE, DeedKind.UNDO}
)


def deeds_table(path: Path, at: str) -> Table:
    """Give every deed of the book at a path, the last one first.

    Raises:
        BookError: the book cannot be used, and why.
    """
    with opened(path, "undo", at) as book:
        return _table(book)


def _table(book: Book) -> Table:
    out = undone(book.deeds)
    rows: list[Row] = [
        (
            deed.n,
            deed.at,
            deed.kind.value,
            _of(deed),
            "yes" if deed.n in out else "",
        )
        for deed in reversed(book.deeds)
    ]
    last = next((d.n for d in reversed(book.deeds) if d.kind in _CAN_BE_UNDONE), None)
    how = f"`harvestry undo {last} --book {book.path}` takes back the last that can be."
    told = (f"Head of the journal: {book.head}",) if book.head else ()
    notes = told if last is None else (how, *told)
    return Table("Deeds", _COLUMNS, rows, notes, empty="Nothing has been taken in yet.")


def taken_back(path: Path, n: int, who: str, at: str) -> str:
    """Take a deed back, and say what was done: taking back an undo lets a deed count again.

    Raises:
        BookError: the book cannot be used, there is no such deed, or it cannot be taken back.
    """
    with opened(path, who, at) as book, book.writing(who, at) as writer:
        found = [deed for deed in writer.deeds if deed.n == n]
        if not found:
            message = f"it has no deed {n}; `harvestry undo --book {path}` lists them"
            raise UnfitDeedError(path, message)
        deed = found[0]
        if deed.kind not in _CAN_BE_UNDONE:
            message = f"deed {n}, {deed.kind.value}, stands as a record and cannot be taken back"
            raise UnfitDeedError(path, message)
        if n in undone(writer.deeds):
            raise UnfitDeedError(path, f"deed {n} has been taken back already")
        done = writer.add(DeedKind.UNDO, {"deed": n})
    what = f"Deed {n}, {deed.kind.value} {_of(deed)}, counts no more"
    return f"{what}; `harvestry undo {done.n} --book {path}` lets it count again."


def _of(deed: Deed) -> str:
    """Say what a deed is about."""
    body = deed.body
    match deed.kind:
        case DeedKind.IMPORT:
            about = f"{body['name']}, {body['new']} new events"
        case DeedKind.UNDO:
            about = f"deed {body['deed']}"
        case DeedKind.DECIDE:
            about = f"{body['problem']}: {body['choice']} {body['value']}".strip()
        case DeedKind.MIGRATE:
            about = f"schema {body['schema']}"
        case DeedKind.PRICES:
            about = f"{body['lines']} lines"
        case DeedKind.SETTINGS:
            about = ", ".join(body["files"])
        case DeedKind.LOCK | DeedKind.UNLOCK:
            about = str(body["year"])
        case _:
            about = ""
    return about
