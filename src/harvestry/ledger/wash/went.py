"""What went in one day, with a sale and without: what of it lost, and what may still replace."""

from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator
from itertools import compress, count, repeat
from operator import itemgetter, le, lt
from typing import Final, TypeAlias

from harvestry.ledger.match import Match
from harvestry.ledger.pool import PoolKey, Taken
from harvestry.ledger.state import Chapter
from harvestry.ledger.wash.group import Group, Places
from harvestry.ledger.wash.losses import Sold, is_loss
from harvestry.ledger.wash.purchases import Left
from harvestry.units.days import Day, Instant

_PROCEEDS: Final = itemgetter(Match._fields.index("proceeds"))
_BASIS: Final = itemgetter(Match._fields.index("basis"))
_ACQUIRED_ON: Final = itemgetter(Match._fields.index("acquired_on"))
_ZONES_APART: Final = 2
"""Days by which the date of one instant may differ between zones."""

Outgoing: TypeAlias = tuple[int, PoolKey, list[Taken]]
"""What went in one event: the place after its last match or departure, from where, the pieces.

A match of what was missing comes after that place. Of one day the places never fall.
"""


class Went:
    """What went today: `sales` with a match each piece, `leavings` with a departure.

    `begin` is the place of the day's first match in the chapter.
    """

    def __init__(self, chapter: Chapter, places: Places) -> None:
        self.sales: list[Outgoing] = []
        self.leavings: list[Outgoing] = []
        self.begin = 0
        self._chapter = chapter
        self._places = places

    def lost(self) -> list[int]:
        """Give the places of the day's matches that lost."""
        if not self.sales:
            return []
        matches = self._chapter.matches[self.begin :]
        try:
            lost = map(lt, map(_PROCEEDS, matches), map(_BASIS, matches))
            return list(compress(count(self.begin), lost))
        except TypeError:  # what is unknown compares with nothing
            return [place for place, match in enumerate(matches, self.begin) if is_loss(match)]

    def sold_since(self, day: Day) -> list[int]:
        """Give the places of the day's matches of units acquired since a day, or just before."""
        since = day - _ZONES_APART
        matches = self._chapter.matches[self.begin :]
        try:
            return list(
                compress(count(self.begin), map(le, repeat(since), map(_ACQUIRED_ON, matches)))
            )
        except TypeError:
            dates = enumerate(map(_ACQUIRED_ON, matches), self.begin)
            return [place for place, on in dates if on is not None and on >= since]

    def sold(
        self, places: Iterable[int], oldest: Instant, today: Instant, losing: Container[int]
    ) -> Iterator[tuple[Group, Sold]]:
        """Give sales by their matches' places, as far as they take part and lost or may replace."""
        sales, matches = self.sales, self._chapter.matches
        for place in places:
            n = bisect_left(sales, (place + 1,))
            if n == len(sales):  # the last of the day, and no sale: that of a short
                continue
            end, key, taken = sales[n]
            group, pool, counts_from = self._places[key]
            if place < end - len(taken) or today < counts_from:
                continue
            lot, units, _, _ = taken[place - end]
            # What was bought before the window replaces nothing any more.
            free = 0 if lot.fresh_in is None or lot.acquired < oldest else units
            loses = place in losing
            if free or loses:
                yield group, Sold(matches[place], place, lot, pool, free, is_loss=loses)

    def left(self, oldest: Instant, today: Instant) -> Iterator[tuple[Group, Left]]:
        """Give the units that left without a sale and may replace."""
        for end, key, taken in self.leavings:
            group, pool, counts_from = self._places[key]
            if today < counts_from:
                continue
            for place, (lot, units, _, _) in enumerate(taken, end - len(taken)):
                if lot.fresh_in is not None and lot.acquired >= oldest:
                    yield group, Left(lot, pool, place, units)

    def groups(self, today: Instant) -> set[Group]:
        """Give the groups that anything went of, as far as they take part."""
        places = {self._places[key] for _, key, _ in (*self.sales, *self.leavings)}
        return {place.group for place in places if today >= place.counts_from}

    def end(self) -> None:
        """End the day."""
        self.begin = len(self._chapter.matches)
        self.sales.clear()
        self.leavings.clear()
