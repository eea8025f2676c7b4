"""Methods side by side: gains by term, the tax, what is carried on, what stays unrealised."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from harvestry.reports import json_text
from harvestry.reports.json_text import Json
from harvestry.reports.table import Cell, Column, Row, Table, Unit
from harvestry.tax.federal.form_1040 import Return
from harvestry.units.days import Day
from harvestry.units.exact import Money

_COLUMNS: Final = (
    Column("Method", Unit.TEXT, "How all history is matched; in force: as it was."),
    Column("Short-term", Unit.GAIN, "Net of the year's sales in these files."),
    Column("Long-term", Unit.GAIN),
    Column("Sales unknown", Unit.COUNT, "Pieces whose gain is unknown, in no sum."),
    Column("Total tax", Unit.MONEY, "Federal tax of the year."),
    Column("Less tax than in force", Unit.MONEY, "Below zero: more."),
    Column("Short-term carryover", Unit.MONEY, "Loss handed on to the next year."),
    Column("Long-term carryover", Unit.MONEY),
    Column("Unrealised", Unit.GAIN, "Of what is still held, as far as basis and price are known."),
    Column(
        "Held unknown", Unit.COUNT, "Lots still held whose basis or price is unknown, in no sum."
    ),
    Column(
        "Order unknown",
        Unit.COUNT,
        "Disposals up to the year's end by cost, beside a lot of unknown basis.",
    ),
)
_BRIEF: Final = ("method", "short_term", "long_term", "total_tax", "unrealised")
_WHAT_IF: Final = (
    "A what-if: lots were given up by the orders in force, and another order counts only for sales "
    "identified in time (Treas. Reg. 1.1012-1(j)). Less tax now mostly means lower basis later: "
    "see what stays unrealised."
)


class Compared(NamedTuple):
    """A year under one method. `prepared` is `None` while its tax is unknown.

    `unknown` sales and `held_unknown` lots are in no sum; a sum of nothing known is `None`.
    `order_unknown` disposals may have been of other lots. `provisional` says that losses of it may
    still be washed.
    """

    name: str
    short: Money | None
    long: Money | None
    unknown: int
    unrealised: Money | None
    held_unknown: int
    prepared: Return | None
    order_unknown: int = 0
    provisional: tuple[str, ...] = ()


def compare_table(rows: Sequence[Compared], year: int) -> Table:
    """Give a row a method, the orders in force first."""
    cells = [_row(each, rows[0]) for each in rows]
    provisional = dict.fromkeys(note for each in rows for note in each.provisional)
    notes = (*_left_out(rows), *provisional, _WHAT_IF)
    return Table(f"Methods side by side, {year}", _COLUMNS, cells, notes, brief=_BRIEF)


def compare_document(rows: Sequence[Compared], year: int, until: Day | None) -> Json:
    """Give the same under the methods' names, `in_force` first; the year is final after `until`."""
    table = compare_table(rows, year)
    methods = {
        str(record["method"]).lower().replace(" ", "_"): {
            key: value for key, value in record.items() if key != "method"
        }
        for record in json_text.records(table)
    }
    return {"year": year, "methods": methods, "provisional_until": json_text.day(until)}


def _row(each: Compared, in_force: Compared) -> Row:
    head = (each.name, each.short, each.long, each.unknown)
    held = (each.unrealised, each.held_unknown, each.order_unknown)
    return (*head, *_tax(each.prepared, in_force.prepared), *held)


def _left_out(rows: Sequence[Compared]) -> Iterator[str]:
    """Say what is in no sum, or not certain: a narrow terminal leaves out what counts it."""
    if any(each.unknown for each in rows):
        yield "Sales whose gain is unknown are in no sum: the sums are known parts."
    if any(each.held_unknown for each in rows):
        yield "Lots whose basis or price is unknown are not in what stays unrealised: a known part."
    unsure = [each.name for each in rows if each.order_unknown]
    if unsure:
        yield (
            f"Not certain: {', '.join(unsure)}. Units went by cost while a lot of unknown basis "
            "lay beside them; its cost may change which went, and with them every figure of the "
            "row."
        )


def _tax(prepared: Return | None, in_force: Return | None) -> tuple[Cell, ...]:
    if prepared is None:
        return (None, None, None, None)
    less = None if in_force is None else in_force.total_tax - prepared.total_tax
    return (prepared.total_tax, less, prepared.carryover_short, prepared.carryover_long)
