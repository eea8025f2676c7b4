"""Cells as JSON: decimals as strings, ISO dates, unknown as null, exact amounts."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from harvestry.reports.table import NOT_COMPUTED, Cell, Table, Unit
from harvestry.reports.until_mended import until_mended
from harvestry.units.days import Day, day_text, instant_text
from harvestry.units.exact import Money, Quantity, money_text, price_text, quantity_text
from harvestry.units.problems import Problem
from harvestry.units.source_ref import SourceRef

Json: TypeAlias = Mapping[str, Any]

SCHEMA: Final = 1


_TEXT: Final[Mapping[Unit, Callable[[int], str]]] = {
    Unit.QUANTITY: quantity_text,
    Unit.MONEY: money_text,
    Unit.GAIN: money_text,
    Unit.PRICE: price_text,
    Unit.DAY: day_text,
    Unit.INSTANT: instant_text,
}
"""How the integers of a unit are written."""


def cell(value: Cell, unit: Unit) -> str | int | bool | None:
    """Give a cell as JSON has it."""
    if value is NOT_COMPUTED:
        return NOT_COMPUTED.value
    if value is None or unit not in _TEXT:
        return value
    if value == "":
        return None
    assert isinstance(value, int)
    return _TEXT[unit](value)


def records(table: Table) -> list[Json]:
    """Give a table's rows as records under the columns' keys."""
    return [
        {
            column.key: cell(value, column.unit)
            for column, value in zip(table.columns, row, strict=True)
        }
        for row in table.rows
    ]


def money(amount: Money | None) -> str | None:
    """Give money as exact decimal text, unknown as null."""
    return None if amount is None else money_text(amount)


def quantity(amount: Quantity | None) -> str | None:
    """Give a quantity as exact decimal text, unknown as null."""
    return None if amount is None else quantity_text(amount)


def day(value: Day | None) -> str | None:
    """Give a day as an ISO date, unknown as null."""
    return None if value is None else day_text(value)


def problem(each: Problem) -> Json:
    """Give a problem under the keys of the contract."""
    return {
        "id": each.id,
        "code": each.code,
        "severity": each.severity.value,
        "until_mended": until_mended(each).value,
        "message": each.message,
        "file": each.file,
        "row": each.row,
        "choices": list(each.choices),
        "tax_low": money(each.tax_low),
        "tax_high": money(each.tax_high),
    }


def rows_of(*sources: SourceRef | None) -> list[Json]:
    """Give source rows one by one, each with its file."""
    return [
        {"file": source.file.name, "row": row}
        for source in sources
        if source is not None
        for row in source.rows
    ]


def problems(each: Sequence[Problem]) -> list[Json]:
    """Give problems in the order they stand."""
    return [problem(one) for one in each]
