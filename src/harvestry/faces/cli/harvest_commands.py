"""`harvest` and `demo`: what to sell, as a workbook and on screen."""

from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harvestry.faces.cli.books_commands import Method
from harvestry.faces.cli.given import Given, takes_files
from harvestry.faces.cli.output import assumptions, emit
from harvestry.faces.cli.refusing import refuse
from harvestry.faces.cli.working import fold_books, progress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harvestry.pipeline import Harvest, Run
    from harvestry.reports.assumptions_table import Grounds
    from harvestry.reports.table import Table

_DEMO_AS_OF = "2026-11-22"
_DEMO_FOLDER = "harvestry-demo"

Out = Annotated[
    Path | None,
    typer.Option(help="Where to write the workbook.", metavar="FILE.xlsx"),
]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command("demo", epilog="Example: harvestry demo")(demo)
    app.command(
        "harvest",
        epilog="Example: harvestry harvest coinbase.csv kraken.csv --prices prices.csv",
    )(harvest)


@takes_files
def harvest(given: Given, *, out: Out = None, rematch: Method = None) -> None:
    """Say what to sell to lock in losses, and write the workbook."""
    _harvest(given, out, rematch)


def demo(
    folder: Annotated[
        Path, typer.Option(help="Where to put the sample files and the workbook.")
    ] = Path(_DEMO_FOLDER),
) -> None:
    """Do the whole job on a sample household, offline."""
    from harvestry.faces.cli.given import folder_given
    from harvestry.sample.household import write_household

    if folder.exists() and not folder.is_dir():
        refuse(f"{folder} is a file; name another folder with --folder.")
    files = write_household(folder)
    typer.echo(f"A sample household: {len(files)} files in {folder}/, as exchanges export them.")
    given = folder_given(folder, date.fromisoformat(_DEMO_AS_OF))
    out = folder / f"harvest-{_DEMO_AS_OF}.xlsx"
    try:
        _harvest(given, out, None)
    except typer.Exit:
        # The sample has a deposit without its history on purpose: problems are part of the show.
        typer.echo("\nThe sample has a deposit whose purchase no file shows, as real lives do.")
    typer.echo(f"\nThe same on your own files: harvestry harvest {folder}/ --as-of {_DEMO_AS_OF}")
    typer.echo(f"The workbook: {out}")


def _harvest(given: Given, out: Path | None, rematch: str | None) -> None:
    from harvestry import pipeline
    from harvestry.reports import json_documents
    from harvestry.reports.harvest_tables import ordering, overview, summary

    run = fold_books(given, rematch)
    with progress() as tell:
        plan = pipeline.harvest(run, given.owner, tell)
        tables = {
            str(method): (summary(order, method), ordering(order, method, run.moment.day))
            for method, order in plan.orders.items()
        }
        if out is None and not given.as_json:
            out = _free_name(given)
        if out is not None:
            tell("writing the workbook")
            _write(given, run, plan, tables, out)
    document = json_documents.harvest(tables)
    if out is not None:
        typer.echo(f"What to sell, lot by lot: {out}", err=given.as_json)
    emit(given, document, [overview(plan.orders)], plan.problems, rematch)


def _write(
    given: Given,
    run: "Run",
    plan: "Harvest",
    tables: "Mapping[str, tuple[Table, Table]]",
    out: Path,
) -> None:
    """Write the workbook: the four sheets first, in the order people know them."""
    from harvestry.reports.assumptions_table import assumptions_table
    from harvestry.reports.holding_tables import holdings_table, valued_lots
    from harvestry.reports.problem_tables import problems_table
    from harvestry.reports.workbook.writing import Properties, save_workbook

    shown = [lot for lot in run.books.lots if run.returns(given.owner).shows(lot.account)]
    sheets = [
        *(summary for summary, _ in tables.values()),
        *(ordering for _, ordering in tables.values()),
        holdings_table(valued_lots(shown, run.accounts, run.moment)),
        problems_table(plan.problems),
        assumptions_table(_grounds(given, run, plan), run.law),
    ]
    title = f"Tax-loss harvesting as of {given.as_of.isoformat()}"
    sheets = [replace(sheet, notes=(*assumptions(given), *sheet.notes)) for sheet in sheets]
    save_workbook(out, sheets, Properties(title, run.moment.as_of))


def _grounds(given: Given, run: "Run", plan: "Harvest") -> "Grounds":
    from harvestry.reports.assumptions_table import FileRead, Grounds

    names = sorted({account for account, _ in run.state.pools})
    return Grounds(
        day=run.moment.day,
        accounts=[run.accounts.named(name) for name in names],
        holdings=[each for order in plan.orders.values() for each in order],
        files=[
            FileRead(
                each.file.name,
                each.title,
                each.file.sha256,
                each.rows_read,
                each.rows_imported,
                each.rows_skipped,
                each.rows_problem,
            )
            for each in run.reading.receipts
        ],
        problems=plan.problems,
        sentences=assumptions(given),
        rematch=run.rules.rematch,
    )


def _free_name(given: Given) -> Path:
    """Give a name that is not taken: a workbook with someone's notes in it is never replaced."""
    base = f"harvest-{given.as_of.isoformat()}"
    names = (f"{base}{'' if n == 1 else f'-{n}'}.xlsx" for n in count(1))
    return next(path for name in names if not (path := Path(name)).exists())
