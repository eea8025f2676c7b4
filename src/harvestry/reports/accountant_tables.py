"""The accountant's workbook: what happened by kind, the year's Form 8949, what is to be mended."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from harvestry.events.account import Accounts
from harvestry.events.event import Event
from harvestry.events.kind import DEPARTURES, INCOME, RESULTS, Kind
from harvestry.reports.problem_tables import problems_table
from harvestry.reports.table import Cell, Column, Row, Table, Unit
from harvestry.units.exact import Quantity, quantity_text
from harvestry.units.problems import Problem

SHEETS: Final = ("Buy", "Sell", "Trade", "Self-Transfer", "Income", "8949", "Problems")
"""The sheets, in order."""

_WHEN: Final = (
    Column("Time", Unit.INSTANT),
    Column("Date", Unit.DAY, "The tax date: the day in the account's time zone."),
    Column("Account", Unit.TEXT),
)
_EXACT: Final = "As text, every digit: a number in a workbook keeps fifteen."
_FEE: Final = (
    Column("Fee asset", Unit.TEXT),
    Column("Fee quantity", Unit.QUANTITY),
    Column("Fee in USD", Unit.MONEY),
)
_WHENCE: Final = (
    Column("Id", Unit.TEXT),
    Column("Transaction", Unit.TEXT, "On its chain, where the files tell it."),
    Column("Note", Unit.TEXT),
    Column("Source", Unit.TEXT, "The file and row."),
)
_UNITS: Final = (
    Column("Kind", Unit.TEXT),
    Column("Asset", Unit.TEXT),
    Column("Quantity", Unit.QUANTITY),
    Column("Exact quantity", Unit.TEXT, _EXACT),
)
_IN_USD: Final = Column("USD", Unit.MONEY, "Before the fee; unknown is not zero.", True)
_ONE_SIDE: Final = (*_WHEN, *_UNITS, _IN_USD, *_FEE, *_WHENCE)
_BUY: Final = (*_ONE_SIDE[:-4], Column("Acquired", Unit.DAY, "Where it is another day."), *_WHENCE)
_TRADE: Final = (
    *_WHEN,
    Column("Given", Unit.TEXT),
    Column("Quantity given", Unit.QUANTITY),
    Column("Exact quantity given", Unit.TEXT, _EXACT),
    Column("Received", Unit.TEXT),
    Column("Quantity received", Unit.QUANTITY),
    Column("Exact quantity received", Unit.TEXT, _EXACT),
    Column("USD", Unit.MONEY, "The value of what was received.", True),
    *_FEE,
    *_WHENCE,
)
_TRANSFER: Final = (
    *_WHEN,
    Column("To account", Unit.TEXT, "Empty: no file shows where it went or came from."),
    *_UNITS,
    *_FEE,
    *_WHENCE,
)
_BOUGHT: Final = frozenset({Kind.BUY, Kind.GIFT_IN, Kind.INHERIT, Kind.OPENING, Kind.COVER})
_SOLD: Final = frozenset({Kind.SELL, Kind.SPEND, Kind.FEE, Kind.SHORT, *DEPARTURES, *RESULTS})
_MOVED: Final = frozenset({Kind.TRANSFER, Kind.DEPOSIT, Kind.WITHDRAWAL})


def accountant_tables(
    events: Sequence[Event], accounts: Accounts, form: Table, problems: Sequence[Problem]
) -> tuple[Table, ...]:
    """Give the seven sheets.

    Args:
        events: all that happened up to the end of the year, in time order.
        accounts: whose zones date them.
        form: the rows of the year's Form 8949.
        problems: what is to be mended.
    """

    def table(
        title: str,
        columns: tuple[Column, ...],
        kinds: frozenset[Kind],
        cells: Callable[[Event], Iterable[Cell]],
    ) -> Table:
        rows: list[Row] = [
            (*_when(event, accounts), *cells(event), *_whence(event))
            for event in events
            if event.kind in kinds
        ]
        return Table(title, columns, rows, empty="None.")

    return (
        table("Buy", _BUY, _BOUGHT, lambda event: (*_one_side(event), _acquired(event, accounts))),
        table("Sell", _ONE_SIDE, _SOLD, _one_side),
        table("Trade", _TRADE, frozenset({Kind.TRADE}), _two_sides),
        table("Self-Transfer", _TRANSFER, _MOVED, _move),
        table("Income", _ONE_SIDE, INCOME, _one_side),
        replace(form, title="8949"),
        problems_table(problems),
    )


def _when(event: Event, accounts: Accounts) -> tuple[Cell, ...]:
    return event.time, accounts.named(event.account).zone.day(event.time), event.account


def _whence(event: Event) -> tuple[Cell, ...]:
    detail = event.detail
    return event.id, detail.hash or "", detail.note or "", str(event.source)


def _one_side(event: Event) -> tuple[Cell, ...]:
    return (*_units(event), event.usd, *_fee(event))


def _two_sides(event: Event) -> tuple[Cell, ...]:
    return (
        event.asset,
        *_exact(event.quantity),
        event.got_asset or "",
        *_exact(event.got_quantity or 0),
        event.usd,
        *_fee(event),
    )


def _move(event: Event) -> tuple[Cell, ...]:
    return (event.to_account or "", *_units(event), *_fee(event))


def _units(event: Event) -> tuple[Cell, ...]:
    return (event.kind.value, event.asset, *_exact(event.quantity))


def _exact(quantity: Quantity) -> tuple[Cell, Cell]:
    return quantity, quantity_text(quantity)


def _fee(event: Event) -> tuple[Cell, ...]:
    if event.fee_asset is None:
        return "", "", "" if event.fee_usd is None else event.fee_usd
    return event.fee_asset, event.fee_quantity, event.fee_usd


def _acquired(event: Event, accounts: Accounts) -> Cell:
    acquired = event.detail.acquired
    return "" if acquired is None else accounts.named(event.account).zone.day(acquired)
