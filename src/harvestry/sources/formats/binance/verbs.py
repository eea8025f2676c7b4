"""What the rows of Binance reports mean beyond what a table can say."""

from collections.abc import Mapping, Sequence
from typing import Final

from harvestry.events.kind import Kind
from harvestry.sources import verbs as common
from harvestry.sources.draft import Draft, Member, Outcome, Verb, made
from harvestry.sources.errors import RowError
from harvestry.sources.formats.binance.grouping import are_both_ways
from harvestry.sources.row import DOLLARS

_BOTH_WAYS: Final = (
    "a purchase and a sale of one second cannot be told apart; write each trade as a row of a "
    "Harvestry CSV, or take the trades from the trade history"
)


def trade(members: Sequence[Member]) -> Outcome:
    """The rows of one second: what went, what came, the fees. A purchase and a sale stay two."""
    if are_both_ways(members):
        raise RowError("ambiguous-group", _BOTH_WAYS, cause="both ways")
    return common.exchange(members)


def by_card(members: Sequence[Member]) -> Outcome:
    """A purchase for fiat; where it was paid by card, only what came stands here."""
    came: dict[str, int] = {}
    for row, _ in members:
        asset = row.asset()
        came[asset] = came.get(asset, 0) + row.quantity(asset=asset)
    if len(came) > 1 or DOLLARS in came or min(came.values()) <= 0:
        return common.exchange(members)
    rows = tuple(row for row, _ in members)
    ((asset, quantity),) = came.items()
    return made(Draft(rows, "", Kind.BUY, asset, quantity))


VERBS: Final[Mapping[str, Verb]] = {"binance:trade": trade, "binance:by-card": by_card}
"""The verbs of this format."""
