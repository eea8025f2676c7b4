"""`harvest` and `demo`: what to sell, as a workbook and on screen."""

import shlex
from datetime import date
from itertools import count
from pathlib import Path
from typing import Annotated, Final

import typer

from harvestry.faces.cli.books_commands import Method
from harvestry.faces.cli.called import called
from harvestry.faces.cli.given import Given, folder_given
from harvestry.faces.cli.options import takes_files
from harvestry.faces.cli.output import emit
from harvestry.faces.cli.refusing import refuse
from harvestry.faces.cli.working import progress

_DEMO_AS_OF: Final = date(2026, 11, 22)
_DEMO_FOLDER: Final = "harvestry-demo"
_SUFFIX: Final = ".xlsx"

Out = Annotated[
    Path | None,
    typer.Option(help="Where to write the workbook.", metavar="FILE.xlsx"),
]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command("demo", epilog="Example: harvestry demo")(demo)
    app.command(
        "harvest",
        epilog="Example: harvestry harvest coinbase.csv kraken.csv --live",
    )(harvest)


@takes_files
def harvest(given: Given, *, out: Out = None, rematch: Method = None) -> None:
    """Say what to sell to lock in losses, and write the workbook."""
    if out is not None:
        out = given.outlet(out, _SUFFIX)
    elif not given.as_json:
        out = _free_name(given)
    _harvest(given, out, rematch)


def demo(
    folder: Annotated[
        Path,
        typer.Option(help="Where to put the sample files and the workbook.", metavar="DIR"),
    ] = Path(_DEMO_FOLDER),
) -> None:
    """Do the whole job on a sample household, offline."""
    from harvestry.sample.household import is_free, write_household

    if not is_free(folder):
        refuse(
            f"{folder} is there and is not the sample as it was written, so nothing in it was "
            "touched; name a new folder with --folder."
        )
    files = write_household(folder)
    typer.echo(f"A sample household: {len(files)} files in {folder}/, as exchanges export them.")
    out = folder / f"harvest-{_DEMO_AS_OF.isoformat()}{_SUFFIX}"
    try:
        _harvest(folder_given(folder, _DEMO_AS_OF), out, None)
    except typer.Exit:
        # The sample has a deposit without its history on purpose: problems are part of the show.
        typer.echo("\nThe sample has a deposit whose purchase no file shows, as real lives do.")
    day = _DEMO_AS_OF.isoformat()
    typer.echo(f"\nWhat to mend in it: {called()} check {shlex.quote(str(folder))} --as-of {day}")
    typer.echo(f"With your own files: {called()} harvest YOUR-FILES --live")
    typer.echo(f"The workbook: {out}")


def _harvest(given: Given, out: Path | None, rematch: str | None) -> None:
    with progress() as tell:
        case = given.case(tell, rematch)
        report = case.harvest()
        if out is not None:
            tell("writing the workbook")
            report.save(out)
    if out is not None:
        typer.echo(f"What to sell, lot by lot: {out}", err=given.as_json)
    emit(given, report)


def _free_name(given: Given) -> Path:
    """Give a name that is not taken: a workbook with someone's notes in it is never replaced."""
    base = f"harvest-{given.as_of.isoformat()}"
    names = (f"{base}{'' if n == 1 else f'-{n}'}{_SUFFIX}" for n in count(1))
    return next(path for name in names if not (path := Path(name)).exists())
