"""`wash` and `positions`: what was washed and why, and the grey choices of the law."""

import typer

from harvestry.faces.cli.books_commands import Year
from harvestry.faces.cli.choosing import year_of
from harvestry.faces.cli.given import Given
from harvestry.faces.cli.options import may_take_files, takes_files
from harvestry.faces.cli.output import emit
from harvestry.faces.cli.working import progress


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command("wash", epilog="Example: harvestry wash coinbase.csv ira.csv --wash apply")(wash)
    app.command("positions", epilog="Example: harvestry positions exports/ --wash apply --json")(
        positions
    )


@takes_files
def wash(given: Given, *, year: Year = "all") -> None:
    """Show what was washed and why, and what not to buy until when."""
    chosen = year_of(year)
    with progress() as tell:
        report = given.case(tell).wash(chosen)
    emit(given, report)


@may_take_files
def positions(given: Given) -> None:
    """List the grey choices of the law and their effect."""
    with progress() as tell:
        report = given.case(tell).positions()
    emit(given, report)
