"""The order of events: by instant, then by id in natural order, never by file or row."""

from collections.abc import Iterable

from harvestry.events.event import Event
from harvestry.units.natural_order import NaturalKey, natural_key


def in_order(events: Iterable[Event]) -> list[Event]:
    """Give the events in the order the fold takes them.

    Natural order is worked out only among events that share an instant: most stand alone.
    """
    ordered = sorted(events, key=_time)
    begin = 0
    for n in range(1, len(ordered) + 1):
        if n == len(ordered) or ordered[n].time != ordered[begin].time:
            if n - begin > 1:
                ordered[begin:n] = sorted(ordered[begin:n], key=_natural)
            begin = n
    return ordered


def _time(event: Event) -> int:
    return event.time


def _natural(event: Event) -> NaturalKey:
    return natural_key(event.id)
