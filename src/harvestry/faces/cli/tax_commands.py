"""`tax`, `estimate`, `compare`: a year's tax, what of it to pay in advance, other methods."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from harvestry.faces.cli.choosing import a_year
from harvestry.faces.cli.given import Given
from harvestry.faces.cli.options import may_take_files, takes_files
from harvestry.faces.cli.output import emit
from harvestry.faces.cli.refusing import refuse
from harvestry.faces.cli.working import progress

if TYPE_CHECKING:
    from harvestry.case.report import EstimateReport

TaxYear = Annotated[
    int,
    typer.Option("--year", parser=a_year, help="The tax year, such as 2026.", metavar="YEAR"),
]
_NetGain = Annotated[
    str | None,
    typer.Option(
        metavar="USD",
        help="Net gain of the year before carryover, a loss negative; replaces that of FILES.",
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command(
        "tax", epilog="Example: harvestry tax --profile profile.toml --year 2026 --short -8000"
    )(tax)
    app.command(
        "estimate", epilog="Example: harvestry estimate exports/ --profile profile.toml --year 2026"
    )(estimate)
    app.command(
        "compare", epilog="Example: harvestry compare exports/ --profile profile.toml --year 2026"
    )(compare)


@may_take_files
def tax(
    given: Given,
    *,
    year: TaxYear,
    short: _NetGain = None,
    long: _NetGain = None,
    tax_table: Annotated[
        bool, typer.Option("--tax-table", help="Also as a paper return has it, by the Tax Table.")
    ] = False,
) -> None:
    """Compute a year's federal tax line by line."""
    for name, text in (("--short", short), ("--long", long)):
        check_dollars(name, text)
    with progress() as tell:
        report = given.case(tell).tax(year, short=short, long=long, on_paper=tax_table)
    emit(given, report)


@may_take_files
def estimate(
    given: Given,
    *,
    year: TaxYear,
    ics: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the days still due as a calendar file, pay.ics."),
    ] = None,
) -> None:
    """Tell which estimated payments are due when."""
    out = None if ics is None else given.outlet(ics, ".ics")
    with progress() as tell:
        report = given.case(tell).estimate(year)
        if out is not None and report.reminders:
            report.save_calendar(out)
    if out is not None:
        told = f"The days to pay: {out}" if report.reminders else _no_calendar(out, report)
        typer.echo(told, err=given.as_json)
    emit(given, report)


def _no_calendar(out: Path, report: "EstimateReport") -> str:
    """Say why no calendar was written: an empty one would look like nothing to pay."""
    unknown = report.document["required_annual"] is None
    why = "what is due is unknown" if unknown else "nothing is still to be paid"
    return f"{out} was not written: {why}."


@takes_files
def compare(given: Given, *, year: TaxYear) -> None:
    """Show a year under FIFO, LIFO and HIFO side by side."""
    with progress() as tell:
        report = given.case(tell).compare(year)
    emit(given, report)


def check_dollars(option: str, text: str | None) -> None:
    """Refuse what is no plain decimal number of dollars."""
    from harvestry.units.exact import InexactError, money_of

    try:
        money_of(text or "0")
    except InexactError:
        refuse(f"{option} {text}: write dollars as a plain number, such as -8000 or 1234.56")
