"""`prices`: what prices are known, which are missing, and where they come from."""

from pathlib import Path
from typing import Annotated

import typer

from harvestry.faces.cli.given import Given
from harvestry.faces.cli.options import may_take_files
from harvestry.faces.cli.output import emit, print_problems
from harvestry.faces.cli.refusing import refuse
from harvestry.faces.cli.working import progress

Add = Annotated[
    list[Path] | None,
    typer.Option(help="Take the prices of this file into the price book.", metavar="FILE"),
]
Out = Annotated[
    Path | None,
    typer.Option(help="Write the closes that are known as a prices.csv.", metavar="FILE.csv"),
]


def add_to(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command("prices", epilog="Example: harvestry prices coinbase.csv kraken.csv --live")(prices)


@may_take_files
def prices(given: Given, *, add: Add = None, out: Out = None) -> None:
    """List the price book and what is missing in it for FILES."""
    from harvestry.case.price_sheets import write_prices
    from harvestry.reports.price_tables import MISSING_PROBLEMS

    if given.live is not None and not given.paths:
        refuse("--live fetches what your files lack; give them, too")
    target = None if out is None else _new_file(given, out)
    if add:
        _take_in(given, add)
    with progress() as tell:
        case = given.case(tell)
        report = case.prices()
    if target is not None:
        count = write_prices(case.runs.prepared, target)
        typer.echo(f"{count} closes written to {target}", err=True)
    if not given.as_json:
        print_problems([each for each in report.problems if each.code not in MISSING_PROBLEMS])
    emit(given, report, problems_shown=True)


def _take_in(given: Given, files: list[Path]) -> None:
    from harvestry.case.price_sheets import take_in

    assert given.price_book is not None
    count, problems = take_in(given.price_book, files)
    typer.echo(f"{count} prices taken into {given.price_book}", err=True)
    print_problems(problems)


def _new_file(given: Given, out: Path) -> Path:
    """Give the file to write: prices that someone typed are never replaced."""
    target = given.outlet(out, ".csv")
    if target.exists():
        refuse(f"there is a file {target} already; give another name")
    return target
