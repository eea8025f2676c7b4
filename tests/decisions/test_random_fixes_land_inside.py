"""Random households with several things to mend: whatever is told lands where `check` said.

`landing.Search` tries each choice of each problem with several values; of the tax after it is held
that it lies between `tax_low` and `tax_high`, others as they cost most. In full size one fix is
kept and the rest tried again, twice.
"""

import os
from typing import Final, NamedTuple

import pytest

from decisions.landing import Outside, Search
from harvestry.events.choices import CODES, JOINED, OF_ROWS, TO_BE_SEEN, choices_of

FULL: Final = os.environ.get("HARVESTRY_TESTS") == "full"
HOUSEHOLDS: Final = 100 if FULL else 6
TURNS: Final = 3 if FULL else 1
FIXES_OF_A_HOUSEHOLD: Final = 10
"""So many at least are held on the average: a search that tries nothing finds nothing."""
FEW: Final = 20
"""So many choices at least the few households of a small run show."""


class Found(NamedTuple):
    search: Search
    outside: list[Outside]


@pytest.fixture(scope="module")
def found() -> Found:
    search = Search()
    outside = [each for seed in range(HOUSEHOLDS) for each in search.outside(seed, turns=TURNS)]
    return Found(search, outside)


def test_whatever_is_told_of_random_households_lands_inside(found: Found) -> None:
    assert found.outside == []
    assert sum(found.search.compared.values()) >= FIXES_OF_A_HOUSEHOLD * HOUSEHOLDS
    assert found.search.refused["unmatched-withdrawal", "sold"]  # a worth above every price


def test_the_search_tries_every_choice_and_few_households_many_of_them(found: Found) -> None:
    """All but those of rows nobody reads, whose ends are unknown, and of what a broker was told."""
    apart = OF_ROWS | TO_BE_SEEN | {JOINED}
    every = {(code, choice.name) for code in CODES - apart for choice in choices_of(code)}
    tried = every & set(found.search.compared)
    assert len(tried) >= (len(every) if FULL else FEW)
