"""What a year brought: a row a matched piece of a lot, and ordinary income by kind."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from harvestry.events.asset import Assets
from harvestry.law.load import Law
from harvestry.ledger.match import Income, Match, Result, Term
from harvestry.reports.cell_text import cell_text
from harvestry.reports.figure_names import gain_figure, income_figure
from harvestry.reports.table import Column, Row, Table, Unit
from harvestry.tax.form_8949 import box
from harvestry.tax.whose_return import Returns, portion
from harvestry.units.days import Day, year_of
from harvestry.units.exact import Money, share


class GainRow(NamedTuple):
    """A match on the taxpayer's return, with its box on Form 8949 (`None` before 2020)."""

    match: Match
    box: str | None


class Totals(NamedTuple):
    """Sums of rows whose gain is known; `unknown` counts the rows left out."""

    proceeds: Money
    basis: Money
    gain: Money
    rows: int
    unknown: int


_GAINS: Final = (
    Column("Disposal", Unit.TEXT, "The row that gave the units up; `:fee` marks a fee's units."),
    Column("Account", Unit.TEXT),
    Column("Asset", Unit.TEXT),
    Column("Quantity", Unit.QUANTITY),
    Column("Lot", Unit.TEXT),
    Column("Acquired", Unit.DAY),
    Column("Sold", Unit.DAY),
    Column("Term", Unit.TEXT),
    Column("Proceeds", Unit.MONEY, "Less selling costs.", True),
    Column("Basis", Unit.MONEY, "Unknown is not zero.", True),
    Column("Gain or loss", Unit.GAIN, "", True),
    Column("Box", Unit.TEXT, "The box of Form 8949."),
    Column("Figure", Unit.TEXT, "The name by which `explain` tells this row's story."),
    Column("Source", Unit.TEXT, "The file and row of the sale."),
)
_INCOME: Final = (
    Column("Kind", Unit.TEXT),
    Column("Date", Unit.DAY),
    Column("Account", Unit.TEXT),
    Column("Asset", Unit.TEXT),
    Column("Quantity", Unit.QUANTITY),
    Column("Value", Unit.MONEY, "US dollars when received.", True),
    Column("Figure", Unit.TEXT, "The name by which `explain` tells this row's story."),
    Column("Source", Unit.TEXT),
)


def gain_rows(
    matches: Iterable[Match], returns: Returns, assets: Assets, law: Law, year: int | None
) -> list[GainRow]:
    """Give the matches of a year (`None`: of every year) that go on the return, with their box."""
    rows = []
    for match in matches:
        part = returns.part(match.event.account, match.sold_on)
        if part and in_year(match.sold_on, year):
            account = returns.accounts.named(match.event.account)
            letter = box(law, match, account, assets.named(match.asset))
            rows.append(GainRow(portion(match, part), letter))
    return rows


def income_rows(income: Iterable[Income], returns: Returns, year: int | None) -> list[Income]:
    """Give the income of a year (`None`: of every year) that goes on the return."""
    return [
        each._replace(usd=_part(each.usd, returns.part(each.event.account, each.on)))
        for each in income
        if in_year(each.on, year) and returns.part(each.event.account, each.on)
    ]


def result_rows(results: Iterable[Result], returns: Returns, year: int | None) -> list[Result]:
    """Give the contract results of a year (`None`: of every year) that go on the return."""
    return [
        each._replace(usd=_part(each.usd, returns.part(each.event.account, each.on)))
        for each in results
        if in_year(each.on, year) and returns.part(each.event.account, each.on)
    ]


def _part(usd: Money | None, part: Fraction) -> Money | None:
    return None if usd is None else share(usd, part.numerator, part.denominator)


def in_year(day: Day, year: int | None) -> bool:
    """Tell whether a day lies in a year; every day lies in `None`."""
    return year is None or year_of(day) == year


def gains_table(rows: Iterable[GainRow], results: Iterable[Result], year: int | None) -> Table:
    """Give a row a matched piece of a lot; `year` is what the rows are of, `None` for all.

    Contract results touch no lot and stand in a note.
    """
    cells: list[Row] = [
        (
            match.disposal,
            match.event.account,
            match.asset,
            match.quantity,
            match.piece or "not in the files",
            match.acquired_on,
            match.sold_on,
            match.term,
            match.proceeds,
            match.basis,
            match.gain,
            box or "",
            gain_figure(match),
            str(match.event.source),
        )
        for match, box in rows
    ]
    brief = ("sold", "account", "asset", "acquired", "term", "proceeds", "basis", "gain_or_loss")
    title = "Gains and losses" if year is None else f"Gains and losses {year}"
    empty = "No sale at all." if year is None else f"No sale in {year}."
    notes = (*_by_term(cells), *_results(results))
    return Table(title, _GAINS, cells, brief=brief, notes=notes, empty=empty)


def _results(results: Iterable[Result]) -> tuple[str, ...]:
    """Say what contracts brought, by kind: futures and margin have no lots and no row here."""
    sums: dict[str, list[Money | None]] = {}
    for each in results:
        sums.setdefault(each.event.kind.value, []).append(each.usd)
    return tuple(
        f"Contracts, {kind}: {cell_text(_all_known(amounts), Unit.GAIN)}, {len(amounts)} rows."
        for kind, amounts in sorted(sums.items())
    )


def _all_known(amounts: Sequence[Money | None]) -> Money | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if len(known) == len(amounts) else None


def _by_term(cells: Sequence[Row]) -> tuple[str, ...]:
    """Say the sums of each term: a total over both says little."""
    sums = []
    for term in Term:
        gains = [row[10] for row in cells if row[7] is term]
        known = sum(gain for gain in gains if isinstance(gain, int))
        if gains:
            sums.append(f"{term}: {cell_text(known, Unit.GAIN)}, {len(gains)} rows")
    return (f"{'; '.join(sums)}.",) if sums else ()


def totals_of(rows: Iterable[GainRow], term: Term) -> Totals:
    """Give the sums of one term over the rows whose gain is known."""
    proceeds = basis = gain = known = unknown = 0
    for match, _ in rows:
        if match.term is not term:
            continue
        if match.proceeds is None or match.basis is None:
            unknown += 1
            continue
        known += 1
        proceeds += match.proceeds
        basis += match.basis
        gain += match.proceeds - match.basis
    return Totals(proceeds, basis, gain, known, unknown)


def income_table(income: Sequence[Income], year: int | None) -> Table:
    """Give ordinary income, ordered by kind and date; `year` is what it is of, `None` for all."""
    ordered = sorted(income, key=lambda each: (each.event.kind, each.event.time))
    rows: list[Row] = [
        (
            each.event.kind,
            each.on,
            each.event.account,
            each.event.asset,
            each.event.quantity,
            each.usd,
            income_figure(each),
            str(each.event.source),
        )
        for each in ordered
    ]
    brief = ("kind", "date", "account", "asset", "quantity", "value")
    title = "Ordinary income" if year is None else f"Ordinary income {year}"
    empty = "No income at all." if year is None else f"No income in {year}."
    return Table(title, _INCOME, rows, groups=("kind",), brief=brief, empty=empty)
