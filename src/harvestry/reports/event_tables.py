"""What was read, a row an event."""

from collections.abc import Iterable
from typing import Final

from harvestry.events.event import Event
from harvestry.reports.table import Column, Row, Table, Unit

_EVENTS: Final = (
    Column("Time", Unit.INSTANT),
    Column("Account", Unit.TEXT),
    Column("Kind", Unit.TEXT),
    Column("Asset", Unit.TEXT),
    Column("Quantity", Unit.QUANTITY, "Gross, fee units included."),
    Column("Got", Unit.TEXT),
    Column("Got quantity", Unit.QUANTITY),
    Column("USD", Unit.MONEY, "Before the fee, as the file states it."),
    Column("Fee asset", Unit.TEXT),
    Column("Fee quantity", Unit.QUANTITY),
    Column("Fee USD", Unit.MONEY),
    Column("To", Unit.TEXT),
    Column("Source", Unit.TEXT),
    Column("Id", Unit.TEXT),
)


def events_table(events: Iterable[Event]) -> Table:
    """Give a row an event, in order of time."""
    rows: list[Row] = [
        (
            each.time,
            each.account,
            each.kind.value,
            each.asset,
            each.quantity,
            each.got_asset or "",
            "" if each.got_quantity is None else each.got_quantity,
            each.usd,
            each.fee_asset or "",
            "" if each.fee_quantity is None else each.fee_quantity,
            "" if each.fee_usd is None and each.fee_asset is None else each.fee_usd,
            each.to_account or "",
            str(each.source),
            each.id,
        )
        for each in events
    ]
    brief = ("time", "account", "kind", "asset", "quantity", "got", "got_quantity", "usd")
    briefest = ("time", "account", "kind", "asset", "quantity", "usd")
    empty = "No event was read."
    return Table("Events", _EVENTS, rows, brief=brief, briefest=briefest, empty=empty)
