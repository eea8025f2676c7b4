"""What the rows of Binance reports mean beyond what a table can say."""

from collections.abc import Mapping, Sequence
from typing import Final

from harvestry.sources import verbs as common
from harvestry.sources.draft import Member, Outcome, Verb
from harvestry.sources.errors import RowError
from harvestry.sources.formats.binance.grouping import way_of

_BOTH_WAYS: Final = (
    "a purchase and a sale of one second cannot be told apart; write each trade as a row of a "
    "Harvestry CSV, or take the trades from the trade history"
)


def trade(members: Sequence[Member]) -> Outcome:
    """The rows of one second: what went, what came, the fees. A purchase and a sale stay two."""
    ways = {way for member in members if (way := way_of(member))}
    if len(ways) > 1:
        raise RowError("ambiguous-group", _BOTH_WAYS, cause="both ways")
    return common.exchange(members)


VERBS: Final[Mapping[str, Verb]] = {"binance:trade": trade}
"""The verbs of this format."""
