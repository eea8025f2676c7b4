"""`events`, `export`, `check`: what was read, our own copy of it, and what to mend."""

import io
import sys
from pathlib import Path
from typing import Annotated

import typer

from harvestry.faces.cli.given import Given, takes_files
from harvestry.faces.cli.output import emit
from harvestry.faces.cli.refusing import refuse
from harvestry.faces.cli.working import progress

Out = Annotated[
    Path | None, typer.Option(help="Write to this file instead of the screen.", metavar="FILE")
]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command("events", epilog="Example: harvestry events kraken.csv --json")(events)
    app.command("export", epilog="Example: harvestry export exports/ --out all.csv")(export)
    app.command("check", epilog="Example: harvestry check coinbase.csv kraken.csv")(check)


@takes_files
def events(given: Given) -> None:
    """Show what was read, and what became of every row."""
    with progress() as tell:
        case = given.case(tell)
        report = case.events()
    emit(given, report, case.sentences)


@takes_files
def check(given: Given) -> None:
    """List what to mend, worst first."""
    with progress() as tell:
        case = given.case(tell)
        report = case.check()
    emit(given, report, case.sentences, problems_shown=True)


@takes_files
def export(given: Given, *, out: Out = None) -> None:
    """Write all that was read as one Harvestry CSV, without loss."""
    from harvestry.sources.harvestry_csv import write_events

    if given.as_json:
        refuse("export writes CSV; for JSON use `harvestry events --json`")
    target = None if out is None else given.outlet(out)
    with progress() as tell:
        read = given.case(tell).reading.events
    if target is None:
        write_events(read, sys.stdout)
        return
    from harvestry.reports.saving import whole_file

    with whole_file(target) as file:
        stream = io.TextIOWrapper(file, "utf-8", newline="")
        write_events(read, stream)
        stream.detach()  # flushed, and the file stays open for whoever opened it
    typer.echo(f"{len(read)} events written to {target}", err=True)
