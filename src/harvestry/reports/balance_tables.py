"""What each account holds by our books, beside what its own file says."""

from collections.abc import Iterable, Mapping

from harvestry.reports.table import Cell, Column, Row, Table, Unit
from harvestry.units.days import Instant
from harvestry.units.exact import Quantity

_COLUMNS = (
    Column("Account", Unit.TEXT),
    Column("Asset", Unit.TEXT),
    Column("Quantity", Unit.QUANTITY, "By all rows as they were read, at the end of the day."),
    Column("Stated", Unit.QUANTITY, "By the last row of the account's own file; mostly none."),
    Column("At", Unit.INSTANT, "The time of that row."),
    Column("Ours then", Unit.QUANTITY, "What its rows as they were read make at that time."),
    Column("Difference", Unit.QUANTITY, "Ours then, less stated."),
    Column("File", Unit.TEXT),
)
_BRIEF = ("account", "asset", "quantity", "stated", "ours_then", "difference")


def balances_table(
    held: Mapping[tuple[str, str], Quantity],
    stated: Iterable[tuple[str, str, Instant, Quantity, Quantity, str]],
) -> Table:
    """Give a row an account and asset that is held, or stated in a file.

    `stated` are (account, asset, time, stated, ours then, file).
    """
    told = {each[:2]: each[2:] for each in stated}
    rows: list[Row] = []
    for place in sorted({*held, *told}):
        beside: tuple[Cell, ...] = (None, "", "", "", "")
        if place in told:
            time, there, ours, file = told[place]
            beside = (there, time, ours, ours - there, file)
        rows.append((*place, held.get(place, 0), *beside))
    return Table(title="Balances", columns=_COLUMNS, rows=tuple(rows), brief=_BRIEF)
