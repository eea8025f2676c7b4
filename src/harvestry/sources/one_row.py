"""Two rows that tell one event, the one perhaps more of it: an older export and a newer.

Exports get columns (values in dollars, finer times) that the same rows lacked a year before, and a
program values the same coins anew whenever it is asked.
"""

from dataclasses import fields, replace
from typing import Final, TypeVar

from harvestry.events.event import Detail, Event
from harvestry.events.kind import RESULTS, Kind
from harvestry.units.days import MINUTE, SECOND, Instant

STATED: Final = RESULTS | {
    *(Kind.BUY, Kind.SELL, Kind.OPENING, Kind.GIFT_IN, Kind.INHERIT, Kind.SHORT, Kind.COVER)
}
"""Their dollars are what was paid, or a basis: not what somebody thinks the coins were worth."""
_T = TypeVar("_T")


def told_by_both(one: Event, other: Event) -> Event | None:
    """Give the event two rows tell, all that either knows of it; `None` if they contradict.

    It is the row that knows more, else `one`. Values that differ are `one`'s; dollars that were
    paid may not differ, nor what moved. Times may differ by what one of them leaves out.
    """
    if _moved(one) != _moved(other) or not _same_time(one.time, other.time):
        return None
    if one.kind in STATED and None not in (one.usd, other.usd) and one.usd != other.usd:
        return None
    detail = _details(one.detail, other.detail)
    if detail is None:
        return None
    fuller = other if _known(other) > _known(one) else one
    return replace(
        fuller,
        id=one.id,
        time=one.time if _fineness(one.time) >= _fineness(other.time) else other.time,
        usd=_first(one.usd, other.usd),
        fee_usd=_first(one.fee_usd, other.fee_usd),
        detail=detail,
    )


def _first(one: _T | None, other: _T | None) -> _T | None:
    return other if one is None else one


def _moved(event: Event) -> tuple[object, ...]:
    return (
        *(event.account, event.to_account, event.kind, event.asset, event.quantity),
        *(event.got_asset, event.got_quantity, event.fee_asset, event.fee_quantity),
    )


def _same_time(one: Instant, other: Instant) -> bool:
    step = SECOND if one % MINUTE and other % MINUTE else MINUTE
    return one // step == other // step


def _fineness(time: Instant) -> int:
    """Give how finely a time seems to be told: to the minute, the second, or finer."""
    return (time % MINUTE != 0) + (time % SECOND != 0)


def _known(event: Event) -> tuple[int, int]:
    """Give how much a row knows of an event: dollars first, then the time."""
    dollars = (event.usd is not None) + (event.fee_usd is not None) + bool(event.detail.hash)
    return dollars, _fineness(event.time)


def _details(one: Detail, other: Detail) -> Detail | None:
    """Give the details both rows tell; `None` if they contradict."""
    found = {}
    for each in fields(Detail):
        ours, theirs = getattr(one, each.name), getattr(other, each.name)
        told = [value for value in (ours, theirs) if value not in (None, ())]
        if len(told) > 1 and ours != theirs:
            return None
        found[each.name] = told[0] if told else ours
    return Detail(**found)
