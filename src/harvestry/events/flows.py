"""What an event moved: units into and out of accounts, fees and all, as a venue counts them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple, TypeAlias

from harvestry.events.event import Event
from harvestry.events.kind import INCOME, Kind
from harvestry.units.days import Instant
from harvestry.units.exact import Quantity

Place: TypeAlias = tuple[str, str]
"""(account, asset)."""

_COMING: Final = INCOME | {Kind.BUY, Kind.DEPOSIT, Kind.GIFT_IN, Kind.INHERIT, Kind.OPENING}
_LEAVING: Final = frozenset(
    {
        *(Kind.SELL, Kind.WITHDRAWAL, Kind.SPEND, Kind.FEE, Kind.GIFT_OUT),
        *(Kind.DONATION, Kind.LOST, Kind.STOLEN),
    }
)


class Flow(NamedTuple):
    """Units that came to an account, or below zero left it."""

    place: Place
    quantity: Quantity


def flows(event: Event) -> Iterator[Flow]:
    """Give what an event moved; results of contracts and securities sold short move no units."""
    here = (event.account, event.asset)
    fee = event.fee_quantity or 0
    if event.kind in _COMING:
        yield Flow(here, event.quantity)
        if event.fee_asset is not None:
            yield Flow((event.account, event.fee_asset), -fee)
    elif event.kind in _LEAVING:
        yield Flow(here, -event.quantity)
        if event.fee_asset not in (None, event.asset):
            yield Flow((event.account, event.fee_asset or ""), -fee)
    elif event.kind is Kind.TRADE:
        yield from _trade(event)
    elif event.kind is Kind.TRANSFER:
        own = fee if event.fee_asset == event.asset else 0
        yield Flow(here, -event.quantity - own)
        yield Flow((event.to_account or "", event.asset), event.quantity)
        if fee and not own:
            yield Flow((event.account, event.fee_asset or ""), -fee)


def _trade(event: Event) -> Iterator[Flow]:
    yield Flow((event.account, event.asset), -event.quantity)
    yield Flow((event.account, event.got_asset or ""), event.got_quantity or 0)
    if event.fee_asset not in (None, event.asset):
        yield Flow((event.account, event.fee_asset or ""), -(event.fee_quantity or 0))


def held_at(events: Iterable[Event], moments: Mapping[Place, Instant]) -> dict[Place, Quantity]:
    """Give how much each place held at its moment, as far as the events tell."""
    held = dict.fromkeys(moments, 0)
    for event in events:
        for place, quantity in flows(event):
            moment = moments.get(place)
            if moment is not None and event.time <= moment:
                held[place] += quantity
    return held


def held_by(events: Iterable[Event]) -> dict[Place, Quantity]:
    """Give how much each place holds after all events, those left out that hold nothing."""
    held: dict[Place, Quantity] = {}
    for event in events:
        for place, quantity in flows(event):
            held[place] = held.get(place, 0) + quantity
    return {place: quantity for place, quantity in held.items() if quantity}
