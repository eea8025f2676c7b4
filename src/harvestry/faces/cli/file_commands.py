"""`events`, `export`, `check`: what was read, our own copy of it, and what to mend."""

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harvestry.faces.cli.given import Given, takes_files
from harvestry.faces.cli.output import emit
from harvestry.faces.cli.working import fold_books, read_only

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harvestry.reports.json_text import Json
    from harvestry.sources.receipt import Receipt

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
    from harvestry.reports import json_documents
    from harvestry.reports.event_tables import events_table

    reading = read_only(given)
    document: Json = {
        "events": [json_documents.event(event) for event in reading.events],
        **_accounting(reading.receipts),
    }
    emit(given, document, [events_table(reading.events)], reading.problems)


@takes_files
def export(given: Given, *, out: Out = None) -> None:
    """Write all that was read as one Harvestry CSV, without loss."""
    from harvestry.sources.harvestry_csv import write_events

    reading = read_only(given)
    if out is None:
        write_events(reading.events, sys.stdout)
        return
    from harvestry.reports.saving import whole_file

    with whole_file(out) as file:
        stream = io.TextIOWrapper(file, "utf-8", newline="")
        write_events(reading.events, stream)
        stream.detach()  # flushed, and the file stays open for whoever opened it
    typer.echo(f"{len(reading.events)} events written to {out}", err=True)


@takes_files
def check(given: Given) -> None:
    """List what to mend, worst first."""
    from harvestry.reports import json_text
    from harvestry.reports.problem_tables import problems_table, worst_first

    run = fold_books(given)
    told = worst_first(run.problems)
    document: Json = {
        "problems": json_text.problems(told),
        **_accounting(run.reading.receipts),
    }
    emit(given, document, [problems_table(told)], run.problems)


def _accounting(receipts: "Sequence[Receipt]") -> "Json":
    """Give the rows of all files, and each skipped one with its reason."""
    return {
        "rows": {
            "read": sum(each.rows_read for each in receipts),
            "imported": sum(each.rows_imported for each in receipts),
            "skipped": sum(each.rows_skipped for each in receipts),
            "problem": sum(each.rows_problem for each in receipts),
        },
        "skipped": [
            {"file": each.file.name, "row": skipped.row, "reason": skipped.reason.value}
            for each in receipts
            for skipped in each.skipped
        ],
        "files": [
            {
                "file": each.file.name,
                "sha256": each.file.sha256,
                "format": each.format,
                "account": each.account,
                "time_zone": each.time_zone,
                "rows": {
                    "read": each.rows_read,
                    "imported": each.rows_imported,
                    "skipped": each.rows_skipped,
                    "problem": each.rows_problem,
                },
            }
            for each in receipts
        ],
    }
