"""`lots`, `holdings`, `gains`, `income`: what the books say."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from harvestry.faces.cli.given import Given, takes_files
from harvestry.faces.cli.output import emit
from harvestry.faces.cli.refusing import refuse
from harvestry.faces.cli.working import fold_books

if TYPE_CHECKING:
    from harvestry.pipeline import Run
    from harvestry.reports.holding_tables import LotValue

_METHODS: Final = ("fifo", "lifo", "hifo", "specific")


def _method_of(text: str | None) -> str | None:
    if text is not None and text.lower() not in _METHODS:
        raise typer.BadParameter(f"{text!r} is no order; choose one of {', '.join(_METHODS)}")
    return None if text is None else text.lower()


Method = Annotated[
    str | None,
    typer.Option(
        help="What if all history had been matched by fifo, lifo, hifo or specific lots?",
        metavar="METHOD",
        callback=_method_of,
    ),
]
Year = Annotated[str, typer.Option(help="The tax year, or `all`.", metavar="YEAR")]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command("lots", epilog="Example: harvestry lots coinbase.csv kraken.csv --prices p.csv")(
        lots
    )
    app.command("holdings", epilog="Example: harvestry holdings exports/ --as-of 2026-11-22")(
        holdings
    )
    app.command("gains", epilog="Example: harvestry gains coinbase.csv --year 2025 --json")(gains)
    app.command("income", epilog="Example: harvestry income kraken.csv --year 2026")(income)


@takes_files
def lots(given: Given, *, method: Method = None) -> None:
    """List every lot still held, its cost and when it turns long."""
    from harvestry.reports import json_documents
    from harvestry.reports.holding_tables import lots_table

    run = fold_books(given, method)
    valued = _valued(given, run)
    emit(given, json_documents.lots(valued), [lots_table(valued)], run.problems, method)


@takes_files
def holdings(given: Given) -> None:
    """Total what is held over all exchanges and wallets."""
    from harvestry.reports.holding_tables import holdings_table
    from harvestry.reports.json_text import records

    run = fold_books(given)
    table = holdings_table(_valued(given, run))
    emit(given, {"holdings": records(table)}, [table], run.problems)


@takes_files
def gains(given: Given, *, year: Year = "all", method: Method = None) -> None:
    """Show a year's gains and losses, a row a piece of a lot."""
    from harvestry.reports import json_documents
    from harvestry.reports.year_tables import gain_rows, gains_table, in_year

    run = fold_books(given, method)
    chosen = _year(year)
    rows = gain_rows(run.books.matches, run.returns(given.owner), run.assets, run.law, chosen)
    results = [each for each in run.books.results if in_year(each.on, chosen)]
    table = gains_table(rows, f"Gains and losses {year}")
    emit(given, json_documents.gains(rows, results), [table], run.problems, method)


@takes_files
def income(given: Given, *, year: Year = "all") -> None:
    """Show ordinary income: staking, interest, rewards, and so on."""
    from harvestry.reports import json_documents
    from harvestry.reports.year_tables import income_rows, income_table

    run = fold_books(given)
    rows = income_rows(run.books.income, run.returns(given.owner), _year(year))
    table = income_table(rows, f"Ordinary income {year}")
    emit(given, json_documents.income(rows), [table], run.problems)


def _valued(given: Given, run: "Run") -> "list[LotValue]":
    from harvestry.reports.holding_tables import valued_lots

    returns = run.returns(given.owner)
    lots = [lot for lot in run.books.lots if returns.shows(lot.account)]
    return valued_lots(lots, run.accounts, run.moment)


def _year(text: str) -> int | None:
    if text == "all":
        return None
    if not (text.isascii() and text.isdigit()):
        refuse(f"--year {text}: give a year such as 2025, or `all`.")
    return int(text)
