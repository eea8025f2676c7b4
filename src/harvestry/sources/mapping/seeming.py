"""Whether rows that are in no format that is known look like a list of transactions."""

from collections.abc import Sequence
from typing import Final

from harvestry.sources.mapping.proposing import propose

_FEWEST: Final = 3
_HEADERS_TRIED: Final = 20
_ONE_SIDE: Final = frozenset({"asset", "quantity"})
_TWO_SIDES: Final = frozenset({"sent_quantity", "got_quantity"})
_WHAT: Final = frozenset({"type", "side"})


def looks_like_transactions(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether some row names columns for a time, for units, and for what was done with them.

    A list of holdings or of gains has no kind of row, and a summary no time.
    """
    return any(_may_be_header(rows, n) for n in range(min(len(rows), _HEADERS_TRIED)))


def _may_be_header(rows: Sequence[Sequence[str]], n: int) -> bool:
    header, below = rows[n], rows[n + 1 :]
    if not below or sum(bool(cell.strip()) for cell in header) < _FEWEST:
        return False
    named = propose(header, below).columns.keys()
    moved = named >= _TWO_SIDES or (named >= _ONE_SIDE and not named.isdisjoint(_WHAT))
    return moved and "time" in named
