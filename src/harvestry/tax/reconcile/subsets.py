"""Find which of some quantities add up to another: exact, small, and in order."""

from collections.abc import Sequence
from itertools import combinations
from typing import Final

from harvestry.units.exact import Quantity

MOST: Final = 12
"""More than so many are not tried: their combinations would be too many."""


def subset(quantities: Sequence[Quantity], total: Quantity) -> tuple[int, ...] | None:
    """Give the places of the fewest quantities that add up to `total`, the first such ones.

    `None` if there are none, or too many to try.
    """
    if len(quantities) > MOST or sum(quantities) < total:
        return None
    places = range(len(quantities))
    for size in range(1, len(quantities) + 1):
        for chosen in combinations(places, size):
            if sum(quantities[place] for place in chosen) == total:
                return chosen
    return None
