"""How many units may have been there before the files begin: the numbers at which lots change."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, TypeVar

from harvestry.units.exact import Quantity

_T = TypeVar("_T")
MOST_PAIRS: Final = 65_536
"""Of so many pairs at most every difference is worked out, once; of more, of some, evenly."""
SOME: Final = 32
"""More than is ever looked at of the numbers, so that of them some are left out all the same."""


def evenly(every: Sequence[_T], most: int) -> Sequence[_T]:
    """Give so many at most, the first among them, at even distances."""
    if len(every) <= most:
        return every
    return [every[at * len(every) // most] for at in range(most)]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers of units from which on another lot would be given up at some time.

    `thinned` tells that of very many some were worked out, evenly.
    """

    each: Sequence[Quantity]
    thinned: bool


class LotsBefore:
    """What left one place, or several as one, and the lots that may have gone first."""

    def __init__(self, moved: Iterable[Quantity], *, any_run: bool) -> None:
        """Take what came (above zero) and left (below) in order.

        With `any_run` any lots that follow one another may go first, else the oldest or the newest.
        """
        every = list(moved)
        self._gone = sorted({*accumulate(-units for units in every if units < 0)})
        lots = [units for units in every if units > 0]
        self._runs_thinned = any_run and len(lots) ** 2 > MOST_PAIRS
        self._there = sorted(_any_runs(lots) if any_run else _outer_runs(lots))
        self._every: list[Quantity] | None = None
        if len(self._gone) * len(self._there) <= MOST_PAIRS:
            self._every = sorted({left - lots for left in self._gone for lots in self._there})

    @property
    def most(self) -> Quantity:
        """All that ever left."""
        return self._gone[-1] if self._gone else 0

    def above(self, least: Quantity) -> Numbers:
        """Give the numbers above one that lacks in any case."""
        if self._every is not None:
            found = self._every[bisect_right(self._every, least) :]
            return Numbers(found, self._runs_thinned and bool(found))
        gone = self._gone[bisect_right(self._gone, least) :]
        there = self._there[: bisect_left(self._there, self.most - least)]
        some = {
            left - lots
            for left in evenly(gone, SOME)
            for lots in evenly(there, SOME)
            if left - lots > least
        }
        thinned = self._runs_thinned or len(gone) > SOME or len(there) > SOME
        return Numbers(sorted(some), thinned and bool(gone))


def _outer_runs(lots: Sequence[Quantity]) -> set[Quantity]:
    return {0, *accumulate(lots), *accumulate(reversed(lots))}


def _any_runs(lots: Sequence[Quantity]) -> set[Quantity]:
    """Give the units of lots in a row; of very many, of rows that begin and end at some of them."""
    ends = [*accumulate(lots, initial=0)]
    if len(lots) ** 2 > MOST_PAIRS:
        ends = [*evenly(ends, 8 * SOME), ends[-1]]
    return {0, *(end - begin for at, begin in enumerate(ends) for end in ends[at + 1 :])}
