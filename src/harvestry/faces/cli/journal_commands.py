"""`import`, `undo`, `lock`, `verify`, `backup`, `restore`: the stored journal of a household."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from harvestry.faces.cli.choosing import bare_year
from harvestry.faces.cli.given import Given, now
from harvestry.faces.cli.options import takes_a_book, takes_files_alone
from harvestry.faces.cli.output import emit_document, emit_table
from harvestry.faces.cli.standing import keep_what_is_held
from harvestry.faces.cli.working import progress

Book = Annotated[
    Path | None,
    typer.Option(metavar="PATH", help="The book; in your data folder if not given."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command("import", epilog="Example: harvestry import coinbase.csv --book our.harvestry")(
        import_
    )
    app.command("undo", epilog="Example: harvestry undo 3 --book our.harvestry")(undo)
    app.command("lock", epilog="Example: harvestry lock 2025 --book our.harvestry")(lock)
    app.command("verify", epilog="Example: harvestry verify --book our.harvestry")(verify)
    app.command("backup", epilog="Example: harvestry backup our-2026.backup")(backup)
    app.command("restore", epilog="Example: harvestry restore our-2026.backup")(restore)


@takes_files_alone
def import_(given: Given, *, book: Book = None) -> None:
    """Take export files into a book, kept over the years."""
    from harvestry.case.journal import import_files
    from harvestry.reports.receipts import receipts_document, receipts_table

    path = _path(book)
    with progress() as tell:
        case = given.case(tell)
        taken = import_files(path, case.inputs, "harvestry import", given.now, tell)
        keep_what_is_held(replace(given, paths=(), book=path), tell)
    if given.as_json:
        emit_document(receipts_document(path, taken))
    else:
        emit_table(receipts_table(path, taken))
    if not taken.whole:
        raise typer.Exit(1)


@takes_a_book
def lock(
    given: Given,
    *,
    year: Annotated[
        int, typer.Argument(parser=bare_year, metavar="YEAR", help="The tax year, such as 2025.")
    ],
    book: Book = None,
    unlocked: Annotated[
        bool, typer.Option("--unlock", help="End the lock: the year is worked out again.")
    ] = False,
) -> None:
    """Freeze a filed year of a book as it stands.

    Ends with exit code 1 where open problems put the figures in doubt that it holds.
    """
    from harvestry.case.journal import doubts_of, lock as locked, unlock, unpacked

    path = _path(book)
    if unlocked:
        typer.echo(unlock(path, year, "harvestry lock", given.now))
        return
    with progress() as tell:
        tell("opening the book")
        files = unpacked(path, given.now)
        case = given.opened_book(files, tell)
        told = locked(path, case.filed, year, files.head, "harvestry lock", given.now)
        doubts = doubts_of(path, case.tax(year).problems, year)
    typer.echo(told)
    if doubts:
        typer.echo(doubts)
        raise typer.Exit(1)


def undo(
    deed: Annotated[
        int | None,
        typer.Argument(metavar="DEED", help="The deed's number; without it, all are listed."),
    ] = None,
    *,
    book: Book = None,
) -> None:
    """Take back an import or a decision."""
    from harvestry.case.journal import deeds_table, taken_back

    path = _path(book)
    if deed is None:
        emit_table(deeds_table(path, now()))
    else:
        typer.echo(taken_back(path, deed, "harvestry undo", now()))


def verify(
    *,
    book: Book = None,
    head: Annotated[
        str | None, typer.Option(metavar="HASH", help="A head that must be in its chain.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check everything a book says."""
    from harvestry.case.journal import verify_book
    from harvestry.reports.json_text import SCHEMA

    path = _path(book)
    with progress() as tell:
        tell("verifying")
        wrong, found = verify_book(path, now(), head)
    if as_json:
        emit_document({"schema": SCHEMA, "book": str(path), "head": found, "wrong": wrong})
    else:
        for each in wrong:
            typer.echo(each, err=True)
        told = "is not what was written" if wrong else "holds together"
        typer.echo(f"{path} {told}. Head of the journal: {found}")
    if wrong:
        raise typer.Exit(2)


def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    *,
    book: Book = None,
) -> None:
    """Write a verified copy of a book."""
    from harvestry.case.journal import back_up_book

    path = _path(book)
    head = back_up_book(path, target, now())
    typer.echo(f"{target} is a verified copy of {path}. Head of the journal: {head}")


def restore(
    copy: Annotated[Path, typer.Argument(metavar="BACKUP", help="The copy to put back.")],
    *,
    book: Book = None,
) -> None:
    """Put a copy back in the place of a book."""
    from harvestry.case.journal import restore_book

    path = _path(book)
    kept = restore_book(path, copy, "harvestry restore", now())
    typer.echo(f"{path} is now what {copy} holds.")
    if kept is not None:
        typer.echo(f"What was there before: {kept}")


def _path(book: Path | None) -> Path:
    from harvestry.sources.data_folder import default_book

    return default_book() if book is None else book
