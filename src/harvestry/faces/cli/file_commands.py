"""`events`, `export`, `check`: what was read, our own copy of it, and what to mend."""

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harvestry.faces.cli.given import Given
from harvestry.faces.cli.options import takes_files
from harvestry.faces.cli.output import emit, print_problems
from harvestry.faces.cli.refusing import refuse
from harvestry.faces.cli.working import progress

if TYPE_CHECKING:
    from harvestry.events.event import Event

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
    emit(given, report)


@takes_files
def check(given: Given) -> None:
    """List what to mend, by the tax at stake."""
    with progress() as tell:
        case = given.case(tell)
        report = case.check()
    emit(given, report, problems_shown=True)


@takes_files
def export(given: Given, *, out: Out = None) -> None:
    """Write all that was read as one Harvestry CSV, without loss."""
    from harvestry.sources.harvestry_csv import write_events
    from harvestry.units.problems import changes_a_figure

    if given.as_json:
        refuse("export writes CSV; for JSON use `harvestry events --json`")
    target = None if out is None else given.outlet(out)
    with progress() as tell:
        reading = given.case(tell).reading
    if target is None:
        write_events(reading.events, sys.stdout)
    else:
        _save(reading.events, target)
        typer.echo(f"{len(reading.events)} events written to {target}", err=True)
    print_problems(reading.problems)
    if changes_a_figure(reading.problems):
        raise typer.Exit(1)


def _save(events: "list[Event]", target: Path) -> None:
    from harvestry.reports.saving import whole_file
    from harvestry.sources.harvestry_csv import write_events

    with whole_file(target) as file:
        stream = io.TextIOWrapper(file, "utf-8", newline="")
        write_events(events, stream)
        stream.detach()  # flushed, and the file stays open for whoever opened it
