"""Short ways to write events in tests."""

from datetime import UTC, datetime
from typing import Any

from harvestry.events.event import Detail, Event
from harvestry.events.kind import Kind
from harvestry.units.days import instant_of
from harvestry.units.exact import money_of, quantity_of
from harvestry.units.source_ref import SourceFile, SourceRef

FILE = SourceFile("test.csv", "0" * 64)
_MONEY = {"usd", "fee_usd"}
_QUANTITIES = {"fee_quantity", "got_quantity"}
_DETAIL_MONEY = {"fmv_usd"}
_PLAIN_DETAIL = {"hash", "note", "form", "form_basis_reported", "lots", "order"}


def at(text: str) -> int:
    """Give the instant of an ISO time; without an offset it is UTC."""
    when = datetime.fromisoformat(text)
    return instant_of(when if when.tzinfo else when.replace(tzinfo=UTC))


def event(id_: str, time: str, kind: str, asset: str, quantity: str, **columns: Any) -> Event:
    """Give an event; amounts are decimal text, `acquired` an ISO time."""
    fields: dict[str, Any] = {"account": "kraken", "usd": None}
    detail: dict[str, Any] = {}
    for name, value in columns.items():
        if name in _MONEY:
            fields[name] = money_of(value)
        elif name in _QUANTITIES:
            fields[name] = quantity_of(value)
        elif name in _DETAIL_MONEY:
            detail[name] = money_of(value)
        elif name == "acquired":
            detail[name] = at(value)
        elif name in _PLAIN_DETAIL:
            detail[name] = value
        else:
            fields[name] = value
    return Event(
        id=id_,
        time=at(time),
        kind=Kind(kind),
        asset=asset,
        quantity=quantity_of(quantity),
        source=SourceRef(FILE, (1,)),
        detail=Detail(**detail),
        **fields,
    )
