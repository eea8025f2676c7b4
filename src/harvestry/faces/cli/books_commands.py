"""`lots`, `holdings`, `gains`, `income`: what the books say."""

from typing import Annotated, Literal

import typer

from harvestry.faces.cli.choosing import year_of
from harvestry.faces.cli.given import Given
from harvestry.faces.cli.options import takes_files
from harvestry.faces.cli.output import emit
from harvestry.faces.cli.standing import standing_report
from harvestry.faces.cli.working import progress

Order = Literal["fifo", "lifo", "hifo", "specific"]
Method = Annotated[
    Order | None,
    typer.Option(help="What if all history had been matched in this order?"),
]
Year = Annotated[str, typer.Option(help="The tax year, such as 2026, or `all`.", metavar="YEAR")]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command("lots", epilog="Example: harvestry lots coinbase.csv kraken.csv --live")(lots)
    epilog = "Example: harvestry balances kraken.csv coinbase.csv"
    app.command("balances", epilog=epilog)(balances)
    app.command("holdings", epilog="Example: harvestry holdings exports/ --as-of 2026-11-22")(
        holdings
    )
    app.command("gains", epilog="Example: harvestry gains coinbase.csv --year 2025 --json")(gains)
    app.command("income", epilog="Example: harvestry income kraken.csv --year 2026")(income)


@takes_files
def lots(given: Given, *, method: Method = None) -> None:
    """List every lot still held, its cost and when it turns long."""
    with progress() as tell:
        plain = method is None
        report = standing_report(given, "lots", tell) if plain else given.case(tell, method).lots()
    emit(given, report)


@takes_files
def balances(given: Given) -> None:
    """Show what each account holds, beside what its own file says."""
    with progress() as tell:
        report = given.case(tell).balances()
    emit(given, report)


@takes_files
def holdings(given: Given) -> None:
    """Total what is held over all exchanges and wallets."""
    with progress() as tell:
        report = standing_report(given, "holdings", tell)
    emit(given, report)


@takes_files
def gains(given: Given, *, year: Year = "all", method: Method = None) -> None:
    """Show a year's gains and losses, a row a piece of a lot."""
    chosen = year_of(year)
    with progress() as tell:
        case = given.case(tell, method)
        report = case.gains(chosen)
    emit(given, report)


@takes_files
def income(given: Given, *, year: Year = "all") -> None:
    """Show ordinary income: staking, interest, rewards, and so on."""
    chosen = year_of(year)
    with progress() as tell:
        case = given.case(tell)
        report = case.income(chosen)
    emit(given, report)
