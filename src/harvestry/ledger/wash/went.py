"""What went in one day, with a sale and without: what of it lost, and what may still replace."""

from collections.abc import Container, Iterable, Iterator
from typing import TypeAlias

from harvestry.ledger.pool import PoolKey, Taken
from harvestry.ledger.state import Chapter
from harvestry.ledger.wash.group import Group, Places
from harvestry.ledger.wash.losses import Sold, is_loss
from harvestry.ledger.wash.purchases import Left
from harvestry.units.days import Instant

Outgoing: TypeAlias = tuple[int, PoolKey, list[Taken]]
"""What left in one event: the place after its last departure, from where, the pieces."""


class Went:
    """What went today: `taken` with a match, `leavings` with a departure each piece.

    `begin` is the place of the day's first match in the chapter; for each from there on there is an
    entry in `taken`, `None` where nothing was taken out of a pool.
    """

    def __init__(self, chapter: Chapter, places: Places) -> None:
        self.taken: list[Taken | None] = []
        self.leavings: list[Outgoing] = []
        self.begin = 0
        self._chapter = chapter
        self._places = places

    def lost(self) -> list[int]:
        """Give the places of the day's matches that lost."""
        if not self.taken:
            return []
        matches = self._chapter.matches[self.begin :]
        assert len(matches) == len(self.taken), (
            "a match was not noted, or what was taken not matched"
        )
        try:  # as `is_loss` tells it, without a call: of most days nothing else is asked
            return [
                place
                for place, match in enumerate(matches, self.begin)
                if match.proceeds < match.basis  # type: ignore[operator]
            ]
        except TypeError:  # what is unknown compares with nothing
            return [place for place, match in enumerate(matches, self.begin) if is_loss(match)]

    def sold_since(self, instant: Instant) -> list[int]:
        """Give the places of the day's matches of units acquired since an instant."""
        return [
            place
            for place, taken in enumerate(self.taken, self.begin)
            if taken is not None and taken[0].acquired >= instant
        ]

    def sold(
        self, places: Iterable[int], oldest: Instant, today: Instant, losing: Container[int]
    ) -> Iterator[tuple[Group, Sold]]:
        """Give sales by their matches' places, as far as they take part and lost or may replace."""
        matches, begin = self._chapter.matches, self.begin
        for place in places:
            taken = self.taken[place - begin]
            if taken is None:
                continue
            match = matches[place]
            group, pool, counts_from = self._places[match.event.account, match.asset]
            if today < counts_from:
                continue
            lot, units, _, _ = taken
            # What was bought before the window replaces nothing any more.
            free = 0 if lot.fresh_in is None or lot.acquired < oldest else units
            loses = place in losing
            if free or loses:
                yield group, Sold(match, place, lot, pool, free, is_loss=loses)

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
        matches = self._chapter.matches[self.begin :]
        sold = (
            (match.event.account, match.asset)
            for match, taken in zip(matches, self.taken, strict=True)
            if taken is not None
        )
        left = (key for _, key, _ in self.leavings)
        places = {self._places[key] for key in (*sold, *left)}
        return {place.group for place in places if today >= place.counts_from}

    def end(self) -> None:
        """End the day."""
        self.begin = len(self._chapter.matches)
        self.taken.clear()
        self.leavings.clear()
